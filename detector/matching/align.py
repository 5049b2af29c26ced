"""Passages of two texts: sentences that resemble each other are seeds, near seeds of both sides make a passage.

After Sanchez-Perez, Sidorov and Gelbukh 2014 (winner of the PAN text-alignment task), with the regions of a form as
walls: a passage never runs across a printed line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Runs:
    """Half-open ranges of sentences (positions within the side), one row a passage, ordered by left start."""

    left_starts: Ints
    left_ends: Ints
    right_starts: Ints
    right_ends: Ints

    def __len__(self) -> int:
        return len(self.left_starts)


def align(similarity: Floats, left_regions: Ints, right_regions: Ints, *, minimum: float, gap: int) -> Runs:
    """Runs of sentences with seeds at most `gap` unmatched sentences apart on both sides.

    Args:
        similarity: float[n, m], 0 to 1.
        left_regions, right_regions: int[n], int[m]; sentences of different regions never join.
        minimum: similarity from which a best match is a seed.
        gap: sentences without a seed that a run may bridge, per side.
    """
    left, right = _seeds(similarity, minimum)
    if not len(left):
        return Runs(*(np.zeros(0, np.int32) for _ in range(4)))
    components = _components(left, right, left_regions, right_regions, gap)
    return _ranges(left, right, components)


def _seeds(similarity: Floats, minimum: float) -> tuple[Ints, Ints]:
    """Positions where a sentence of either side meets its best match."""
    if not similarity.size:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    best = (similarity == similarity.max(axis=1, keepdims=True)) | (similarity == similarity.max(axis=0, keepdims=True))
    left, right = np.nonzero(best & (similarity >= minimum))
    return left.astype(np.int32), right.astype(np.int32)


def _components(left: Ints, right: Ints, left_regions: Ints, right_regions: Ints, gap: int) -> NDArray[np.int32]:
    near = (np.abs(left[:, None] - left) <= gap + 1) & (np.abs(right[:, None] - right) <= gap + 1)
    near &= left_regions[left][:, None] == left_regions[left]
    near &= right_regions[right][:, None] == right_regions[right]
    return _connected(near)


def _connected(near: Bools) -> NDArray[np.int32]:
    """The lowest row that each row of a symmetric relation is connected to (a few dozen rows: no graph library)."""
    labels = np.arange(len(near))
    while True:
        lowest = np.where(near, labels, len(near)).min(axis=1)
        if np.array_equal(lowest, labels):
            return labels.astype(np.int32)
        labels = lowest


def _ranges(left: Ints, right: Ints, components: NDArray[np.int32]) -> Runs:
    order = np.lexsort((left, components))
    starts = np.flatnonzero(np.diff(components[order], prepend=-1))
    lows = [np.minimum.reduceat(side[order], starts) for side in (left, right)]
    highs = [np.maximum.reduceat(side[order], starts) + 1 for side in (left, right)]
    by_left = np.lexsort((highs[0], lows[1], lows[0]))
    return Runs(lows[0][by_left], highs[0][by_left], lows[1][by_left], highs[1][by_left])
