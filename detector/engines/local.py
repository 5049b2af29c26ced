"""This machine: keys that collide by sorting. Its processes are those of `detector.parallel`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.corpus import Longs, ranges
from detector.engines.base import Linked, Postings, weights_of

# Keys are hashes, so equal slices of their range hold about as many each: what is sorted at once stays this small.
_SLICE_POSTINGS = 1_000_000


def collide(postings: Postings, *, documents: int, cap: int, least: int) -> Linked:
    """Pairs of different groups whose common keys weigh at least `least`.

    A key that more than `cap` documents have gives no pair of each two of them: it links every document with one of
    another group, the smallest of all or, for those of its own group, the group leader that is largest. So a text that
    thousands have costs thousands of links, and they hang together. Documents that have it in common wording are left
    out there: stock that all units know would hang everybody together.
    """
    slices = max(1, -(-len(postings.keys) // _SLICE_POSTINGS))
    parts = [_Slice(part, documents, cap) for part in _sliced(postings, slices)]
    left = np.concatenate([part.left for part in parts])
    right = np.concatenate([part.right for part in parts])
    weights = np.concatenate([part.weights for part in parts])
    left, right, weights = _summed(left, right, weights)
    kept = weights >= least
    return Linked(left[kept], right[kept], weights[kept], sum(part.capped for part in parts))


def _sliced(postings: Postings, slices: int) -> Iterator[Postings]:
    if slices == 1:
        yield postings
        return
    number = ((postings.keys >> np.uint64(32)) * np.uint64(slices)) >> np.uint64(32)
    for one in range(slices):
        rows = np.flatnonzero(number == one)
        yield Postings(postings.keys[rows], postings.numbers[rows], postings.groups[rows], postings.common[rows])


class _Slice:
    """The links of the keys of one part of their range, equal pairs summed."""

    def __init__(self, postings: Postings, documents: int, cap: int) -> None:
        order = np.lexsort((postings.numbers, postings.groups, postings.keys))
        keys = postings.keys[order]
        self._numbers, self._groups = postings.numbers[order], postings.groups[order]
        self._open = ~postings.common[order]
        starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, int)
        lengths = np.diff(np.append(starts, len(keys)))
        lasts = starts + lengths - 1
        between = self._groups[starts] != self._groups[lasts]  # groups are sorted within a key
        self._starts, self._lengths = starts[between].astype(np.int64), lengths[between].astype(np.int64)
        weights = weights_of(self._lengths, documents)
        many = self._lengths > cap
        held = np.add.reduceat(self._open, starts, dtype=np.int64)[between] if len(keys) else self._lengths
        self.capped = int((held > cap).sum())
        few_left, few_right, few_rows = self._all_pairs(np.flatnonzero(~many))
        many_left, many_right, many_rows = self._star(np.flatnonzero(many))
        rows = np.concatenate([few_rows, many_rows])
        first, second = np.concatenate([few_left, many_left]), np.concatenate([few_right, many_right])
        self.left, self.right, self.weights = _summed(
            np.minimum(first, second), np.maximum(first, second), weights[rows]
        )

    def _all_pairs(self, rows: Longs) -> tuple[Longs, Longs, Longs]:
        lefts, rights, of = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for length in np.unique(self._lengths[rows]).tolist():
            same = rows[self._lengths[rows] == length]
            members = self._starts[same][:, None] + np.arange(length)
            first, second = np.triu_indices(length, k=1)
            left, right = members[:, first].ravel(), members[:, second].ravel()
            apart = self._groups[left] != self._groups[right]
            lefts.append(self._numbers[left[apart]])
            rights.append(self._numbers[right[apart]])
            of.append(np.repeat(same, len(first))[apart])
        return np.concatenate(lefts), np.concatenate(rights), np.concatenate(of)

    def _star(self, rows: Longs) -> tuple[Longs, Longs, Longs]:
        starts, lengths = self._starts[rows], self._lengths[rows]
        members = ranges(starts, starts + lengths)
        of = np.repeat(np.arange(len(rows)), lengths)
        members, of = members[self._open[members]], of[self._open[members]]
        numbers, groups = self._numbers[members], self._groups[members]
        leads = np.ones(len(members), bool)  # the smallest of each group, as numbers are sorted within it
        leads[1:] = (of[1:] != of[:-1]) | (groups[1:] != groups[:-1])
        least, most = self._extremes(numbers, of, leads, len(rows))
        first_group = np.zeros(len(rows), np.int64)
        smallest = numbers == least[of]
        first_group[of[smallest]] = groups[smallest]
        own = groups == first_group[of]
        partner = np.where(own, most[of], least[of])
        alone = own & (partner == least[of])  # all that is left of the key is in one group
        kept = ~smallest & ~alone
        return partner[kept], numbers[kept], rows[of[kept]]

    @staticmethod
    def _extremes(numbers: Longs, of: Longs, leads: np.ndarray, count: int) -> tuple[Longs, Longs]:
        """The smallest and the largest group leader of each key."""
        least = np.full(count, np.iinfo(np.int64).max)
        most = np.full(count, -1, np.int64)
        np.minimum.at(least, of[leads], numbers[leads])
        np.maximum.at(most, of[leads], numbers[leads])
        return least, most


def _summed(left: Longs, right: Longs, weights: Longs) -> tuple[Longs, Longs, Longs]:
    """Distinct pairs, ordered by left, then right."""
    order = np.lexsort((right, left))
    left, right, weights = left[order], right[order], weights[order]
    if not len(left):
        return left, right, weights
    first = np.concatenate([[True], (left[1:] != left[:-1]) | (right[1:] != right[:-1])])
    starts = np.flatnonzero(first)
    return left[starts], right[starts], np.add.reduceat(weights, starts)
