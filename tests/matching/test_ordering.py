from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from detector.matching import ordering
from detector.matching.ordering import numbered, ordered_by, stable_order, value_counts


@pytest.mark.parametrize("seed", range(5))
def test_orders_are_those_of_a_stable_sort(seed: int) -> None:
    random = np.random.default_rng(seed)
    keys = random.integers(0, 7, 200).astype(np.int32)
    assert stable_order(keys, 9).tolist() == np.argsort(keys, kind="stable").tolist()
    order, indptr = ordered_by(keys, 9)
    assert [order[start:end].tolist() for start, end in pairwise(indptr)] == [
        np.flatnonzero(keys == key).tolist() for key in range(9)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_rows_of_values_are_numbered_in_lexicographic_order(seed: int) -> None:
    random = np.random.default_rng(seed)
    one, two = random.integers(0, 4, (2, 100)).astype(np.int32)
    order, first = numbered(((one, 4), (two, 4)))
    assert order.tolist() == np.lexsort((two, one)).tolist()
    rows = list(zip(one[order].tolist(), two[order].tolist(), strict=True))
    assert first.tolist() == [at == 0 or rows[at] != rows[at - 1] for at in range(len(rows))]


def test_values_are_counted_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "_KEYS_AT_ONCE", 3)
    assert value_counts(np.array([4, 0, 4, 4, 2, 0, 4], np.int32), 6).tolist() == [2, 0, 1, 0, 4, 0]
    assert value_counts(np.zeros(0, np.int32), 2).tolist() == [0, 0]


def test_nothing_has_an_order_too() -> None:
    nothing = np.zeros(0, np.int32)
    order, first = numbered(((nothing, 0), (nothing, 0)))
    assert len(order) == len(first) == len(stable_order(nothing, 0)) == 0
