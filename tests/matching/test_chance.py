"""The fall-off of unrelated pairs: thirty people, pairs of 30 bits, where 20 are looked at from."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from detector.matching.chance import passage_null, strongest_between
from detector.matching.evidence import FoundPair, FoundPassage
from detector.settings import Settings
from tests.matching.corpora import corpus_of

PEOPLE = 30


def pair(left: int, right: int, *, spread: int = 2, bits: float = 30.0) -> FoundPair:
    return FoundPair(left, right, (FoundPassage((0, 1), (0, 1), 1, 1.0, bits, spread),))


def seen(*pairs: FoundPair) -> float:
    corpus = corpus_of(*(f"w{row}" for row in range(PEOPLE)))
    null = passage_null(corpus, pairs, np.arange(PEOPLE, dtype=np.int32), (), Settings())
    return null.exceedances


def test_what_a_few_people_have_is_one_event_of_chance() -> None:
    five = [pair(a, b, spread=5) for a, b in combinations(range(5), 2)]
    assert seen(*five) == pytest.approx(seen(pair(0, 1)))
    assert seen(*five, pair(6, 7)) == pytest.approx(seen(pair(0, 1), pair(2, 3)))


def test_what_more_than_twice_a_few_have_counts_for_each_pair() -> None:
    many = [pair(a, b, spread=11) for a, b in combinations(range(6), 2)]
    assert seen(*many) == pytest.approx(seen(*(pair(2 * row, 2 * row + 1) for row in range(15))))


def test_a_copy_is_no_chance_and_its_two_sides_count_once() -> None:
    copy = pair(0, 1, bits=300.0)
    assert seen(copy, pair(0, 2), pair(1, 2)) == pytest.approx(seen(pair(0, 2), copy))


def test_of_two_groups_the_strongest_pair_is_taken() -> None:
    left, right = np.array([0, 1, 0, 2]), np.array([1, 0, 2, 2])
    found = strongest_between(left, right, np.array([3.0, 5.0, 4.0, 9.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert [column.tolist() for column in found] == [[0, 0], [1, 2], [5.0, 4.0], [2.0, 3.0]]
