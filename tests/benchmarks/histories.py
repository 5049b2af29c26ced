"""Word files written on from one another, told from files that come from the same blank form: found, missed, false.

    python tests/benchmarks/histories.py --units 20 --people 40

Files are made as Word makes them (tests/history/word_files.py); in every unit six people go on from a colleague's file,
three of them in one chain, and all others fill in the form. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detector.documents import Document, Role
from detector.history.compare import compare_histories
from detector.history.read import read_histories
from detector.matches import SharedHistory
from detector.settings import Settings
from tests.history.word_files import Word

CASES = {
    "form given (--form)": (True, 0.0, 0),
    "form not given": (False, 0.0, 0),
    "two forms, the second (15 % of the files) not given": (True, 0.15, 0),
    "a filled file passed round by the office to eight": (True, 0.0, 8),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """Files of a unit, and which pairs really have a common past beyond the form."""

    folder: Path
    form: Path
    true: frozenset[tuple[str, str]]
    passed: frozenset[tuple[str, str]]


def make_unit(folder: Path, seed: int, people: int, second: float, passed: int) -> Unit:
    """Person 1 goes on from 0, 2 from 1, 3 from 2; 5 from 4, 7 from 6, 9 from 8; all others from a form."""
    word, chance = Word(seed=seed), random.Random(seed)
    form = word.new(folder / "form.docx", ["PHIẾU"], sessions=chance.randrange(5, 20))
    other = word.new(folder / "other.docx", ["PHIẾU 2"], sessions=chance.randrange(5, 20))
    model = word.edited(form, folder / "model.docx", ["Mẫu đã điền"], sessions=3)
    (folder / "people").mkdir()
    before = {1: 0, 2: 1, 3: 2, 5: 4, 7: 6, 9: 8}
    names = [folder / "people" / f"p{number:02}.docx" for number in range(people)]
    with_other = set(range(people - round(second * people), people))
    with_model = set(range(12, 12 + passed))
    for number, path in enumerate(names):
        source = other if number in with_other else model if number in with_model else form
        source = names[before[number]] if number in before else source
        word.edited(source, path, [f"Việc {number}"], sessions=chance.randrange(1, 6), author=f"P{number}")
    chains = [(0, 1, 2, 3), (4, 5), (6, 7), (8, 9)]
    return Unit(
        folder / "people", form, frozenset(_pairs(names, chains)), frozenset(_pairs(names, [tuple(with_model)]))
    )


def _pairs(names: list[Path], chains: list[tuple[int, ...]]) -> Iterator[tuple[str, str]]:
    for chain in chains:
        members = sorted(names[number].name for number in chain)
        yield from ((one, other) for at, one in enumerate(members) for other in members[at + 1 :])


def found_in(unit: Unit, with_form: bool) -> list[SharedHistory]:
    """As a scan finds them."""
    paths = [unit.folder, *([unit.form] if with_form else [])]
    told = read_histories(paths, Settings(), jobs=2)
    documents = [
        Document(Path(path).name, path, path, role=Role.FORM if Path(path) == unit.form else Role.SUBMISSION)
        for path in told
    ]
    return compare_histories(documents, told)[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=20)
    parser.add_argument("--people", type=int, default=40)
    options = parser.parse_args()
    print("| case | pairs from one another | told | of them | others told | rarest in at most 4 files: others told |")
    print("|---|---|---|---|---|---|")
    for name, (with_form, second, passed) in CASES.items():
        true = hits = told = few = 0
        for seed in range(options.units):
            with tempfile.TemporaryDirectory() as folder:
                unit = make_unit(Path(folder), seed, options.people, second, passed)
                rows = {(one.left_id, one.right_id): one for one in found_in(unit, with_form)}
            true += len(unit.true)
            hits += len(unit.true & rows.keys())
            told += len(rows)
            few += sum(rows[key].files <= 4 for key in rows.keys() - unit.true)
        print(f"| {name} | {true} | {told} | {hits} ({hits / true:.0%}) | {told - hits} | {few} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
