"""The decision log for programs: what the review page wrote, and conclusions from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import detector
from detector.errors import DetectorError
from detector.review.readings import agreements
from detector.review.state import RunState
from detector.storage.verify import verify
from tests.test_api import AN, BINH, CHI


@pytest.fixture
def run(tmp_path: Path) -> Path:
    detector.scan({"an": AN, "binh": BINH, "chi": CHI}, run=tmp_path / "run")
    return tmp_path / "run"


def test_a_decision_is_a_row_of_the_log_by_the_ids_of_the_report(run: Path) -> None:
    assert detector.decisions(run) == []
    assert detector.decide(run, "Mai", "rewrite", "binh", "an", reason="same_passages", note="hỏi lại") == 1
    assert detector.decide(run, "Mai", "add_figures", "chi") == 2
    pair, person = detector.decisions(run)
    assert (pair.about, pair.left_id, pair.right_id, pair.decision) == ("pair", "an", "binh", "rewrite")
    assert (pair.reason, pair.note, pair.reviewer, pair.stands) == ("same_passages", "hỏi lại", "Mai", True)
    assert (person.about, person.left_id, person.right_id) == ("person", "chi", None)
    assert all(not one.problems for one in verify(run))  # the chain of the log is whole


def test_the_last_decision_of_each_reviewer_stands(run: Path) -> None:
    for reviewer, decision in (("Mai", "rewrite"), ("Hoa", "talk"), ("Mai", "no_issue")):
        detector.decide(run, reviewer, decision, "an", "binh")
    assert [one.stands for one in detector.decisions(run)] == [False, True, True]


def test_a_decision_outlives_a_rename_and_is_told_apart_from_texts_that_are_gone(run: Path) -> None:
    detector.decide(run, "Mai", "rewrite", "an", "binh")
    detector.decide(run, "Mai", "talk", "chi")
    detector.scan({"moi": AN, "binh": BINH}, run=run)
    first, second = detector.decisions(run)
    assert {first.left_id, first.right_id} == {"moi", "binh"}
    assert (second.about, second.left_id) == ("", None)


def test_kappa_is_that_of_the_review_page(run: Path) -> None:
    said = {"Mai": ("rewrite", "no_issue", "talk"), "Hoa": ("rewrite", "no_issue", "no_issue")}
    pairs = (("an", "binh"), ("an", "chi"), ("binh", "chi"))
    for reviewer, codes in said.items():
        for (left, right), code in zip(pairs, codes, strict=True):
            detector.decide(run, reviewer, code, left, right)
    detector.decide(run, "Hoa", "later", "an")
    # two of three agree; by chance 1/3 x 1/3 + 1/3 x 2/3 = 1/3
    assert detector.agreement(detector.decisions(run), "Mai", "Hoa") == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))
    state = RunState(run)
    with state.connect() as connection:
        (page,) = agreements(state.view(connection).standings)
    assert page.kappa == detector.agreement(detector.decisions(run), page.first, page.second)


def test_the_log_is_a_frame(run: Path) -> None:
    pandas = pytest.importorskip("pandas")
    detector.decide(run, "Mai", "talk", "chi")
    frame = pandas.DataFrame(detector.decisions(run))
    assert frame.loc[0, ["reviewer", "left_id", "decision"]].tolist() == ["Mai", "chi", "talk"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("", "talk", "an"), "^reviewer: expected a str with letters, got ''"),
        ((5, "talk", "an"), "^reviewer: expected a str with letters, got 5"),
        (("Mai", "guilty", "an"), "^decision: expected one of no_issue, .*awaiting, got 'guilty'"),
        (("Mai", "unseen", "an"), "^decision: expected one of"),
        (("Mai", "talk", "dung"), "^'dung': no such text in this run"),
        (("Mai", "talk", "an", "dung"), "^'dung': no such text in this run"),
        (("Mai", "talk", "an", "an"), "^right_id: expected another text"),
        (("Mai", "talk", None), "^None: no such text in this run"),
        (("Mai", "talk", ["an"]), r"^\['an'\]: no such text in this run"),
    ],
)
def test_what_cannot_be_recorded_is_told_and_not_recorded(arguments: tuple[str, ...], said: str, run: Path) -> None:
    with pytest.raises(DetectorError, match=said):
        detector.decide(run, *arguments)
    with pytest.raises(DetectorError, match=r"^reason: expected one of joint_work"):
        detector.decide(run, "Mai", "talk", "an", reason="because")
    assert detector.decisions(run) == []
