"""Pairs of units' submissions with rare shingles in common -> batches of submissions to be looked at together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detector.corpus import Longs
from detector.engines.base import Linked, weight_of_unique
from detector.matching.postings import among_strongest

# Thirteen syllables in a row that nobody else has; a flagged pair has two sentences and more. Of 24 units of 50 with 41
# copies between units, 6 (as within a unit) has 70 % of the submissions judged again, 10 has 18 %; both find all 41.
_MIN_UNIQUE_SHINGLES = 10.0

# A batch is judged with as many witnesses beside it as a large unit has; 6,000 texts take 1 GB and half a minute.
BATCH_SUBMISSIONS = 4_000
WITNESSES = 2_000


def least_weight(submissions: int) -> int:
    """From which pairs are looked at, in the engine's units."""
    return weight_of_unique(_MIN_UNIQUE_SHINGLES, submissions)


@dataclass(frozen=True, slots=True)
class Batch:
    """Submissions that are judged together, by their numbers, ascending."""

    numbers: tuple[int, ...]


def batches(linked: Linked, *, most_partners: int, size: int = BATCH_SUBMISSIONS) -> list[Batch]:
    """Both sides of every link, in one batch at least.

    Whoever hangs together is put together along the heaviest links first, in groups of at most `size`: copies of one
    text stay with each other, and weak links, which may hang half of all submissions together, are cut. What was cut is
    put together in the same way again, until no link is left over. Which batch a group goes to depends on its smallest
    number, so a late file changes few batches.
    """
    keep = among_strongest(linked.left, linked.right, linked.weights, most_partners)
    left, right, weights = linked.left[keep], linked.right[keep], linked.weights[keep]
    order = np.lexsort((right, left, -weights))
    left, right = left[order], right[order]
    found: list[Batch] = []
    while len(left):
        numbers, rows = np.unique(np.concatenate([left, right]), return_inverse=True)
        first, second = rows.reshape(2, -1)
        groups = _grouped(first, second, len(numbers), size)
        found += _packed(numbers, groups, size)
        cut = groups[first] != groups[second]
        left, right = left[cut], right[cut]
    return found


def _grouped(first: Longs, second: Longs, count: int, size: int) -> Longs:
    """The group of each of `count` rows, named by its smallest row, int64[count]; no group is larger than `size`."""
    parents, sizes = list(range(count)), [1] * count
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        a, b = sorted((_root(parents, one), _root(parents, other)))
        if a != b and sizes[a] + sizes[b] <= size:
            parents[b] = a
            sizes[a] += sizes[b]
    return np.array([_root(parents, row) for row in range(count)], dtype=np.int64)


def _root(parents: list[int], row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row


def _packed(numbers: Longs, groups: Longs, size: int) -> list[Batch]:
    """Groups of two and more: a large one is a batch, the others share as many as their members need."""
    members = np.bincount(groups, minlength=len(numbers))[groups]
    large, small = members * 4 >= size, (members > 1) & (members * 4 < size)
    shared = max(1, -(-int(small.sum()) // size))
    batch = np.where(large, numbers[groups] + shared, numbers[groups] % shared)
    kept = members > 1
    return [Batch(tuple(numbers[kept & (batch == one)].tolist())) for one in np.unique(batch[kept]).tolist()]


def compared_pairs(sizes: Sequence[int]) -> int:
    """Pairs of submissions of different units, where the units have so many."""
    total = sum(sizes)
    return (total * total - sum(size * size for size in sizes)) // 2
