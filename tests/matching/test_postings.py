from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.corpus import indptr_of_lengths
from detector.matching.postings import Postings, pairs_within, summed
from tests.matching.corpora import connected

LISTS = st.lists(st.sets(st.integers(0, 12), max_size=9).map(sorted), max_size=8)


def postings(lists: list[list[int]]) -> Postings:
    return Postings(indptr_of_lengths([len(x) for x in lists]), np.array([d for x in lists for d in x], np.int32))


def triples(lists: list[list[int]], cap: int) -> list[tuple[int, int, int]]:
    """(key row, left, right), sorted."""
    left, right, keys = pairs_within(postings(lists), cap=cap)
    return sorted(zip(keys.tolist(), left.tolist(), right.tolist(), strict=True))


def test_three_documents_with_one_shingle_are_three_pairs() -> None:
    assert triples([[1, 4, 7]], cap=3) == [(0, 1, 4), (0, 1, 7), (0, 4, 7)]


def test_a_list_over_the_cap_links_the_first_with_all_and_each_with_the_next() -> None:
    assert triples([[1, 4, 7, 9]], cap=3) == [(0, 1, 4), (0, 1, 7), (0, 1, 9), (0, 4, 7), (0, 7, 9)]


@given(LISTS)
@settings(max_examples=80, deadline=None)
def test_short_lists_give_every_combination(lists: list[list[int]]) -> None:
    assert triples(lists, cap=9) == sorted((key, a, b) for key, x in enumerate(lists) for a, b in combinations(x, 2))


@given(LISTS, st.integers(1, 5))
@settings(max_examples=80, deadline=None)
def test_long_lists_stay_connected_at_linear_cost(lists: list[list[int]], cap: int) -> None:
    found = triples(lists, cap)
    assert len(found) == len(set(found))
    for key, members in enumerate(lists):
        links = {(a, b) for row, a, b in found if row == key}
        assert links <= set(combinations(members, 2))
        if len(members) > max(cap, 1):
            assert len(links) == 2 * len(members) - 3
            assert connected(set(members), links)
        else:
            assert len(links) == len(members) * (len(members) - 1) // 2


def test_five_thousand_documents_with_one_shingle_cost_ten_thousand_links() -> None:
    left, right, _ = pairs_within(postings([list(range(5000))]), cap=40)
    assert len(left) == len(right) == 2 * 5000 - 3


def test_weights_of_one_pair_are_summed() -> None:
    left, right = np.array([0, 1, 0, 0]), np.array([2, 2, 2, 1])
    rows, columns, sums = summed(left, right, np.array([1.0, 2.0, 4.0, 8.0]), 3)
    assert list(zip(rows.tolist(), columns.tolist(), sums.tolist(), strict=True)) == [
        (0, 1, 8.0),
        (0, 2, 5.0),
        (1, 2, 2.0),
    ]


@pytest.mark.parametrize("lists", [[], [[]], [[3]]])
def test_nobody_alone_is_a_pair(lists: list[list[int]]) -> None:
    assert triples(lists, cap=5) == []
