"""Seeds: pairs of units (sentences) that are alike, grouped by nearness."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from detector.corpus import Bools, Floats, Longs, ranges
from detector.matching.textalign.columns import Counts, Texts

# Low thresholds: `selection` judges the whole passage. PlagDet on the PAN 2013 sample stays within .005 of its best for
# cosines of .22 to .28, Dice of .25 to .30 and gaps of 3 to 5.
MIN_COSINE = 0.25  # of tf x isf vectors
MIN_DICE = 0.27  # of the sets of types: a rare word in common is not enough
MAX_GAP_UNITS = 4  # units without a seed that a group may bridge, on each side
# Types in so many units that comparing all of them would cost more than this many multiplications are left out, the
# commonest first: pairs of texts below about 200,000 characters are compared whole.
MAX_PRODUCTS = 10_000_000
BLOCK_CELLS = 131_072  # pairs of units that are compared at once: some 100 MB where all are alike

Seeds = tuple[Longs, Longs]


def find_seeds(texts: Texts) -> Seeds:
    """(left units, right units), int64[s] each."""
    kept = _affordable(texts)
    left, right = (
        text.counts if kept.all() else text.counts.where(kept[text.counts.types]) for text in (texts.left, texts.right)
    )
    vectors = _unit_length(left, texts.weights), _unit_length(right, texts.weights)
    sizes = np.bincount(left.units), np.bincount(right.units)
    found = [np.zeros((2, 0), np.int64)]
    for start, cells, products in _products(left, right, vectors):
        alike = np.flatnonzero(np.bincount(cells, products) > MIN_COSINE)
        units = np.divmod(alike, len(sizes[1]))
        dice = 2 * np.bincount(cells)[alike] / (sizes[0][units[0] + start] + sizes[1][units[1]])
        found.append(np.stack([units[0] + start, units[1]])[:, dice > MIN_DICE])
    ours, theirs = np.concatenate(found, axis=1)
    return ours, theirs


def grouped(seeds: Seeds, gap: int, parts: Seeds | None = None) -> list[Seeds]:
    """The coarsest groups whose seeds leave no gap wider than `gap` units on either side.

    `parts`: of each seed's units; seeds of different parts, on either side, are in different groups.
    """
    rows = np.zeros(len(seeds[0]), np.int64)
    if not len(rows):
        return []
    for side in parts or ():
        if side.min() < side.max():
            rows = _split(rows, side, -1)
    groups, before = int(rows.max()) + 1, 0
    while before < groups:
        for units in seeds:
            rows = _split(rows, units, gap)
        before, groups = groups, int(rows.max()) + 1
    if groups == 1:
        return [seeds]
    order = np.argsort(rows, kind="stable")
    members = np.split(order, np.bincount(rows).cumsum()[:-1])
    return [(seeds[0][some], seeds[1][some]) for some in members]


def _split(rows: Longs, units: Longs, gap: int) -> Longs:
    order = np.lexsort((units, rows))
    rows_ordered, units_ordered = rows[order], units[order]
    starts = (rows_ordered[1:] != rows_ordered[:-1]) | (units_ordered[1:] - units_ordered[:-1] > gap + 1)
    new = np.zeros_like(rows)
    new[order[1:]] = np.cumsum(starts)
    return new


def _affordable(texts: Texts) -> Bools:
    """Types whose units are compared, bool[types]: the rarest, as many as `MAX_PRODUCTS` allows."""
    ours, theirs = (np.bincount(text.counts.types, minlength=len(texts.weights)) for text in (texts.left, texts.right))
    costs = ours * theirs
    if costs.sum() <= MAX_PRODUCTS:
        return np.ones(len(costs), np.bool_)
    order = np.argsort(costs, kind="stable")
    kept = np.zeros(len(costs), np.bool_)
    kept[order[np.cumsum(costs[order]) <= MAX_PRODUCTS]] = True
    return kept


def _products(left: Counts, right: Counts, values: tuple[Floats, Floats]) -> Iterator[tuple[int, Longs, Floats]]:
    """Blocks of left units: the first, and the products of values of one type by cell of (unit of the block, unit)."""
    width, types = (int(each.max(initial=-1)) + 1 for each in (right.units, np.append(left.types, right.types)))
    order = np.argsort(right.types, kind="stable")
    units, others = right.units[order], values[1][order]
    number = np.bincount(right.types, minlength=types)
    ends = np.cumsum(number)
    starts = range(0, int(left.units.max(initial=-1)) + 1, max(1, BLOCK_CELLS // max(1, width)))
    for start, (first, last) in zip(
        starts, pairwise([*np.searchsorted(left.units, starts), len(left.units)]), strict=True
    ):
        kinds = left.types[first:last]
        times = number[kinds]
        columns = ranges(ends[kinds] - times, ends[kinds])
        cells = np.repeat((left.units[first:last] - start) * width, times) + units[columns]
        yield start, cells, np.repeat(values[0][first:last], times) * others[columns]


def _unit_length(counts: Counts, weights: Floats) -> Floats:
    """tf x isf, each unit scaled to length 1."""
    values = counts.times * weights[counts.types]
    return values / np.sqrt(np.bincount(counts.units, values**2))[counts.units]
