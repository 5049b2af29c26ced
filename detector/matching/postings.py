"""Lists of documents (CSR) and the pairs in them, without a list of thousands costing thousands squared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Floats, Ints, Longs, counts_in_runs, ranges

_CROWDED = 60
_CROWDED_PARTNERS = 4


@dataclass(frozen=True, slots=True)
class Postings:
    """Document rows of each key, ascending: ``documents[indptr[k]:indptr[k + 1]]``."""

    indptr: Longs
    documents: Ints

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def lengths(self) -> Longs:
        """Documents of each key, int64[keys]."""
        return np.diff(self.indptr)

    def counts(self, flagged: Bools) -> Longs:
        """How many of the `flagged` documents (bool[documents]) have each key, int64[keys]."""
        return counts_in_runs(flagged[self.documents], self.indptr)


def pairs_within(postings: Postings, *, cap: int) -> tuple[Longs, Longs, Longs]:
    """All pairs (left < right) of documents that stand in one list, and the key row each came from.

    A list longer than `cap` gives only the links first-other and neighbour-neighbour: its documents stay connected,
    at a cost linear in its length.
    """
    lengths = postings.lengths()
    lefts: list[NDArray[np.integer]] = []
    rights: list[NDArray[np.integer]] = []
    keys: list[NDArray[np.integer]] = []
    for length in np.unique(lengths[(lengths >= 2) & (lengths <= cap)]).tolist():
        rows = np.flatnonzero(lengths == length)
        members = postings.documents[postings.indptr[rows][:, None] + np.arange(length)]
        first, second = np.triu_indices(length, k=1)
        lefts.append(members[:, first].ravel())
        rights.append(members[:, second].ravel())
        keys.append(np.repeat(rows, len(first)))
    long_lefts, long_rights, long_keys = _links_of_long_lists(postings, np.flatnonzero(lengths > cap))
    return _joined(lefts, long_lefts), _joined(rights, long_rights), _joined(keys, long_keys)


def among_strongest(left: Longs, right: Longs, weights: Floats | Longs, most: int) -> Bools:
    """Pairs that are among the `most` heaviest of either side, bool[pairs]; ties by row, so the result is stable.

    Of a document with more partners than `_CROWDED` only the few heaviest are kept: it stands in a crowd that hangs
    together all the same, and whose pairs would be told as one group anyway.
    """
    pairs = np.tile(np.arange(len(left)), 2)
    side, other = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.lexsort((other, -weights[pairs], side))
    _, starts, partners = np.unique(side[order], return_index=True, return_counts=True)
    allowed = np.where(partners > _CROWDED, min(most, _CROWDED_PARTNERS), most)
    rank = np.arange(len(order)) - np.repeat(starts, partners)
    keep = np.zeros(len(left), bool)
    keep[pairs[order[rank < np.repeat(allowed, partners)]]] = True
    return keep


def summed(left: Longs, right: Longs, weights: Floats, documents: int) -> tuple[Ints, Ints, Floats]:
    """Distinct pairs with the sum of their weights, ordered by left, then right."""
    keys, inverse = np.unique(left * documents + right, return_inverse=True)
    rows, columns = np.divmod(keys, max(documents, 1))
    sums: Floats = np.bincount(inverse, weights, minlength=len(keys)).astype(np.float64)
    return rows.astype(np.int32), columns.astype(np.int32), sums


def _joined(parts: list[NDArray[np.integer]], last: Longs) -> Longs:
    return np.concatenate([*parts, last]).astype(np.int64)


def _links_of_long_lists(postings: Postings, rows: Longs) -> tuple[Longs, Longs, Longs]:
    starts, ends = postings.indptr[rows], postings.indptr[rows + 1]
    others = ranges(starts + 1, ends)
    first = np.repeat(starts, ends - starts - 1)
    keys = np.repeat(rows, ends - starts - 1)
    chained = others - 1 != first  # the first link of the chain is a link of the star already
    left = np.concatenate([postings.documents[first], postings.documents[others - 1][chained]])
    right = np.concatenate([postings.documents[others], postings.documents[others][chained]])
    return left.astype(np.int64), right.astype(np.int64), np.concatenate([keys, keys[chained]])
