"""A run that version 0.1 wrote, of the sample unit and two short texts, with a passage set aside and a decision."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from pathlib import Path

import pytest

from detector import storage
from detector.matches import Method
from detector.review.state import RunState, View
from detector.run_folder import RUN_FILE
from detector.storage.connection import open_run
from detector.storage.verify import verify

RUNS = Path(__file__).parent / "runs"
SHOWN = json.loads((RUNS / "version_0_1.json").read_text(encoding="utf-8"))  # by the review page of that version


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / RUN_FILE).write_bytes(lzma.decompress((RUNS / "version_0_1.sqlite.xz").read_bytes()))
    return tmp_path


def view_of(run: Path) -> View:
    state = RunState(run)
    with state.connect() as connection:
        return state.view(connection)


def test_the_page_shows_the_same_pairs_with_the_same_evidence_and_line(run: Path) -> None:
    view = view_of(run)
    shown = [(view.text(p.left).id, view.text(p.right).id, p.flagged, p.evidence) for p in view.pairs]
    assert shown == [tuple(one[:4]) for one in SHOWN["pairs"]]
    assert view.index.threshold == SHOWN["threshold"]
    assert len(view.ledger) == 1
    (decided,) = (one for one in view.standings.all_standing())
    assert decided[1].decision.decision == "talk"


def test_chance_pairs_are_expected_as_before_but_where_nobody_knows(run: Path) -> None:
    """Version 0.1 wrote 1 for a pair of short texts; a pair with evidence set aside follows the same fall-off."""
    view = view_of(run)
    for pair, (*_, expected) in zip(view.pairs, SHOWN["pairs"], strict=True):
        assert pair.expected == (None if pair.method is Method.CLAUSES else pytest.approx(expected, rel=1e-6))
    assert [pair.expected for pair in view.index.pairs if pair.row in view.overlay.pairs] != [
        pair.expected for pair in view.overlay.pairs.values()
    ]


def test_each_pair_gets_its_method_and_the_line_of_that_method(run: Path) -> None:
    report = storage.load(run)
    assert Counter(pair.method for pair in report.pairs.flagged()) == {
        Method.PASSAGES: 13,
        Method.ORDER: 3,
        Method.CLAUSES: 1,
    }
    lines = {one.method: one.threshold for one in report.nulls}
    assert {pair.method: pair.threshold for pair in report.pairs} == lines
    assert all(pair.evidence >= lines[pair.method] for pair in report.pairs.flagged())
    flagged = {(pair.left_id, pair.right_id) for pair in report.pairs.flagged()}
    assert all(one.flagged == ((one.left.id, one.right.id) in flagged) for one in report.passages)
    told = {one.facts["method"] for row in report.submissions for one in row.findings if one.kind == "shared"}
    assert told == {"passages", "order"}  # clauses are told by findings of their own


def test_it_is_whole_after_it_was_brought_up_to_date_and_stays_so(run: Path) -> None:
    before = storage.load(run)
    with open_run(run):
        pass
    assert [one for one in verify(run) if one.problems] == []
    assert storage.load(run) == before
