"""Seeds: pairs of units (sentences) that are alike, grouped by nearness."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from detector.corpus import Bools, Floats, Longs
from detector.matching.textalign.columns import Texts

# Low thresholds: `selection` judges the whole passage. PlagDet on the PAN 2013 sample stays within .005 of its best for
# cosines of .22 to .28, Dice of .25 to .30 and gaps of 3 to 5.
MIN_COSINE = 0.25  # of tf x isf vectors
MIN_DICE = 0.27  # of the sets of types: a rare word in common is not enough
MAX_GAP_UNITS = 4  # units without a seed that a group may bridge, on each side
# Types in so many units that comparing all of them would cost more than this many multiplications are left out, the
# commonest first: pairs of texts below about 200,000 characters are compared whole.
MAX_PRODUCTS = 10_000_000

Seeds = tuple[Longs, Longs]


def find_seeds(texts: Texts) -> Seeds:
    """(left units, right units), int64[s] each."""
    counts = [texts.left.counts, texts.right.counts]
    kept = _affordable(*counts)
    weights = texts.weights * kept
    cosines = _product(*(_unit_length(one, weights) for one in counts))
    sets = [_sets(one, kept) for one in counts]
    common = _product(*sets).tocoo()
    if common.nnz == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    sizes = [np.diff(one.indptr) for one in sets]
    dice = 2 * common.data / (sizes[0][common.row] + sizes[1][common.col])
    likeness = cosines.tocoo().data
    chosen = (likeness > MIN_COSINE) & (dice > MIN_DICE)
    return common.row[chosen].astype(np.int64), common.col[chosen].astype(np.int64)


def grouped(seeds: Seeds, gap: int, parts: Seeds | None = None) -> list[Seeds]:
    """The coarsest groups whose seeds leave no gap wider than `gap` units on either side.

    `parts`: of each seed's units; seeds of different parts, on either side, are in different groups.
    """
    rows = np.zeros(len(seeds[0]), np.int64)
    groups = min(1, len(rows))
    for side in parts or ():
        rows = _split(rows, side, -1)
    while groups:
        for units in seeds:
            rows = _split(rows, units, gap)
        if int(rows.max()) + 1 == groups:
            break
        groups = int(rows.max()) + 1
    order = np.argsort(rows, kind="stable")
    cuts = np.cumsum(np.bincount(rows, minlength=groups))[:-1]
    members = np.split(order, cuts) if groups else []
    return [(seeds[0][some], seeds[1][some]) for some in members]


def _split(rows: Longs, units: Longs, gap: int) -> Longs:
    order = np.lexsort((units, rows))
    rows_ordered, units_ordered = rows[order], units[order]
    starts = (rows_ordered[1:] != rows_ordered[:-1]) | (units_ordered[1:] - units_ordered[:-1] > gap + 1)
    new = np.zeros_like(rows)
    new[order[1:]] = np.cumsum(starts)
    return new


def _affordable(left: sparse.csr_matrix, right: sparse.csr_matrix) -> Bools:
    """Types whose units are compared, bool[types]: the rarest, as many as `MAX_PRODUCTS` allows."""
    types = left.shape[1]
    costs = np.bincount(left.indices, minlength=types) * np.bincount(right.indices, minlength=types)
    order = np.argsort(costs, kind="stable")
    kept = np.zeros(types, np.bool_)
    kept[order[np.cumsum(costs[order]) <= MAX_PRODUCTS]] = True
    return kept


def _unit_length(counts: sparse.csr_matrix, weights: Floats) -> sparse.csr_matrix:
    """tf x isf, rows scaled to length 1, with the same structure as `_sets` of the same types."""
    vectors = _only(counts, counts.data * weights[counts.indices], weights > 0)
    rows = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
    lengths = np.sqrt(np.bincount(rows, vectors.data**2, minlength=vectors.shape[0]))
    vectors.data /= lengths[rows]
    return vectors


def _sets(counts: sparse.csr_matrix, kept: Bools) -> sparse.csr_matrix:
    return _only(counts, np.ones(counts.nnz), kept)


def _only(counts: sparse.csr_matrix, data: Floats, kept: Bools) -> sparse.csr_matrix:
    """The columns `kept` with other values."""
    chosen = kept[counts.indices]
    indptr = np.concatenate([[0], np.cumsum(chosen)])[counts.indptr]
    return sparse.csr_matrix((data[chosen], counts.indices[chosen], indptr), shape=counts.shape)


def _product(left: sparse.csr_matrix, right: sparse.csr_matrix) -> sparse.csr_matrix:
    product: sparse.csr_matrix = left @ right.T.tocsr()
    return product
