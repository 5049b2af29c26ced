"""Sorting by small integers: what a column of ids, rows or documents needs, at a tenth of the price of a sort."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Ints, Longs

_KEYS_AT_ONCE = 1 << 20


def stable_order(keys: NDArray[np.integer], size: int) -> Ints:
    """The stable sort order of `keys`, each in 0 .. `size` - 1, int32[len(keys)].

    A counting sort, by way of scipy's change from coordinates to rows: 8 to 15 ns a key, where a stable sort of
    numpy takes 120.
    """
    from scipy import sparse  # here: the names of the signals are asked for alone

    count = len(keys)
    places = (keys, np.arange(count, dtype=np.int32))
    table = sparse.coo_matrix((np.ones(count, np.int8), places), shape=(max(size, 1), max(count, 1)))
    return table.tocsr().indices.astype(np.int32, copy=False)


def value_counts(keys: NDArray[np.integer], size: int) -> Longs:
    """How often each of 0 .. `size` - 1 is among `keys`, int64[size]; in pieces, of which numpy makes 64-bit copies."""
    counts = np.zeros(size, np.int64)
    for at in range(0, len(keys), _KEYS_AT_ONCE):
        counts += np.bincount(keys[at : at + _KEYS_AT_ONCE], minlength=size)
    return counts


def numbered(columns: tuple[tuple[NDArray[np.integer], int], ...]) -> tuple[Ints, Bools]:
    """Rows of integer columns, each with its number of values, in lexicographic order.

    Returns:
        The stable sort order, int32[rows], and where in it a new row of values begins, bool[rows].
    """
    order = stable_order(*columns[-1])
    for keys, size in columns[-2::-1]:
        order = order[stable_order(keys[order], size)]
    first = np.zeros(len(order), bool)
    first[:1] = True
    for keys, _ in columns:
        ordered = keys[order]
        first[1:] |= ordered[1:] != ordered[:-1]
    return order, first


def ordered_by(documents: Ints, size: int) -> tuple[Ints, Longs]:
    """Stable order by document row, and the CSR pointers of the documents, int64[size + 1]."""
    counts = value_counts(documents, size)
    return stable_order(documents, size), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def among(values: NDArray[np.integer], others: NDArray[np.integer]) -> Bools:
    """Which `values` are among the sorted `others`, none below 0; half the time of `numpy.isin`, bool[len(values)]."""
    found: Bools = np.append(others, -1)[np.searchsorted(others, values)] == values
    return found
