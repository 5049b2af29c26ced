"""What all units hand on, in a file that is read by ranges of keys: in memory is one range of all units at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import numpy as np

from detector.corpus import Longs
from detector.engines.base import Postings
from detector.engines.local import SLICE_POSTINGS, slice_numbers
from detector.units.shingles import Handed

_EACH = 300  # shingles of a submission, roughly: how many slices there are
_COMMON = np.uint32(1 << 31)


class SlicedPostings:
    """Postings by units, written once and then read slice by slice; 12 bytes each in the file."""

    def __init__(self, file: IO[bytes], groups: Longs, slices: int | None = None) -> None:
        """`file` is empty; `groups` is the unit of each document number, int64[documents]."""
        slices = slices or max(1, -(-len(groups) * _EACH // SLICE_POSTINGS))
        self._file, self._groups = file, groups
        self._places: list[list[tuple[int, int]]] = [[] for _ in range(slices)]  # where in the file, how many

    def add(self, handed: Handed, numbers: Longs) -> None:
        """Of the next unit; `numbers` are those of its submissions, int64[submissions]. Units come in their order."""
        of = numbers[handed.rows].astype(np.uint32) | np.where(handed.common, _COMMON, np.uint32(0))
        edges = np.searchsorted(slice_numbers(handed.keys, len(self._places)), np.arange(len(self._places) + 1))
        for places, start, end in zip(self._places, edges.tolist(), edges[1:].tolist(), strict=False):
            if start < end:
                places.append((self._file.tell(), end - start))
                self._file.write(handed.keys[start:end].tobytes())
                self._file.write(of[start:end].tobytes())

    def slices(self) -> Iterator[Postings]:
        """All postings of the keys of each range, unit by unit."""
        self._file.flush()
        for places in self._places:
            keys, of = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint32)]
            for place, count in places:
                self._file.seek(place)
                keys.append(np.frombuffer(self._file.read(8 * count), np.uint64))
                of.append(np.frombuffer(self._file.read(4 * count), np.uint32))
            packed = np.concatenate(of)
            numbers = (packed & ~_COMMON).astype(np.int64)
            yield Postings(np.concatenate(keys), numbers, self._groups[numbers], packed >= _COMMON)
