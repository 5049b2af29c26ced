from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detector.evaluation.plagdet import Case, in_labelled_direction, plagdet

Character = tuple[str, str, int]


def case(copy: str, copy_start: int, copy_end: int, source: str, source_start: int, source_end: int) -> Case:
    return Case(copy, copy_start, copy_end, source, source_start, source_end)


def test_a_case_found_exactly_scores_one() -> None:
    gold = [case("a", 0, 10, "b", 5, 15)]
    score = plagdet(gold, gold)
    assert (score.plagdet, score.precision, score.recall, score.granularity) == (1, 1, 1, 1)
    assert (score.micro_precision, score.micro_recall) == (1, 1)


def test_half_of_both_sides_is_half_the_recall() -> None:
    score = plagdet([case("a", 0, 10, "b", 0, 10)], [case("a", 0, 5, "b", 5, 10)])
    assert (score.precision, score.recall) == (1, 0.5)
    assert score.plagdet == pytest.approx(2 / 3)


def test_a_case_found_in_two_pieces_pays_for_its_granularity() -> None:
    gold = [case("a", 0, 10, "b", 0, 10)]
    score = plagdet(gold, [case("a", 0, 5, "b", 0, 5), case("a", 5, 10, "b", 5, 10)])
    assert (score.f1, score.granularity) == (1, 2)
    assert score.plagdet == pytest.approx(1 / math.log2(3))


def test_overlap_on_one_side_alone_detects_nothing() -> None:
    score = plagdet([case("a", 0, 10, "b", 0, 10)], [case("a", 0, 10, "b", 10, 20)])
    assert (score.plagdet, score.detected_cases, score.granularity) == (0, 0, 1)


def test_micro_counts_characters_where_macro_counts_cases() -> None:
    gold = [case("a", 0, 90, "b", 0, 90), case("c", 0, 10, "d", 0, 10)]
    score = plagdet(gold, gold[:1])
    assert (score.recall, score.micro_recall) == (0.5, 0.9)


def test_empty_sets_score_as_in_the_shared_task() -> None:
    one = [case("a", 0, 10, "b", 0, 10)]
    assert plagdet([], []).plagdet == 1
    assert plagdet(one, []).plagdet == 0
    assert plagdet([], one).plagdet == 0


def test_a_pair_given_the_other_way_round_is_turned() -> None:
    found = [case("b", 5, 15, "a", 0, 10), case("x", 0, 1, "y", 0, 1)]
    assert in_labelled_direction(found, {("a", "b")}) == [case("a", 0, 10, "b", 5, 15), case("x", 0, 1, "y", 0, 1)]


def test_a_pair_labelled_in_both_directions_is_left_as_it_is() -> None:
    found = [case("b", 5, 15, "a", 0, 10)]
    assert in_labelled_direction(found, {("a", "b"), ("b", "a")}) == found


spans = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda span: (span[0], span[0] + span[1]))
cases = st.lists(
    st.builds(
        lambda copy, here, source, there: Case(copy, *here, source, *there),
        st.sampled_from("ab"),
        spans,
        st.sampled_from("bc"),
        spans,
    ),
    max_size=6,
)


@given(cases, cases)
@example([case("b", 0, 3, "b", 0, 3)], [case("b", 1, 4, "b", 2, 9)])
def test_it_equals_the_definition_written_out_with_sets_of_characters(gold: list[Case], found: list[Case]) -> None:
    score = plagdet(gold, found)
    assert (
        score.precision,
        score.recall,
        score.granularity,
        score.plagdet,
        score.micro_precision,
        score.micro_recall,
    ) == pytest.approx(oracle(gold, found))


def oracle(gold: list[Case], found: list[Case]) -> tuple[float, ...]:
    """Potthast et al. 2010, equations 1 to 5, on sets of (side, document, position)."""
    labelled, detected = set(gold), set(found)
    if not labelled or not detected:
        level = float(not labelled and not detected)
        return level, level, 1, level, level, level
    recall = sum(covered(one, detected) for one in labelled) / len(labelled)
    precision = sum(covered(one, labelled) for one in detected) / len(detected)
    counts = [sum(detects(one, other) for other in detected) for one in labelled]
    pieces = [count for count in counts if count]
    granularity = sum(pieces) / len(pieces) if pieces else 1
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
    true = set().union(*(characters(s) & characters(r) for s in labelled for r in detected if detects(s, r)))
    micro = [len(true) / len(set().union(*map(characters, one))) for one in (detected, labelled)]
    return precision, recall, granularity, f1 / math.log2(1 + granularity), *micro


def characters(one: Case) -> set[Character]:
    copy = {("copy", one.copy, position) for position in range(one.copy_start, one.copy_end)}
    return copy | {("source", one.source, position) for position in range(one.source_start, one.source_end)}


def detects(one: Case, other: Case) -> bool:
    common = characters(one) & characters(other)
    return (one.copy, one.source) == (other.copy, other.source) and {side for side, _, _ in common} == {
        "copy",
        "source",
    }


def covered(one: Case, others: Sequence[Case] | set[Case]) -> float:
    common = set().union(*(characters(other) for other in others if detects(one, other)))
    return len(common & characters(one)) / len(characters(one))
