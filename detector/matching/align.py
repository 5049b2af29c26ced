"""Passages of two texts: sentences that resemble each other are seeds, near seeds of both sides make a passage.

After Sanchez-Perez, Sidorov and Gelbukh 2014 (winner of the PAN text-alignment task), with the regions of a form as
region boundaries: a passage never runs across a printed line. Works on the sentences of hundreds of pairs at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Floats, Ints, Longs

_TIE_BREAK = 1e-6


@dataclass(frozen=True, slots=True)
class Alike:
    """Sentences of pairs of texts that resemble each other, ordered by pair, left, right.

    Attributes:
        pairs: int64[n], the row of the pair; left, right: int64[n], sentence rows.
        similarity: float64[n], 0 to 1.
        off: float64[n], how far from the diagonal of the two texts, 0 to 1.
    """

    pairs: Longs
    left: Longs
    right: Longs
    similarity: Floats
    off: Floats

    def where(self, which: Bools | Longs) -> Alike:
        """Only the rows that `which` names."""
        return Alike(self.pairs[which], self.left[which], self.right[which], self.similarity[which], self.off[which])


@dataclass(frozen=True, slots=True)
class Runs:
    """Half-open ranges of sentence rows, one a passage, int64 each, ordered by pair, then left start."""

    pairs: Longs
    left_starts: Longs
    left_ends: Longs
    right_starts: Longs
    right_ends: Longs


def align(alike: Alike, regions: Ints, *, gap: int) -> Runs:
    """Runs of sentences with seeds at most `gap` unmatched sentences apart on both sides.

    Args:
        regions: int32[sentences]; sentences of different regions never join.
        gap: sentences without a seed that a run may bridge, per side.
    """
    seeds = _seeds(alike)
    return _ranges(seeds, _components(seeds, regions, gap))


def _seeds(alike: Alike) -> Alike:
    """Those where a sentence of either side meets its best match; of equal ones that nearest to the diagonal.

    At most one seed for each sentence of either side: lines that both texts repeat do not multiply.
    """
    score = alike.similarity - _TIE_BREAK * alike.off
    by_right = np.lexsort((alike.right, alike.pairs))
    is_seed = np.zeros(len(score), bool)
    is_seed[_best(score, alike.pairs, alike.left)] = True
    is_seed[by_right[_best(score[by_right], alike.pairs[by_right], alike.right[by_right])]] = True
    return alike.where(is_seed)


def _best(score: Floats, pairs: Longs, sentences: Longs) -> Longs:
    """The first best row of each sentence of a pair, where the rows are ordered by pair and sentence."""
    starts = _starts(pairs, sentences)
    if not len(starts):
        return starts
    sizes = np.diff(np.append(starts, len(score)))
    best = np.flatnonzero(score == np.repeat(np.maximum.reduceat(score, starts), sizes))
    return best[_starts(pairs[best], sentences[best])]


def _starts(*columns: Ints | Longs) -> Longs:
    """Where a new row of values begins."""
    new = np.zeros(len(columns[0]), bool)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def _components(seeds: Alike, regions: Ints, gap: int) -> Ints:
    """Component of each seed; they are numbered by their first seeds.

    Seeds are sorted by pair and left sentence, so only followers within the gap are compared.
    """
    places = seeds.pairs * (int(seeds.left.max(initial=0)) + gap + 2) + seeds.left
    ends = np.searchsorted(places, places + gap + 1, "right")
    lower = [np.zeros(0, np.int64)]
    upper = [np.zeros(0, np.int64)]
    row = np.arange(len(places))
    shift = 1
    while len(row := row[row + shift < ends[row]]):
        near = np.abs(seeds.right[row + shift] - seeds.right[row]) <= gap + 1
        for side in (seeds.left, seeds.right):
            near &= regions[side[row + shift]] == regions[side[row]]
        lower.append(row[near])
        upper.append(row[near] + shift)
        shift += 1
    links = np.concatenate(lower), np.concatenate(upper)
    graph = sparse.coo_matrix((np.ones(len(links[0]), bool), links), shape=(len(places), len(places)))
    components: Ints = connected_components(graph, directed=False)[1]
    return components


def _ranges(seeds: Alike, components: Ints) -> Runs:
    order = np.argsort(components, kind="stable")
    starts = _starts(components[order])
    if not len(starts):
        return Runs(*(np.zeros(0, np.int64) for _ in range(5)))
    pairs = seeds.pairs[order][starts]
    lows = [np.minimum.reduceat(side[order], starts) for side in (seeds.left, seeds.right)]
    highs = [np.maximum.reduceat(side[order], starts) + 1 for side in (seeds.left, seeds.right)]
    by_left = np.lexsort((highs[0], lows[1], lows[0], pairs))
    return Runs(pairs[by_left], lows[0][by_left], highs[0][by_left], lows[1][by_left], highs[1][by_left])
