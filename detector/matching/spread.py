"""In how many texts a passage stands: those that have most of a dozen trigrams taken evenly from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.corpus import Bools, Ints, Longs, indptr_of, ranges
from detector.matching.blocks import blocks
from detector.matching.grams import Grams

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHORT = 1000  # documents of lists that are added up whatever they bring
_ADDED = 8  # lists are added up until they are this many times as long as the ones that must be
_AT_ONCE = 5_000_000  # documents in the lists of the passages that are looked up at once


class Spread:
    """Counts documents by the trigrams they have, at most 127; passages with the same ones are looked up once.

    Lists of documents are added up as a sparse product, the rarest ones first: who has `needed` of n trigrams has one
    of the n - needed + 1 rarest. Some more lists are added, which leaves few documents that are worth a bisection of
    each of the others.
    """

    def __init__(self, trigrams: Grams, is_writer: Bools, overlap: float) -> None:
        postings = trigrams.postings
        shape = (len(postings), len(is_writer))
        ones = np.ones(len(postings.documents), np.int8)
        self._trigrams = trigrams
        self._lists = sparse.csr_matrix((ones, postings.documents, postings.indptr), shape=shape)
        self._lengths = postings.lengths()
        self._is_writer = is_writer
        self._overlap = overlap
        self._known: dict[int, int] = {}

    def of(self, runs: Longs, grams: Ints, count: int) -> Longs:
        """Documents for each of `count` runs, int64[count]; `runs` is ascending, with a trigram of the run each."""
        indptr = indptr_of(runs, count)
        keys = _keys(grams, indptr)
        _, first = np.unique(keys, return_index=True)
        new = np.array([row for row in first.tolist() if int(keys[row]) not in self._known], dtype=np.int64)
        before = np.append(0, np.cumsum(self._lengths[grams]))
        for some in blocks(before[indptr[new + 1]] - before[indptr[new]], _AT_ONCE):
            counts = self._counted(new[some], grams, indptr)
            self._known.update(zip(keys[new[some]].tolist(), counts.tolist(), strict=True))
        return np.array([self._known[key] for key in keys.tolist()], dtype=np.int64)

    def _counted(self, rows: Longs, grams: Ints, indptr: Longs) -> Longs:
        """Documents that have enough of the trigrams of each row, int64[rows]."""
        sizes = indptr[rows + 1] - indptr[rows]
        mine = grams[ranges(indptr[rows], indptr[rows + 1])]
        owners = np.repeat(np.arange(len(rows)), sizes)
        needed = np.ceil(self._overlap * sizes - 1e-9).astype(np.int64)
        mine = mine[np.lexsort((self._lengths[mine], owners))]  # the rarest first
        ends = np.cumsum(sizes)
        added = self._added(mine, ends - sizes, ends - needed, owners)
        hits, documents, row_of = self._summed(owners[added], mine[added], len(rows))
        further = sizes - np.bincount(owners[added], minlength=len(rows))
        for left in range(int(further.max(initial=0)), 0, -1):
            alive = hits + np.minimum(left, further[row_of]) >= needed[row_of]
            hits, documents, row_of = hits[alive], documents[alive], row_of[alive]
            asked = further[row_of] >= left
            hits[asked] += self._trigrams.have(mine[ends[row_of[asked]] - left], documents[asked])
        return np.bincount(row_of[hits >= needed[row_of]], minlength=len(rows)).astype(np.int64)

    def _added(self, grams: Ints, starts: Longs, last: Longs, owners: Longs) -> Bools:
        """Which lists are added up, bool[len(grams)], a beginning of each row; all up to the `last` one must be."""
        before = np.cumsum(self._lengths[grams])
        skipped = np.append(0, before)[starts]
        least = np.append(before, 0)[last] - skipped
        added: Bools = before - skipped[owners] <= np.maximum(_SHORT, _ADDED * least)[owners]
        return added

    def _summed(self, owners: Longs, grams: Ints, count: int) -> tuple[Longs, Longs, Longs]:
        """How many of its trigrams each document has, for every row: hits, documents and rows of the writers."""
        ones = np.ones(len(grams), np.int8)
        chosen = sparse.csr_matrix((ones, grams, indptr_of(owners, count)), shape=(count, self._lists.shape[0]))
        sums = (chosen @ self._lists).tocoo()
        kept = self._is_writer[sums.col]
        return sums.data[kept].astype(np.int64), sums.col[kept].astype(np.int64), sums.row[kept].astype(np.int64)


def _keys(grams: Ints, indptr: Longs) -> NDArray[np.uint64]:
    """A hash of the trigrams of each run, in their order."""
    lengths = np.diff(indptr)
    place = (np.arange(len(grams)) - np.repeat(indptr[:-1], lengths)).astype(np.uint64)
    mixed = (grams.astype(np.uint64) + np.uint64(1)) * _MULTIPLIER ** (place + np.uint64(1))
    keys = np.zeros(len(lengths), np.uint64)
    filled = np.flatnonzero(lengths)
    if len(filled):
        keys[filled] = np.add.reduceat(mixed, indptr[filled])
    return keys
