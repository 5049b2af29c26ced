"""What changes when a tenth of the submissions that no label names is taken away, many times.

    python -m tests.benchmarks.stability [--rounds 20] [--unit unit_c] [--seed 1]

Names each labelled pair whose flag changes, each new flagged pair, and each passage of a flagged pair of which less
than a fifth is matched though its pair was found word by word. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from detector.analysis import analyse
from detector.documents import Document, Role
from detector.report import Report
from detector.settings import Settings
from tests.benchmarks.labelled_units import LabelledUnit, labelled_units

_REMOVED = 0.1
_UNLIKE = 0.2

Pair = frozenset[str]


@dataclass(slots=True)
class Changes:
    """Of one unit over all rounds; lines name what they count."""

    rounds: int = 0
    lost: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unit", action="append", help="only this unit")
    given = parser.parse_args()
    print("| unit | rounds | labelled pairs that change | new flagged pairs | passages unlike |\n|---|---|---|---|---|")
    for unit in labelled_units():
        if unit.name in given.unit if given.unit else unit.name.startswith("unit_"):  # no sheets of months
            for line in lines_of(unit.name, changes_of(unit, given.rounds, given.seed)):
                print(line, flush=True)


def changes_of(unit: LabelledUnit, rounds: int, seed: int) -> Changes:
    """Scans the unit whole, then `rounds` times without a tenth of what no label names."""
    whole = unit.scan()
    documents = list(whole.documents())
    named = {_stem(copy[end]) for copy in unit.labels()["copies"] for end in ("copy", "source")}
    unnamed = [one for one in documents if one.role is Role.SUBMISSION and _stem(one.id) not in named]
    before, changes, random = flagged(whole), Changes(rounds), Random(seed)
    changes.unlike += unlike(whole)
    for number in range(rounds):
        removed = {one.id for one in random.sample(unnamed, max(1, round(_REMOVED * len(unnamed))))}
        report = _scan([one for one in documents if one.id not in removed])
        after = flagged(report)
        kept = {pair for pair in before if not pair & removed}
        changes.lost += [f"round {number}: {' and '.join(sorted(pair))}" for pair in sorted(kept - after, key=sorted)]
        changes.new += [f"round {number}: {' and '.join(sorted(pair))}" for pair in sorted(after - kept, key=sorted)]
        changes.unlike += [f"round {number}: {line}" for line in unlike(report)]
    return changes


def flagged(report: Report) -> set[Pair]:
    """Pairs by the ids of their texts."""
    return {frozenset((pair.left_id, pair.right_id)) for pair in report.pairs.flagged()}


def unlike(report: Report) -> list[str]:
    """Passages of flagged pairs with less than a fifth in common, but for those of texts told again."""
    return [
        f"{pair.left_id} and {pair.right_id}: {one.similarity:.3f}"
        for pair in report.pairs.flagged()
        if not pair.method.is_rewritten
        for one in report.passages_of(pair.left_id, pair.right_id)
        if one.similarity < _UNLIKE
    ]


def lines_of(name: str, changes: Changes) -> Iterator[str]:
    """A row of the table, and what it counts below it."""
    counts = (len(changes.lost), len(changes.new), len(changes.unlike))
    yield f"| {name} | {changes.rounds} | {' | '.join(map(str, counts))} |"
    for what, found in (("changed", changes.lost), ("new", changes.new), ("unlike", changes.unlike)):
        yield from (f"  {what}: {line}" for line in found)


def _scan(documents: list[Document]) -> Report:
    return analyse(documents, settings=Settings())


def _stem(id: str) -> str:
    return Path(id).stem


if __name__ == "__main__":
    main()
