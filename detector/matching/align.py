"""Passages of two texts: sentences that resemble each other are seeds, near seeds of both sides make a passage.

After Sanchez-Perez, Sidorov and Gelbukh 2014 (winner of the PAN text-alignment task), with the regions of a form as
walls: a passage never runs across a printed line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Floats, Ints

_TIE_BREAK = 1e-6


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
    """Positions where a sentence of either side meets its best match; of equal ones that nearest to the diagonal.

    At most one seed for each sentence of either side: lines that both texts repeat do not multiply.
    """
    if not similarity.size:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    height, width = similarity.shape
    off = np.abs(np.arange(height)[:, None] / height - np.arange(width) / width)
    score = np.where(similarity >= minimum, similarity - _TIE_BREAK * off, -1.0)
    left = np.concatenate([np.arange(height), score.argmax(axis=0)])
    right = np.concatenate([score.argmax(axis=1), np.arange(width)])
    left, right = left[score[left, right] > 0], right[score[left, right] > 0]
    left, right = np.divmod(np.unique(left * width + right), width)
    return left.astype(np.int32), right.astype(np.int32)


def _components(left: Ints, right: Ints, left_regions: Ints, right_regions: Ints, gap: int) -> NDArray[np.int32]:
    """Component of each seed; seeds are sorted by left, so only followers within the gap are compared."""
    lower, upper = [], []
    for shift in range(1, len(left)):
        near = left[shift:] - left[:-shift] <= gap + 1
        if not near.any():
            break
        near &= np.abs(right[shift:] - right[:-shift]) <= gap + 1
        near &= left_regions[left[shift:]] == left_regions[left[:-shift]]
        near &= right_regions[right[shift:]] == right_regions[right[:-shift]]
        lower.append(np.flatnonzero(near))
        upper.append(lower[-1] + shift)
    if not lower:
        return np.arange(len(left), dtype=np.int32)
    return _connected(np.concatenate(lower), np.concatenate(upper), len(left))


def _connected(lower: NDArray[np.int64], upper: NDArray[np.int64], size: int) -> NDArray[np.int32]:
    """The lowest row that each row is connected to (most runs are short: no graph library)."""
    labels = np.arange(size)
    while True:
        lowest = labels.copy()
        np.minimum.at(lowest, upper, labels[lower])
        np.minimum.at(lowest, lower, labels[upper])
        lowest = lowest[lowest]
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
