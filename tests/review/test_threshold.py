"""Help with the line: what was decided at each strength, and what a sample below it says about the rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from detector import storage
from detector.matches import Pair
from detector.report import Pairs, Table
from detector.review.state import RunState
from detector.review.threshold import Missed, missed
from tests.report_factory import unit_report
from tests.review.conftest import Visitor, enter


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    """The unit, and fifty pairs of its independent writers below the line."""
    report = unit_report()
    known = {(pair.left_id, pair.right_id) for pair in report.pairs}
    others = [pair for pair in combinations([row.id for row in report.submissions], 2) if pair not in known]
    below = [Pair(left, right, False, 10.0, 0.1, 0.1, 0.0, 0.0, 0, None) for left, right in others[:50]]
    strong = [pair for pair in report.pairs if pair.flagged]
    storage.save(
        replace(report, pairs=Pairs([*strong, *below]), passages=Table(), clusters=Table()),
        tmp_path / "unit",
    )
    return enter(tmp_path / "unit")


def found(visitor: Visitor) -> Missed:
    state = RunState(visitor.run)
    with state.connect() as connection:
        return missed(connection, state.view(connection))


def test_the_sample_is_the_same_each_time_and_says_how_many_there_are(visitor: Visitor) -> None:
    one = found(visitor)
    assert (one.below, one.pool, len(one.sample), one.decided) == (50, 50, 12, 0)
    assert found(visitor).sample == one.sample


def test_three_of_twelve_speak_of_a_quarter_of_the_rest(visitor: Visitor) -> None:
    for place, pair in enumerate(found(visitor).sample):
        decision = "talk" if place < 3 else "no_issue"
        visitor.post("/decide", left=pair.left, right=pair.right, decision=decision, then="stay")
    one = found(visitor)
    assert (one.decided, one.action) == (12, 3)
    assert one.likely == pytest.approx(50 / 4)
    assert one.at_most == pytest.approx(3 + 47 * 0.532, abs=0.1)  # Wilson: 3 of 12 is at most 53.2 %
    assert "mạnh nhất" in visitor.get("/about").text


def test_pairs_are_counted_by_how_far_above_the_line_they_stand(visitor: Visitor) -> None:
    from detector.review.threshold import bands

    left, right = visitor.pair_rows("to_1/an.docx", "to_1/tran_thi_binh.docx")
    visitor.post("/decide", left=left, right=right, decision="talk", then="stay")
    state = RunState(visitor.run)
    with state.connect() as connection:
        rows = bands(state.view(connection))
    assert [(row.low, row.pairs, row.action) for row in rows[:3]] == [(120, 1, 0), (240, 2, 1), (480, 0, 0)]
    assert replace(rows[0], pairs=0).high == 240
