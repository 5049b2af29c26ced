"""The main figures on the unit that ships with the project."""

from __future__ import annotations

import pytest

import detector
from detector.evaluation import Evaluation
from tests.benchmarks.labelled_units import scanned
from tests.writers.test_differences import check_frames

from .conftest import LABELS

pytestmark = pytest.mark.xdist_group("labelled units")

WORD_FOR_WORD = ("verbatim", "light", "partial", "mosaic", "self")


@pytest.fixture(scope="module", params=["form given", "form not given"])
def evaluation(request: pytest.FixtureRequest) -> Evaluation:
    return detector.evaluate(scanned("unit_a", form=request.param == "form given"), LABELS)


@pytest.mark.parametrize("kind", WORD_FOR_WORD)
def test_every_copy_is_found(evaluation: Evaluation, kind: str) -> None:
    assert evaluation.pairs.found[kind] == evaluation.pairs.labelled[kind] > 0


def test_no_other_pair_is_flagged(evaluation: Evaluation) -> None:
    assert evaluation.pairs.false == ()


def test_boilerplate_texts_and_only_they_are_flagged(evaluation: Evaluation) -> None:
    assert (evaluation.boilerplate.precision, evaluation.boilerplate.recall) == (1.0, 1.0)
    assert len(evaluation.boilerplate.right) == 6


def test_passages_are_where_they_were_copied(evaluation: Evaluation) -> None:
    assert evaluation.passages["without heavy"].plagdet >= 0.93


def test_labels_fit_the_files(evaluation: Evaluation) -> None:
    assert evaluation.doubtful == ()


def test_in_every_passage_exactly_the_words_that_differ_are_framed() -> None:
    report = scanned("unit_a")
    texts = {document.id: document.text for document in (*(r.document for r in report.submissions), *report.others)}
    found = [
        check_frames(*(texts[side.id][side.start : side.end] for side in (passage.left, passage.right)))
        for passage in report.passages
    ]
    assert sum(one.is_compared for one in found) > 0.8 * len(found) > 40
