from __future__ import annotations

import pytest

from detector.documents import Document
from detector.matches import Pair, Passage, Side
from detector.report import Finding, Mark, Report, Submission
from detector.settings import Settings
from detector.signals.unit import unit_lines, unit_summary
from tests.reports import report_of


def submission(id: str, rating: str | None, *flags: str, own: float | None = 0.5, weak: float = 0.1) -> Submission:
    text = f"Chung một đoạn văn rất hiếm.{id} viết riêng đoạn này."
    shares = None if own is None else {"own": own, "shared": 1 - own}
    findings = tuple(Finding(flag, 1.0, 0.5) for flag in flags)
    marks = (Mark(0, 28, "shared"), Mark(28, len(text), "own"))
    return Submission(
        Document(id, id, text, self_rating=rating), 20, shares or {}, shares, findings, None, marks, {"weakness": weak}
    )


def report(*rows: Submission, pairs: str = "", spread: int = 2, start: int = 0) -> Report:
    ends = [(pair[0], pair[1]) for pair in pairs.split()]
    return report_of(
        Settings(),
        rows,
        [Pair(a, b, True, 90.0, 0.5, 0.5, 0.5, 0.5, 1, None) for a, b in ends],
        [Passage(Side(a, start, start + 20), Side(b, start, start + 20), spread=spread) for a, b in ends],
        [],
        [],
    )


def test_ratings_are_shares_of_the_rated() -> None:
    found = unit_summary(report(*(submission(str(n), r) for n, r in enumerate(["excellent", "good", "good", None]))))
    assert found.ratings == {"excellent": 1, "good": 2, "completed": 0, "not_completed": 0}
    assert found.rating_shares["excellent"] == pytest.approx(1 / 3)


def test_a_unit_without_ratings_has_no_shares_of_them() -> None:
    assert unit_summary(report(submission("a", None))).rating_shares == {}
    assert unit_summary(report()).rating_shares == {}


def test_medians_leave_out_texts_too_short_to_judge() -> None:
    rows = (submission("a", None, own=0.2), submission("b", None, own=0.4), submission("c", None, own=None))
    assert unit_summary(report(*rows)).shares["own"] == pytest.approx(0.3)


def test_a_flag_counts_once_a_submission() -> None:
    rows = (submission("a", None, "unreadable", "unreadable", "shared"), submission("b", None, "shared"))
    assert unit_summary(report(*rows)).flags == {"shared": 2, "unreadable": 1}


def test_one_passage_of_three_people_is_listed_once() -> None:
    rows = [submission(id, None) for id in "abc"]
    found = unit_summary(report(*rows, pairs="ab bc ac", spread=3)).spread_passages
    assert [(one.text, one.spread) for one in found] == [("Chung một đoạn văn r", 3)]


def test_a_passage_that_is_mostly_common_wording_is_not_listed() -> None:
    rows = [submission(id, None) for id in "ab"]
    assert unit_summary(report(*rows, pairs="ab", start=20)).spread_passages == ()


def test_ratings_in_per_cent_as_provincial_reports_print_them() -> None:
    rows = [submission(str(n), "excellent" if n < 1 else "good") for n in range(3)]
    lines = {label: figure for _, label, figure in unit_lines(unit_summary(report(*rows)), "vi")}
    assert lines["Hoàn thành xuất sắc nhiệm vụ"] == "33,3 % (1)"
