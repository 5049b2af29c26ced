"""Pairs of units' submissions with rare shingles in common -> batches of submissions to be looked at together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Longs
from detector.engines.base import Linked, weight_of_unique

# As within a unit: six runs of four syllables that nobody else has are the traces of one copied sentence of nine.
_MIN_UNIQUE_SHINGLES = 6.0
_CROWDED = 60
_CROWDED_PARTNERS = 4

# A batch is judged with as many witnesses beside it as a large unit has; 6,000 texts take 1 GB and half a minute.
BATCH_SUBMISSIONS = 4_000
WITNESSES = 2_000


def least_weight(submissions: int) -> int:
    """From which pairs are looked at, in the engine's units."""
    return weight_of_unique(_MIN_UNIQUE_SHINGLES, submissions)


@dataclass(frozen=True, slots=True)
class Batch:
    """Submissions that hang together across units, by their numbers, ascending."""

    numbers: tuple[int, ...]


def batches(linked: Linked, *, most_partners: int, size: int = BATCH_SUBMISSIONS) -> list[Batch]:
    """Whole groups of linked submissions, spread over as many batches as they need.

    A group is never cut, so one larger than `size` is a batch of its own size. Which batch a group goes to depends on
    its smallest number, so a late file changes one batch and not all.
    """
    keep = _among_strongest(linked, most_partners)
    left, right = linked.left[keep], linked.right[keep]
    numbers, rows = np.unique(np.concatenate([left, right]), return_inverse=True)
    ends = rows.reshape(2, -1)
    graph = sparse.coo_matrix((np.ones(len(left)), (ends[0], ends[1])), shape=(len(numbers), len(numbers)))
    labels = connected_components(graph, directed=False)[1]
    smallest = np.full(int(labels.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(smallest, labels, numbers)
    of_group = smallest % max(1, -(-len(numbers) // size))
    members = of_group[labels]
    return [Batch(tuple(numbers[members == batch].tolist())) for batch in np.unique(of_group).tolist()]


def compared_pairs(sizes: Sequence[int]) -> int:
    """Pairs of submissions of different units, where the units have so many."""
    total = sum(sizes)
    return (total * total - sum(size * size for size in sizes)) // 2


def _among_strongest(linked: Linked, most: int) -> Bools:
    """Pairs that are among the `most` heaviest of either side, the few heaviest of who stands in a crowd."""
    pairs = np.tile(np.arange(len(linked.left)), 2)
    side, other = np.concatenate([linked.left, linked.right]), np.concatenate([linked.right, linked.left])
    order = np.lexsort((other, -linked.weights[pairs], side))
    starts, partners = _runs(side[order])
    allowed = np.where(partners > _CROWDED, min(most, _CROWDED_PARTNERS), most)
    rank = np.arange(len(order)) - np.repeat(starts, partners)
    keep = np.zeros(len(linked.left), bool)
    keep[pairs[order[rank < np.repeat(allowed, partners)]]] = True
    return keep


def _runs(ordered: Longs) -> tuple[Longs, Longs]:
    """Where each run of equal values starts, and how long it is."""
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1)).astype(np.int64)
    return starts, np.diff(np.append(starts, len(ordered))).astype(np.int64)
