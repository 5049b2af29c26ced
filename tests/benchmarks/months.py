"""Sheets of every month or quarter: names, periods, copies, own re-use, stock, and what more months do to the line.

    python -m tests.benchmarks.months [--unit months] [--details]

Prints a Markdown table for the labelled sets of sheets (data/units): `right of all`.
"""

from __future__ import annotations

import argparse
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import detector
from detector.matches import Method
from detector.people import same_name
from detector.report import Report
from detector.settings import Settings
from tests.benchmarks.labelled_units import DATA

UNITS = (
    "months",
    "quarters",
    "ward_months",
    "health_months",
    "court_months",
    "agri_months",
    "school_quarters",
    "post_months",
)
_TOLD = {"period_differs", "year_unlikely"}
_SHARE = 0.8  # of the people of a handed-out sentence, from which it is told


@dataclass(frozen=True)
class Sheets:
    """A labelled set; its sheets lie in folders as the office keeps them."""

    name: str

    @property
    def folder(self) -> Path:
        """Where it is."""
        return DATA / "units" / self.name

    @cached_property
    def labels(self) -> Mapping[str, Any]:
        """See the set's README."""
        content: Mapping[str, Any] = json.loads((self.folder / "labels.json").read_text(encoding="utf-8"))
        return content

    @cached_property
    def sheets(self) -> dict[str, Mapping[str, str]]:
        """Labels of each sheet by file name, or by file name and row of a list."""
        return {
            _name(one["file"]) + (f"#row={one['row']}" if "row" in one else ""): one for one in self.labels["sheets"]
        }

    @property
    def copies(self) -> list[Mapping[str, Any]]:
        """From colleagues, but for what was told again in other words."""
        return [copy for copy in self.labels["copies"] if copy["kind"] not in ("self", "heavy")]

    @property
    def rewritten(self) -> list[Mapping[str, Any]]:
        """Told again in other words."""
        return [copy for copy in self.labels["copies"] if copy["kind"] == "heavy"]

    @property
    def own_reuse(self) -> list[Mapping[str, Any]]:
        """Of one's own earlier sheets."""
        return [*(copy for copy in self.labels["copies"] if copy["kind"] == "self"), *self.labels.get("own_reuse", ())]

    @cached_property
    def files(self) -> list[list[Path]]:
        """Of each period, in order of time, without a list that has several."""
        of_period: dict[str, list[Path]] = {}
        for one in sorted((one for one in self.labels["sheets"] if "row" not in one), key=itemgetter("period", "file")):
            of_period.setdefault(one["period"], []).append(self._path(one["file"]))
        return list(of_period.values())

    def _path(self, file: str) -> Path:
        """Where a sheet is; one of an archive is in an unpacked copy, because a scan takes an archive whole."""
        path = self.folder / "submissions" / file
        return path if path.is_file() else Path(self._unpacked.name, "submissions", file)

    @cached_property
    def _unpacked(self) -> TemporaryDirectory[str]:
        """The archives alone, each as a folder of its name, so that the names above a sheet are the same."""
        folder = TemporaryDirectory()
        for path in sorted((self.folder / "submissions").rglob("*.zip")):
            with zipfile.ZipFile(path) as archive:
                archive.extractall(Path(folder.name, path.relative_to(self.folder)))
        return folder

    def scan(self, *, periods: slice = slice(None), previous: slice = slice(0)) -> Report:
        """The report of some periods, others given as earlier ones."""
        forms = sorted(self.folder.glob("blank_form.*"))
        if periods == slice(None):
            return detector.scan([self.folder / "submissions"], forms=forms)
        some, earlier = (list(chain.from_iterable(self.files[one])) for one in (periods, previous))
        return detector.scan(some, forms=forms, previous=earlier)


@dataclass(frozen=True)
class Measured:
    """One scan of all sheets beside the labels."""

    unit: Sheets
    report: Report

    @cached_property
    def pairs(self) -> set[frozenset[str]]:
        """File names of flagged pairs."""
        return flagged(self.report)

    def no_sheets(self) -> list[str]:
        """What was read as a sheet and is none."""
        return [row.id for row in self.report.submissions if _name(row.id) not in self.unit.sheets]

    def names(self) -> list[str]:
        """Sheets whose name is wrong, or which are taken for another person's."""
        people, sheets = self.unit.labels["people"], self.unit.sheets
        documents = {_name(row.id): row.document for row in self.report.submissions}
        persons: dict[str, set[str | None]] = {}
        labels: dict[str | None, set[str]] = {}
        for file, one in sheets.items():
            persons.setdefault(one["person"], set()).add(documents[file].person)
            labels.setdefault(documents[file].person, set()).add(one["person"])
        return [
            file
            for file, one in sheets.items()
            if not same_name(documents[file].author or "", people[one["person"]]["name"])
            or len(persons[one["person"]]) > 1
            or len(labels[documents[file].person]) > 1
        ]

    def periods(self) -> list[str]:
        """Sheets whose period or year is wrong and not told as doubtful."""
        return [
            f"{row.id}: {row.document.period}, not {self.unit.sheets[_name(row.id)]['period']}"
            for row in self.report.submissions
            if _name(row.id) in self.unit.sheets
            and row.document.period != self.unit.sheets[_name(row.id)]["period"]
            and not any(note.code in _TOLD for note in row.document.notes)
        ]

    def rewritten(self) -> tuple[list[str], int]:
        """Copies in other words that are not flagged, and how many there are."""
        chosen = self.unit.rewritten
        missed = [copy["copy"] for copy in chosen if frozenset((copy["copy"], copy["source"])) not in self.pairs]
        return missed, len(chosen)

    def missed(self, *, same_period: bool | None = None, kind_self: bool = False) -> tuple[list[str], int]:
        """Copies that are not flagged, and how many there are."""
        sheets = self.unit.sheets
        chosen = [
            copy
            for copy in (self.unit.own_reuse if kind_self else self.unit.copies)
            if (
                same_period is None
                or (sheets[_name(copy["copy"])]["period"] == sheets[_name(copy["source"])]["period"]) == same_period
            )
        ]
        found = self.own_reuse() if kind_self else self.pairs
        return [
            f"{copy['kind']} {copy['copy']} <- {copy['source']}"
            for copy in chosen
            if (copy["copy"] if kind_self else frozenset((copy["copy"], copy["source"]))) not in found
        ], len(chosen)

    def own_reuse(self) -> set[Any]:
        """Names of sheets that are told as repeating an earlier one of the same person."""
        return {_name(row.id) for row in self.report.submissions if "previous" in row.flags}

    def wrong_reuse(self) -> list[str]:
        """Sheets told as own re-use that no label explains."""
        labelled = {copy["copy"] for copy in self.unit.own_reuse}
        return sorted(self.own_reuse() - labelled)

    def false_pairs(self) -> list[str]:
        """Flagged pairs of two people that no label explains."""
        person = {file: one["person"] for file, one in self.unit.sheets.items()}
        labels = self.unit.labels
        known = {frozenset((one["copy"], one["source"])) for one in (*labels["copies"], *labels["cluster_pairs"])}
        alike = {frozenset(pair) for pair in _doubles(labels)}
        found = []
        for pair in sorted(self.pairs - known, key=sorted):
            left, right = sorted(pair)
            other = {frozenset((_twin(left, alike), right)), frozenset((left, _twin(right, alike)))}
            if person.get(left, left) != person.get(right, right) and not other & known:
                found.append(f"{left} ~ {right}")
        return found

    def boilerplate(self) -> tuple[list[str], list[str], int]:
        """Sheets flagged as stock that are not; those that are and are not flagged; how many there are."""
        labelled = {name for name, one in self.unit.labels["docs"].items() if one["role"] == "boilerplate"}
        told = {_name(row.id) for row in self.report.submissions if {"boilerplate", "shared_text"} & {*row.flags}}
        return sorted(told - labelled), sorted(labelled - told), len(labelled)

    def handed_out(self) -> tuple[list[str], int]:
        """Handed-out sentences that are not told with most of those who have them, and how many there are."""
        texts = [{_name(place.id) for place in text.places} for text in self.report.shared_texts]
        person = {file: one["person"] for file, one in self.unit.sheets.items()}
        few = Settings().few(len(self.unit.labels["people"]))
        labelled = self.unit.labels["handed_out"]
        sentences = [one for one in labelled if len({person[file] for file in one["files"]}) > few]
        return [
            one["text"][:60]
            for one in sentences
            if not any(len(files & {*one["files"]}) >= _SHARE * len(one["files"]) for files in texts)
        ], len(sentences)

    def disagree(self) -> list[str]:
        """What differs of the last period when the earlier ones are given with ``--previous``.

        Of pairs the sheet and the other person: a sentence of every month may lie at the line with one of the months.
        """
        last = self.unit.scan(periods=slice(-1, None), previous=slice(0, -1))
        now = {_name(row.id) for row in last.submissions}
        person = {file: one["person"] for file, one in self.unit.sheets.items()}
        given = {file for file, one in self.unit.sheets.items() if "row" not in one}
        mine = {
            pair for pair in self.pairs if pair & now and pair <= given and len({person[file] for file in pair}) > 1
        }
        others = {pair for pair in flagged(last) if len({person[file] for file in pair}) > 1}
        reused = {row for row in self.own_reuse() if row in now}
        then = {_name(row.id) for row in last.submissions if "previous" in row.flags}
        one, other = (
            {(file, person[o]) for pair in some for file in pair & now for o in pair - {file}}
            for some in (mine, others)
        )
        return [*(" ~ ".join(pair) for pair in sorted(one ^ other)), *sorted(reused ^ then)]


def flagged(report: Report) -> set[frozenset[str]]:
    """File names of flagged pairs."""
    return {frozenset((_name(pair.left_id), _name(pair.right_id))) for pair in report.pairs.flagged()}


def line(report: Report) -> float:
    """Bits from which passages are flagged."""
    return next(null.threshold for null in report.nulls if null.method is Method.PASSAGES)


def _doubles(labels: Mapping[str, Any]) -> list[list[str]]:
    return [one["files"] for one in labels["doubles"]]


def _twin(file: str, doubles: set[frozenset[str]]) -> str:
    return next((other for pair in doubles if file in pair for other in pair - {file}), file)


def _name(id: str) -> str:
    return re.split(r"[/!]", id)[-1]


def rows(unit: Sheets, *, details: bool) -> Iterator[str]:
    """Lines of the table about one set."""
    of = Measured(unit, unit.scan())
    half = len(unit.files) // 2
    before = line(unit.scan(periods=slice(half)))
    total = len(unit.sheets)

    def row(what: str, wrong: list[str], all_: int) -> Iterator[str]:
        yield f"| {unit.name} | {what} | {all_ - len(wrong)} of {all_} |"
        if details:
            yield from (f"    {one}" for one in wrong)

    yield from row("names and persons", of.names(), total)
    yield from row("periods right or told as doubtful", of.periods(), total)
    yield from row("copies in the same period", *of.missed(same_period=True))
    yield from row("copies from an earlier period", *of.missed(same_period=False))
    yield from row("copies in other words", *of.rewritten())
    yield from row("own re-use told", *of.missed(kind_self=True))
    wrong, missed, labelled = of.boilerplate()
    yield from row("sheets of nothing but stock told", missed, labelled)
    yield from row("handed-out sentences told", *of.handed_out())
    for what, found in (
        ("read as a sheet and none", of.no_sheets()),
        ("false pairs between people", of.false_pairs()),
        ("own re-use wrongly told", of.wrong_reuse()),
        ("sheets wrongly told as stock", wrong),
        ("last period with `--previous`: differences", of.disagree()),
    ):
        yield f"| {unit.name} | {what} | {len(found)} |"
        if details:
            yield from (f"    {one}" for one in found)
    yield f"| {unit.name} | line, {half} periods, then {len(unit.files)} | {before:.1f}, {line(of.report):.1f} bits |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--unit", action="append", choices=UNITS, help="only this set")
    parser.add_argument("--details", action="store_true", help="name what is missed and what is wrong")
    given = parser.parse_args()
    print("| set | what | |\n|---|---|---|")
    for name in given.unit or UNITS:
        if (DATA / "units" / name / "labels.json").is_file():
            for one in rows(Sheets(name), details=given.details):
                print(one, flush=True)


if __name__ == "__main__":
    main()
