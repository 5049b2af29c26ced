"""This machine: keys that collide by sorting. Its processes are those of `detector.parallel`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Longs, ranges
from detector.engines.base import Linked, Postings, weights_of

# Keys are hashes, so equal slices of their range hold about as many each: what is sorted at once stays this small.
SLICE_POSTINGS = 1_000_000
_MOST_WAITING = 4_000_000  # links of slices that are not yet summed, 16 bytes each
_HALF = np.uint64(32)


def collide(postings: Postings, *, documents: int, cap: int, least: int) -> Linked:
    """Pairs of different groups whose common keys weigh at least `least`.

    A key that more than `cap` documents have gives no pair of each two of them: it links every document with one of
    another group, the smallest of all or, for those of its own group, the group leader that is largest. So a text that
    thousands have costs thousands of links, and they hang together. Documents that have it in common wording are left
    out there: stock that all units know would hang everybody together.
    """
    numbers, rows = np.unique(postings.numbers, return_inverse=True)
    order = np.argsort(postings.groups, kind="stable")
    by_group = Postings(postings.keys[order], rows[order], postings.groups[order], postings.common[order])
    found = collide_slices(_sliced(by_group), documents=documents, cap=cap, least=least)
    return Linked(numbers[found.left], numbers[found.right], found.weights, found.capped_keys)


def collide_slices(slices: Iterable[Postings], *, documents: int, cap: int, least: int) -> Linked:
    """The same of postings that arrive in slices, each of them all postings of its keys, in the order of their groups.

    Documents have the numbers 0 to 2**32. Holds one slice and the distinct links.
    """
    links = _Links()
    capped = 0
    for one in slices:
        part = _Slice(one, documents, cap)
        links.add(part.links, part.weights)
        capped += part.capped
    pairs, weights = links.summed()
    kept = weights >= least
    pairs = pairs[kept]
    left, right = (pairs >> _HALF).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Linked(left, right, weights[kept], capped)


def slice_numbers(keys: NDArray[np.uint64], slices: int) -> NDArray[np.uint64]:
    """The slice of each key, 0 to `slices` - 1, ascending with the key."""
    found: NDArray[np.uint64] = ((keys >> _HALF) * np.uint64(slices)) >> _HALF
    return found


def _sliced(postings: Postings) -> Iterator[Postings]:
    slices = max(1, -(-len(postings.keys) // SLICE_POSTINGS))
    if slices == 1:
        yield postings
        return
    number = slice_numbers(postings.keys, slices)
    for one in range(slices):
        rows = np.flatnonzero(number == one)
        yield Postings(postings.keys[rows], postings.numbers[rows], postings.groups[rows], postings.common[rows])


class _Links:
    """Weights of pairs, summed whenever many wait. A pair is its smaller number and its larger one, 32 bits each."""

    def __init__(self) -> None:
        self._pairs: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
        self._weights: list[Longs] = [np.zeros(0, np.int64)]
        self._waiting = 0

    def add(self, pairs: NDArray[np.uint64], weights: Longs) -> None:
        self._pairs.append(pairs)
        self._weights.append(weights)
        self._waiting += len(pairs)
        if self._waiting > max(_MOST_WAITING, len(self._pairs[0])):
            self.summed()

    def summed(self) -> tuple[NDArray[np.uint64], Longs]:
        """Distinct pairs, ascending, with their weights."""
        pairs, weights = _summed(np.concatenate(self._pairs), np.concatenate(self._weights))
        self._pairs, self._weights, self._waiting = [pairs], [weights], 0
        return pairs, weights


class _Slice:
    """The links of the keys of one part of their range, equal pairs summed."""

    def __init__(self, postings: Postings, documents: int, cap: int) -> None:
        order = np.argsort(postings.keys, kind="stable")  # groups stay in their order
        keys = postings.keys[order]
        self._numbers, self._groups = postings.numbers[order], postings.groups[order]
        self._open = ~postings.common[order]
        starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, int)
        lengths = np.diff(np.append(starts, len(keys)))
        lasts = starts + lengths - 1
        between = self._groups[starts] != self._groups[lasts]
        self._starts, self._lengths = starts[between].astype(np.int64), lengths[between].astype(np.int64)
        weights = weights_of(self._lengths, documents)
        many = self._lengths > cap
        held = np.add.reduceat(self._open, starts, dtype=np.int64)[between] if len(keys) else self._lengths
        self.capped = int((held > cap).sum())
        few_left, few_right, few_rows = self._all_pairs(np.flatnonzero(~many))
        many_left, many_right, many_rows = self._star(np.flatnonzero(many))
        rows = np.concatenate([few_rows, many_rows])
        first, second = np.concatenate([few_left, many_left]), np.concatenate([few_right, many_right])
        smaller, larger = np.minimum(first, second).astype(np.uint64), np.maximum(first, second).astype(np.uint64)
        self.links, self.weights = _summed((smaller << _HALF) | larger, weights[rows])

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
        begins = np.ones(len(members), bool)  # of the members of a group that have the key
        begins[1:] = (of[1:] != of[:-1]) | (groups[1:] != groups[:-1])
        least, most = self._extremes(numbers, of, begins, len(rows))
        first_group = np.zeros(len(rows), np.int64)
        smallest = numbers == least[of]
        first_group[of[smallest]] = groups[smallest]
        own = groups == first_group[of]
        partner = np.where(own, most[of], least[of])
        alone = own & (partner == least[of])  # all that is left of the key is in one group
        kept = ~smallest & ~alone
        return partner[kept], numbers[kept], rows[of[kept]]

    @staticmethod
    def _extremes(numbers: Longs, of: Longs, begins: Bools, count: int) -> tuple[Longs, Longs]:
        """The smallest and the largest group leader of each key; a leader is the smallest number of its group."""
        least = np.full(count, np.iinfo(np.int64).max)
        most = np.full(count, -1, np.int64)
        if len(numbers):
            starts = np.flatnonzero(begins)
            leaders = np.minimum.reduceat(numbers, starts)
            np.minimum.at(least, of[starts], leaders)
            np.maximum.at(most, of[starts], leaders)
        return least, most


def _summed(pairs: NDArray[np.uint64], weights: Longs) -> tuple[NDArray[np.uint64], Longs]:
    """Distinct pairs, ascending."""
    if not len(pairs):
        return pairs, weights
    order = np.argsort(pairs, kind="stable")
    pairs = pairs[order]
    starts = np.flatnonzero(np.concatenate([[True], pairs[1:] != pairs[:-1]]))
    return pairs[starts], np.add.reduceat(weights[order], starts)
