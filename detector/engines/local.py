"""This machine: keys that collide by sorting. Its processes are those of `detector.parallel`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Longs, ranges
from detector.engines.base import Linked, Postings, weights_of

# Keys are hashes, so equal slices of their range hold about as many each: what is sorted at once stays this small.
SLICE_POSTINGS = 250_000
_MOST_WAITING = 1_000_000  # links that are not written down, 16 bytes each
_PARTS = 16  # of the pairs, each summed by itself
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


def collide_slices(
    slices: Iterable[Postings], *, documents: int, cap: int, least: int, folder: Path | None = None
) -> Linked:
    """The same of postings that arrive in slices, each of them all postings of its keys, in the order of their groups.

    Documents have the numbers 0 to 2**32. In memory are one slice and some links; the others wait in a file of
    `folder`, of the system's own for temporary files where None.
    """
    capped = 0
    with TemporaryFile(dir=folder) as file:
        links = _Links(file)
        for one in slices:
            part = _Slice(one, documents, cap)
            links.add(part.links, part.weights)
            capped += part.capped
        pairs, weights = links.summed(least)
    left, right = (pairs >> _HALF).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Linked(left, right, weights, capped)


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
    """Weights of pairs; a pair is its smaller number and its larger one, 32 bits each.

    Whenever many wait they are summed and written down, cut into parts by the smaller number.
    So no more than a part of the pairs is summed at a time, however many there are.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._waiting: list[tuple[NDArray[np.uint64], Longs]] = []
        self._count = 0
        self._bounds = np.zeros(0, np.uint64)
        self._places: list[list[tuple[int, int]]] = [[] for _ in range(_PARTS)]  # where in the file, how many

    def add(self, pairs: NDArray[np.uint64], weights: Longs) -> None:
        self._waiting.append((pairs, weights))
        self._count += len(pairs)
        if self._count > _MOST_WAITING:
            self._write()

    def summed(self, least: int) -> tuple[NDArray[np.uint64], Longs]:
        """Distinct pairs that weigh at least so much, ascending, with their weights."""
        if not len(self._bounds):
            return _heavy(*self._together(), least)
        self._write()
        parts = [_heavy(*self._read(places), least) for places in self._places]
        return np.concatenate([pairs for pairs, _ in parts]), np.concatenate([weights for _, weights in parts])

    def _together(self) -> tuple[NDArray[np.uint64], Longs]:
        pairs, weights = (np.concatenate(column) for column in zip(_NO_LINKS, *self._waiting, strict=True))
        self._waiting, self._count = [], 0
        return _summed(pairs, weights)

    def _write(self) -> None:
        pairs, weights = self._together()
        if not len(self._bounds):
            self._bounds = pairs[np.arange(1, _PARTS) * len(pairs) // _PARTS]
        edges = [0, *np.searchsorted(pairs, self._bounds).tolist(), len(pairs)]
        for places, start, end in zip(self._places, edges, edges[1:], strict=False):
            places.append((self._file.tell(), end - start))
            self._file.write(pairs[start:end].tobytes())
            self._file.write(weights[start:end].tobytes())

    def _read(self, places: Iterable[tuple[int, int]]) -> tuple[NDArray[np.uint64], Longs]:
        found = [_NO_LINKS]
        for place, count in places:
            self._file.seek(place)
            pairs = np.frombuffer(self._file.read(8 * count), np.uint64)
            found.append((pairs, np.frombuffer(self._file.read(8 * count), np.int64)))
        return _summed(*(np.concatenate(column) for column in zip(*found, strict=True)))


_NO_LINKS = np.zeros(0, np.uint64), np.zeros(0, np.int64)


def _heavy(pairs: NDArray[np.uint64], weights: Longs, least: int) -> tuple[NDArray[np.uint64], Longs]:
    kept = weights >= least
    return pairs[kept], weights[kept]


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
