"""Pictures of a report, and what a notebook shows of it."""

from __future__ import annotations

import re

import pytest

import detector
from detector.report import Report
from tests.full_report import full_report

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")


def test_evidence_has_a_point_for_each_pair_and_the_line() -> None:
    report = full_report()
    ax = report.plot.evidence(lang="en")
    points = [tuple(point) for collection in ax.collections for point in collection.get_offsets().tolist()]
    assert sorted(y for _, y in points) == sorted(pair.evidence for pair in report.pairs)
    assert list(ax.lines[0].get_ydata()) == [report.threshold, report.threshold]
    assert ax.get_ylabel() == "evidence (bits)"


def test_sources_of_a_submission_fill_its_bar() -> None:
    report = full_report()
    ax = report.plot.sources()
    widths = [sum(bars[row].get_width() for bars in ax.containers) for row in range(len(report.submissions))]
    assert widths == pytest.approx([sum(one.shares.values()) for one in report.submissions])


def test_the_network_has_a_line_for_each_pair_to_be_looked_at_and_everybodys_name() -> None:
    report = full_report()
    ax = report.plot.network(lang="en")
    pairs = report.pairs.flagged()
    people = {id for pair in pairs for id in (pair.left_id, pair.right_id)}
    assert len(ax.lines) == len(pairs) + len(people)
    assert {text.get_text() for text in ax.texts} == {report.document(id).author for id in people}


def test_the_timeline_counts_submissions_by_period_or_year() -> None:
    texts = [{"text": f"Tôi làm việc {n} ở trạm.", "year": 2024 + n % 2} for n in range(5)]
    ax = detector.scan(texts).plot.timeline(lang="en")
    assert [text.get_text() for text in ax.get_xticklabels()] == ["2024", "2025"]
    assert [bar.get_height() for bar in ax.containers[0]] == [3, 2]


def test_every_picture_can_be_drawn_of_nothing() -> None:
    for name in ("chance", "evidence", "sources", "network", "timeline"):
        assert getattr(Report().plot, name)() is not None


def test_a_plot_goes_into_the_axis_that_is_given() -> None:
    from matplotlib import pyplot

    _, (left, right) = pyplot.subplots(ncols=2)
    assert full_report().plot.evidence(left) is left
    assert full_report().plot.sources(right) is right
    pyplot.close("all")


def test_a_notebook_shows_a_screen_of_a_table_and_says_how_much_there_is() -> None:
    report = detector.scan({f"t{n:03d}": f"Tôi trồng {n} cây ở tiểu khu {n} và trực {n} đêm." for n in range(40)})
    html = report.submissions._repr_html_()
    assert html.count("<tr>") == 13
    assert "12 / 40" in html
    assert "<th>text</th>" not in html
    assert re.search(r"40 submissions", report._repr_html_())
    assert repr(report).startswith("<Report: 40 submissions, ")
    assert repr(report.pairs) == f"<{len(report.pairs)} pairs>"
