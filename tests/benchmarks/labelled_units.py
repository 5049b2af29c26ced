"""Every labelled unit, its blank form given and not: pairs by kind, false pairs, passages, boilerplate.

    python -m tests.benchmarks.labelled_units [--semantic] [--syllables] [--unit unit_c] [--details]

Prints a Markdown table, one row for each unit and way to scan it. `found of labelled` for each kind of copy. With
`--syllables` no text is cut into words: every syllable is one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

import detector
from detector.corpus import Bools
from detector.evaluation.evaluate import Evaluation, evaluate
from detector.evaluation.passages import WITHOUT_HEAVY
from detector.matches import passage_threshold
from detector.report import Report
from detector.settings import Settings
from detector.text.words import Syllables

DATA = Path(__file__).parents[2] / "data"
KINDS = ("verbatim", "light", "partial", "mosaic", "self", "heavy")


@dataclass(frozen=True, slots=True)
class LabelledUnit:
    """A folder with ``submissions``, ``labels.json`` and what else its scan is given."""

    name: str
    folder: Path

    def scan(self, *, form: bool = True, settings: Settings | None = None, semantic: bool = False) -> Report:
        """The report of the unit."""
        return detector.scan(
            [self.folder / "submissions"],
            forms=sorted(self.folder.glob("blank_form.*")) if form else [],
            references=self._given("references"),
            previous=self._given("previous"),
            settings=settings,
            semantic=semantic,
        )

    def labels(self) -> Mapping[str, Any]:
        """What people labelled; see data/README.md."""
        content: Mapping[str, Any] = json.loads((self.folder / "labels.json").read_text(encoding="utf-8"))
        return content

    def _given(self, name: str) -> list[Path]:
        return [self.folder / name] if (self.folder / name).is_dir() else []


def labelled_units() -> list[LabelledUnit]:
    """The units that ship with the project, by name."""
    sample = LabelledUnit("unit_a", DATA / "sample_unit")
    return [sample, *(LabelledUnit(path.parent.name, path.parent) for path in sorted(DATA.glob("units/*/labels.json")))]


def scanned(name: str, *, form: bool = True) -> Report:
    """The report of a unit at default settings; whoever asks in one process gets the same."""
    return _scanned(name, form)


@cache  # which knows no defaults: what is left out and what is given as the default would be two scans
def _scanned(name: str, form: bool) -> Report:
    (unit,) = (unit for unit in labelled_units() if unit.name == name)
    return unit.scan(form=form)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--semantic", action="store_true", help="compare meanings too")
    parser.add_argument("--syllables", action="store_true", help="take every syllable for a word")
    parser.add_argument("--unit", action="append", help="only this unit")
    parser.add_argument("--details", action="store_true", help="name what is missed and what is false")
    given = parser.parse_args()
    cut = patch("detector.text.columns._word_starts", _every_syllable) if given.syllables else nullcontext()
    with cut:
        for line in table([unit for unit in labelled_units() if not given.unit or unit.name in given.unit], given):
            print(line, flush=True)


def _every_syllable(texts: Mapping[int, Syllables]) -> dict[int, Bools]:
    return {row: np.ones(len(one.starts), np.bool_) for row, one in texts.items()}


def table(units: Sequence[LabelledUnit], given: argparse.Namespace) -> Iterator[str]:
    """Lines of the table, and of the details below each row."""
    yield f"| unit | form | {' | '.join(KINDS)} | false | passages P | R | PlagDet | boilerplate P | R | line |"
    yield "|" + "---|" * (len(KINDS) + 9)
    for unit in units:
        for form in (True, False):
            report = unit.scan(form=form, semantic=given.semantic)
            measured = evaluate(report, unit.labels())
            yield row(unit.name, "given" if form else "learnt", report, measured)
            if given.details:
                yield from details(report, measured, unit.labels())


def row(name: str, form: str, report: Report, measured: Evaluation) -> str:
    """One line: found of labelled by kind, then the figures."""
    pairs, passages = measured.pairs, measured.passages[WITHOUT_HEAVY]
    kinds = [f"{pairs.found.get(kind, 0)}/{pairs.labelled[kind]}" if kind in pairs.labelled else "" for kind in KINDS]
    figures = (passages.micro_precision, passages.micro_recall, passages.plagdet)
    flag = measured.boilerplate
    cells = [name, form, *kinds, str(len(pairs.false)), *(f"{figure:.3f}" for figure in figures)]
    cells += [f"{flag.precision:.2f}", f"{flag.recall:.2f}", f"{passage_threshold(report.nulls, least=0):.0f}"]
    return f"| {' | '.join(cells)} |"


def details(report: Report, measured: Evaluation, labels: Mapping[str, Any]) -> Iterator[str]:
    """What is missed and what is false, with the evidence."""
    bits = {frozenset((pair.left_id, pair.right_id)): pair for pair in report.pairs}
    stems = {id.rsplit(".", 1)[0].rsplit("/", 1)[-1]: id for id in _ids(report)}
    for copy in labels["copies"]:
        ids = [stems.get(copy[end].rsplit(".", 1)[0].rsplit("/", 1)[-1], copy[end]) for end in ("copy", "source")]
        pair = bits.get(frozenset(ids))
        if pair is None or not pair.flagged:
            yield f"  missed {copy['kind']}: {copy['copy']} <- {copy['source']} {pair.evidence if pair else 'no pair'}"
    for left, right in measured.pairs.false:
        yield f"  false: {left} {right} {bits[frozenset((left, right))]}"
    yield from (f"  boilerplate missed: {id}" for id in measured.boilerplate.missed)
    yield from (f"  boilerplate wrong: {id}" for id in measured.boilerplate.wrong)


def _ids(report: Report) -> list[str]:
    return [*(one.id for one in report.submissions), *(one.id for one in report.others)]


if __name__ == "__main__":
    main()
