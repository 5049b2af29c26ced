"""Whatever is done to a report, it keeps each field that is not meant: none is forgotten because it came later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from detector import storage
from detector.documents import Document
from detector.keeping.persons import find_person, without
from detector.report import Report, Table
from detector.review.recorded import reviewed_report
from detector.review.rescoring.overlay import FIGURES
from detector.review.state import RunState
from detector.storage.connection import open_run
from detector.storage.exclusions import Anchor, Exclusion, append_exclusion
from detector.storage.renamed import about
from detector.units.kept import report_bytes, report_of, without_texts
from detector.units.merge import Part, as_report, local_groups, merge, naming_of
from detector.units.restrict import restricted, with_unit
from detector.writers.codes import codes_of
from detector.writers.pseudonyms import pseudonymised
from tests.full_report import COPIED, differences, full_report, unfilled

# What a run file does not hold: it is of the scan that wrote it.
OF_THE_SCAN = {
    *("found_under", "taken_over", "submissions.document.born", "others.born"),
    *("submissions.document.set_aside", "others.set_aside"),
}
FILES = {"submissions.document.path", "others.path"}
IDS = {
    *("submissions.document.id", "submissions.findings.facts", "submissions.findings.evidence", "others.id"),
    *("pairs.left_id", "pairs.right_id", "passages.left.id", "passages.right.id", "clusters.members"),
    *("shared_texts.people", "shared_texts.places.id", "crowds", "common_below.id"),
    *("file_histories.id", "shared_histories.left_id", "shared_histories.right_id"),
}
NAMES = {
    *("submissions.document.author", "submissions.document.unit", "others.author", "others.unit"),
    *("skipped.path", "skipped.detail", "units.name", "units.aliases", "nulls.unit"),
    *(f"file_histories.{said}" for said in ("author", "last_modified_by", "created", "modified")),
}
TRACES = {  # of which names and posts could be worked out; shares have two digits
    *(f"{table}.{name}" for table in ("submissions.document", "others") for name in ("key", "person", "post", "born")),
    *("submissions.own_shares", "found_under"),
}
MASKED = {  # names in the texts, and what they move
    *(f"{table}.{name}" for table in ("submissions.document", "others") for name in ("text", "blocks.end")),
    *("submissions.marks.start", "submissions.marks.end", "submissions.syllables"),
    *("passages.left.end", "passages.right.end"),
}
TEXTS = {
    f"{table}.{field.name}"
    for table in ("submissions.document", "others")
    for field in fields(Document)
    if field.name not in ("id", "role", "author", "year", "period", "sections", "person", "key")
}


def saved_and_loaded(report: Report, folder: Path) -> Report:
    storage.save(report, folder)
    return storage.load(folder)


def sent(report: Report, _: Path) -> Report:
    return report_of(report_bytes(report))


def without_giang(report: Report, _: Path) -> Report:
    return without(report, find_person(report, "giang"), "2025-01-01")


def reviewed(report: Report, folder: Path) -> Report:
    """The passage set aside in all texts: no pair of it is left above the line."""
    storage.save(report, folder)
    state = RunState(folder)
    document = report.submissions[0].document
    start = document.text.index(COPIED)
    with open_run(folder) as connection:
        (text, *_) = state.view(connection).index.texts
        anchor = Anchor(text.subject, document.key, start, start + len(COPIED))
        append_exclusion(connection, Exclusion("Hoa", "form", COPIED, (anchor,)))
        return reviewed_report(state.view(connection), report)


def renamed(report: Report, _: Path) -> Report:
    changed = [replace(one, id=f"new/{one.id}", path=f"new/{one.path}") for one in report.documents()]
    return about(report, changed)


def of_another_unit(report: Report, _: Path) -> Report:
    return with_unit(report, "Trường khác")


def stubs(report: Report, _: Path) -> Report:
    return without_texts(report)


def first_three(report: Report, _: Path) -> Report:
    return restricted(report, {"an", "binh", "giang"})


def merged(report: Report, _: Path) -> Report:
    """The only unit of several, with no pair beyond it; what its scan knew becomes the unit's."""
    parts = [Part("Trường Hạ Lang", report, ("THCS Hạ Lang",))]
    naming = naming_of(list(local_groups(parts[0])), [], {}, report.settings)
    rows = merge(parts, [], naming, report.settings, 4)
    found = as_report(rows, parts, settings=report.settings, units=report.units, notes=(), timings={})
    return replace(found, skipped=report.skipped)


def without_names(report: Report, _: Path) -> Report:
    """In the order of the report again: without names the rows stand in that of their codes."""
    hidden, codes = pseudonymised(report, "salt"), codes_of(report, "salt").documents
    rows = {row.id: row for row in hidden.submissions}
    others = {one.id: one for one in hidden.others}
    return replace(
        hidden,
        submissions=Table([rows[codes[row.id]] for row in report.submissions]),
        others=tuple(others[codes[one.id]] for one in report.others),
    )


TRANSFORMATIONS: list[tuple[Callable[[Report, Path], Report], set[str]]] = [
    (saved_and_loaded, OF_THE_SCAN),
    (sent, OF_THE_SCAN),
    (renamed, IDS | FILES),
    (of_another_unit, {"submissions.document.unit"}),
    (stubs, TEXTS),
    (first_three, {"submissions", "others", "pairs", "passages", "skipped", "file_histories", "common_below"}),
    (merged, {"nulls.unit", "scan_notes", "timings", "found_under", "taken_over"}),
    (without_names, IDS | FILES | NAMES | TRACES | MASKED),
    (
        without_giang,
        {
            *("submissions", "submissions.findings.evidence", "pairs", "passages", "clusters.members"),
            *(
                "shared_texts.people",
                "shared_texts.places",
                "crowds",
                "units.submissions",
                "units.flagged",
                "units.ratings",
                "units.pairs_inside",
            ),
            *("scan_notes", "found_under"),
        },
    ),
    (
        reviewed,
        {
            *(f"submissions.{name}" for name in FIGURES),
            *("passages", "pairs.cluster"),
            *(f"pairs.{name}" for name in ["evidence", "expected", "flagged", "left_share", "right_share", "passages"]),
        },
    ),
]


def test_the_full_report_is_full() -> None:
    assert unfilled(full_report()) == set()


@pytest.mark.parametrize(("change", "named"), TRANSFORMATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_transformation_changes_what_it_names_and_nothing_else(
    change: Callable[[Report, Path], Report], named: set[str], tmp_path: Path
) -> None:
    before = full_report()
    assert differences(before, change(before, tmp_path / "run")) == named
    assert before == full_report()
