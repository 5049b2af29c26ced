"""Runs of sentences that two texts have in common, of many pairs at once, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from detector.corpus import Bools, Floats, Longs, ranges

Range = tuple[int, int, int, int]  # left start, left end, right start, right end: tokens of the corpus


@dataclass(frozen=True, slots=True)
class Aligned:
    """Runs of some pairs as token ranges, and the left tokens that are matched in the right run.

    Attributes:
        pair_rows: int64[runs], ascending.
        ranges: int64[runs, 4], left start, left end, right start, right end.
        matched: int64[...], tokens that, with the token before them, also stand in the right run; ascending by run.
        run_rows: int64[len(matched)], the run of each.
        weigh: bool[len(matched)], whether they count in both texts: what one quotes proves nothing.
    """

    pair_rows: Longs
    ranges: Longs
    matched: Longs
    run_rows: Longs
    weigh: Bools


@dataclass(frozen=True, slots=True)
class Weighed:
    """Runs with the bits of each matched token, and their sums; matched syllables and those of the longer side."""

    aligned: Aligned
    bits: Floats
    sums: Floats
    matched: Longs
    sizes: Longs

    def where(self, keep: Bools) -> Weighed:
        """Only the runs that `keep` (bool[runs]) names."""
        bits = self.bits[keep[self.aligned.run_rows]]
        return Weighed(only(self.aligned, keep), bits, self.sums[keep], self.matched[keep], self.sizes[keep])


def in_columns(ranges: Sequence[Sequence[Range]]) -> tuple[Longs, Longs]:
    """The row of the pair of each range, ascending, and the ranges of all pairs, int64[n, 4]."""
    rows = np.repeat(np.arange(len(ranges)), [len(of_pair) for of_pair in ranges])
    return rows, np.array([*chain.from_iterable(ranges)], np.int64).reshape(-1, 4)


def edges_of(left_out: Bools) -> tuple[Longs, Longs]:
    """For each place between tokens the first token from it on, and the end of the last before it, not left out."""
    count = len(left_out)
    kept = np.append(np.where(left_out, count, np.arange(count)), count)
    following = np.minimum.accumulate(kept[::-1])[::-1]
    before = np.maximum.accumulate(np.append(0, np.where(left_out, 0, np.arange(1, count + 1))))
    return following, before


def only(aligned: Aligned, keep: Bools) -> Aligned:
    """The runs that `keep` (bool[runs]) names."""
    rows, some = (np.cumsum(keep) - 1)[aligned.run_rows], keep[aligned.run_rows]
    return Aligned(
        aligned.pair_rows[keep], aligned.ranges[keep], aligned.matched[some], rows[some], aligned.weigh[some]
    )


def inside(starts: Longs, ends: Longs) -> tuple[Longs, Longs]:
    """Tokens of half-open ranges but the last of each (bigrams begin there), and the row of the range."""
    lasts = np.maximum(ends - 1, starts)
    return ranges(starts, lasts), np.repeat(np.arange(len(starts)), lasts - starts)
