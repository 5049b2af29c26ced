"""See conftest: B and C copied A, M took from A and D, E repeats its earlier text, F is independent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.evaluation.boilerplate import score_boilerplate
from detector.evaluation.clusters import b_cubed, components, score_clusters
from detector.evaluation.labels import read_labels
from detector.evaluation.pairs import score_pairs
from detector.evaluation.passages import score_passages


def test_all_labelled_pairs_found_and_no_other(build: Any, labels: Any) -> None:
    report = build(pairs=["ab", "ac", "am", "dm", "eo"])
    score = score_pairs(report, read_labels(labels, report))
    assert (score.precision, score.recall) == (1, 1)
    assert score.found == {"verbatim": 1, "heavy": 1, "mosaic": 2, "self": 1}


def test_pairs_are_counted_by_kind(build: Any, labels: Any) -> None:
    report = build(pairs=["ab", "dm"], unflagged=["ac"])
    score = score_pairs(report, read_labels(labels, report))
    assert score.found == {"verbatim": 1, "mosaic": 1}
    assert score.labelled == {"verbatim": 1, "heavy": 1, "mosaic": 2, "self": 1}
    assert (score.precision, score.recall) == (1, 2 / 5)


def test_a_flagged_hard_negative_is_false_and_named(build: Any, labels: Any) -> None:
    report = build(pairs=["ab", "af", "ef"])
    score = score_pairs(report, read_labels(labels, report))
    assert score.precision == 1 / 3
    assert score.hard_negatives == (("unit/a.docx", "unit/f.docx"),)
    assert score.false == (("unit/a.docx", "unit/f.docx"), ("unit/e.docx", "unit/f.docx"))


def test_two_copies_of_one_source_are_neither_right_nor_wrong(build: Any, labels: Any) -> None:
    report = build(pairs=["ab", "bc", "bm"])
    score = score_pairs(report, read_labels(labels, report))
    assert score.implied == (("unit/b.docx", "unit/c.docx"), ("unit/b.docx", "unit/m.docx"))
    assert score.precision == 1


def test_two_sources_of_one_mosaic_are_not_copies_of_each_other(build: Any, labels: Any) -> None:
    report = build(pairs=["ad"])
    assert score_pairs(report, read_labels(labels, report)).false == (("unit/a.docx", "unit/d.docx"),)


def test_documents_without_a_label_are_not_judged(build: Any, labels: Any) -> None:
    del labels["docs"]["f.txt"], labels["hard_negative_pairs"]
    report = build(pairs=["ab", "af"], boilerplate="ef")
    known = read_labels(labels, report)
    assert score_pairs(report, known).precision == 1
    assert score_boilerplate(report, known).wrong == ()
    assert score_passages(report, known)["all"].detections == 1


def test_passages_are_scored_for_all_without_heavy_and_by_kind(build: Any, labels: Any) -> None:
    report = build(pairs=["ab", "am", "dm", "eo"])
    scores = score_passages(report, read_labels(labels, report))
    assert {group: (score.cases, score.plagdet) for group, score in scores.items()} == {
        "all": (5, pytest.approx(2 * 0.8 / 1.8)),
        "without heavy": (4, 1),
        "heavy": (1, 0),
        "mosaic": (2, 1),
        "self": (1, 1),
        "verbatim": (1, 1),
    }


def test_a_pair_is_scored_whichever_side_it_was_reported_on(build: Any, labels: Any) -> None:
    there, back = build(pairs=["ab"]), build(pairs=["ba"])
    known = read_labels(labels, there)
    assert score_passages(there, known) == score_passages(back, known)


def test_passages_of_unlabelled_pairs_lower_the_precision_of_the_whole_only(build: Any, labels: Any) -> None:
    report = build(pairs=["ab", "ef"])
    scores = score_passages(report, read_labels(labels, report))
    assert (scores["all"].precision, scores["without heavy"].precision, scores["verbatim"].precision) == (0.5, 0.5, 1)


def test_passages_of_pairs_that_are_not_flagged_do_not_count(build: Any, labels: Any) -> None:
    report = build(unflagged=["ab"])
    assert score_passages(report, read_labels(labels, report))["all"].detections == 0


def test_the_boilerplate_flag_is_compared_with_the_role(build: Any, labels: Any) -> None:
    report = build(boilerplate="ad")
    score = score_boilerplate(report, read_labels(labels, report))
    assert (score.right, score.wrong, score.missed) == ((), ("unit/a.docx", "unit/d.docx"), ("unit/e.docx",))
    report = build(boilerplate="ae")
    score = score_boilerplate(report, read_labels(labels, report))
    assert (score.precision, score.recall) == (0.5, 1)


def test_nothing_flagged_and_nothing_labelled_is_all_right(build: Any, labels: Any) -> None:
    labels["docs"]["e.txt"]["role"] = "original"
    report = build()
    score = score_boilerplate(report, read_labels(labels, report))
    assert (score.precision, score.recall) == (1, 1)


def test_labelled_groups_are_the_submissions_that_copies_connect(build: Any, labels: Any) -> None:
    report = build(clusters=["abcdm"])
    scores = score_clusters(report, read_labels(labels, report))
    assert (scores.all.precision, scores.all.recall, scores.all.items) == (1, 1, 7)
    assert scores.grouped.items == 5


def test_missing_groups_cost_recall_and_show_most_among_the_grouped(build: Any, labels: Any) -> None:
    report = build()
    scores = score_clusters(report, read_labels(labels, report))
    assert scores.all.recall == pytest.approx((5 * 1 / 5 + 2) / 7)
    assert (scores.grouped.precision, scores.grouped.recall) == (1, 1 / 5)


def test_b_cubed_of_the_example_of_bagga_and_baldwin() -> None:
    """Truth {1..5} {6 7} {8..12}; the answer joins the last two, or the first and the last."""
    gold = [[1, 2, 3, 4, 5], [6, 7], [8, 9, "A", "B", "C"]]
    items = [str(item) for group in gold for item in group]
    truth = [list(map(str, group)) for group in gold]
    small = b_cubed(truth, [truth[0], truth[1] + truth[2]], items)
    large = b_cubed(truth, [truth[0] + truth[2], truth[1]], items)
    assert small.precision == pytest.approx(16 / 21)
    assert large.precision == pytest.approx(7 / 12)
    assert (small.recall, large.recall) == (1, 1)


@given(st.lists(st.integers(0, 3), max_size=8), st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_b_cubed_equals_counting_over_all_pairs(gold: list[int], found: list[int]) -> None:
    items = [str(item) for item in range(len(gold))]
    score = b_cubed(_groups(gold), _groups(found[: len(gold)]), items)
    same = [[gold[i] == gold[j] and found[i] == found[j] for j in range(len(gold))] for i in range(len(gold))]
    expected = [sum(row) / sum(found[i] == other for other in found[: len(gold)]) for i, row in enumerate(same)]
    assert score.precision == pytest.approx(sum(expected) / len(items) if items else 1)


def test_connected_components() -> None:
    assert sorted(map(sorted, components([("a", "b"), ("c", "d"), ("b", "c"), ("x", "y")]))) == [
        list("abcd"),
        list("xy"),
    ]
    assert components([]) == []


def _groups(numbers: list[int]) -> list[list[str]]:
    return [[str(item) for item, number in enumerate(numbers) if number == one] for one in set(numbers)]
