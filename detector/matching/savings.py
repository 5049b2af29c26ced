"""What it saves to say of a passage that it stands in another text, and where: the evidence of an aligned run, in bits.

Whoever tells one text to a reader of another may spell a word out, which costs the bits that the word has in this
unit, or point to a row of words in the other text. To point costs too: the row may begin at any of so many places. What
is saved is evidence: texts that have nothing to do with each other save d bits with a probability of 2^-d at most
(Milosavljević and Jurka 1993, algorithmic significance). So the same few stock clauses in any order are worth little
between two people, and worth more the longer they follow each other in the same order, though each is used by hundreds.
A changed word or a left out clause costs as much as there are places no farther away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Floats, Ints, Longs, indptr_of_lengths, ranges
from detector.matching.grams import Grams
from detector.matching.tfidf import equal_keys

_LOOKED_BACK = 12  # rows before a row that it may go on from; from others it is a jump like any
_LEAST_BITS = 1.0  # the least that it costs to go on
_STEPS = 2.0**20  # of a bit: sums of such are exact, so a run has the same ones whatever is looked at beside it


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of words that stand in both sides of a run, by run, then left place.

    Attributes:
        runs: int64[n].
        starts, ends: int64[n], half-open places in the left sides, which stand one after the other.
        shifts: int64[n], from a place of the left side to that in the right one.
    """

    runs: Longs
    starts: Longs
    ends: Longs
    shifts: Longs

    def where(self, which: Bools) -> _Rows:
        """Only the rows that `which` names."""
        return _Rows(self.runs[which], self.starts[which], self.ends[which], self.shifts[which])


def saved_bits(sides: Longs, bigrams: Grams, tokens: Longs, bits: Floats, runs: Longs, *, jumps: Floats) -> Floats:
    """Bits saved in each run, float64[runs].

    Args:
        sides: int64[runs, 4], half-open token ranges of the left and the right side.
        tokens: int64[n], the left tokens that have weight, ascending by run; `bits` float64[n] and `runs` int64[n].
        jumps: float64[runs], what it costs to point to any place.
    """
    lengths = sides[:, 1] - sides[:, 0]
    firsts = indptr_of_lengths(lengths)
    weights = np.zeros(int(firsts[-1]))
    weights[firsts[runs] + tokens - sides[runs, 0]] = np.round(bits * _STEPS) / _STEPS
    before = np.append(0.0, np.cumsum(weights))
    rows = _rows(sides, firsts, bigrams)
    return _chained(rows.where(before[rows.ends] - before[rows.starts + 1] > _LEAST_BITS), before, jumps)


def _rows(sides: Longs, firsts: Longs, bigrams: Grams) -> _Rows:
    """The longest rows of two and more words that both sides have."""
    our_runs, ours = _bigrams(sides[:, 0], sides[:, 1], bigrams.ids)
    their_runs, theirs = _bigrams(sides[:, 2], sides[:, 3], bigrams.ids)
    keys = their_runs * len(bigrams) + bigrams.ids[theirs]
    order = np.argsort(keys, kind="stable")
    left, right = equal_keys(our_runs * len(bigrams) + bigrams.ids[ours], keys[order])
    run = our_runs[left]
    place = firsts[run] + ours[left] - sides[run, 0]
    shift = theirs[order][right] - ours[left]
    along = np.lexsort((place, shift, run))
    run, place, shift = run[along], place[along], shift[along]
    new = np.ones(len(run), bool)
    new[1:] = (np.diff(place) != 1) | (np.diff(shift) != 0) | (np.diff(run) != 0)
    starts = np.flatnonzero(new)
    ends = np.append(starts, len(run))[1:]
    order = np.lexsort((-place[ends - 1], place[starts]))
    starts, ends = starts[order], ends[order]
    return _Rows(run[starts], place[starts], place[ends - 1] + 2, shift[starts])


def _bigrams(starts: Longs, ends: Longs, bigrams: Ints) -> tuple[Longs, Longs]:
    """Run and token of each pair of words inside half-open ranges."""
    lasts = np.maximum(ends - 1, starts)
    tokens, runs = ranges(starts, lasts), np.repeat(np.arange(len(starts)), lasts - starts)
    kept = bigrams[tokens] >= 0
    return runs[kept], tokens[kept]


def _chained(rows: _Rows, before: Floats, jumps: Floats) -> Floats:
    """Bits of the heaviest chain of rows that runs forward in each left side, less its jumps; 0 where none is worth it.

    All runs are gone through at once, a row of each at a time.
    """
    indptr = np.searchsorted(rows.runs, np.arange(len(jumps) + 1))
    counts = np.diff(indptr)
    longest_first = np.argsort(-counts, kind="stable")
    scores = np.zeros(len(rows.runs))
    best, best_end = np.zeros(len(jumps)), np.zeros(len(jumps), np.int64)
    for step in range(int(counts.max(initial=0))):
        some = longest_first[: np.searchsorted(-counts[longest_first], -step)]
        at = indptr[some] + step
        alone = before[rows.ends[at]] - before[rows.starts[at] + 1]
        further = before[rows.ends[at]] - before[np.maximum(rows.starts[at] + 1, best_end[some])]
        earlier = at[:, None] - np.arange(1, min(step, _LOOKED_BACK) + 1)
        near = scores[earlier] + _gained(rows, before, at[:, None], earlier, jumps[some][:, None])
        far = np.maximum(alone, best[some] + further) - jumps[some]
        scores[at] = np.maximum(far, near.max(axis=1, initial=-np.inf))
        better = scores[at] > best[some]
        best[some[better]], best_end[some[better]] = scores[at][better], rows.ends[at][better]
    return best


def _gained(rows: _Rows, before: Floats, at: Longs, earlier: Longs, jumps: Floats) -> Floats:
    """Bits of rows behind an earlier one, without words that it has too, less the way from there."""
    ends = rows.ends[earlier]
    begin = np.maximum(rows.starts[at], ends)
    left_gap = begin - ends
    right_gap = np.abs(left_gap + rows.shifts[at] - rows.shifts[earlier])
    way = np.minimum(np.log2((left_gap + 1.0) * (right_gap + 1.0)), jumps)
    gained = before[rows.ends[at]] - before[np.maximum(ends, rows.starts[at] + 1)] - way
    return np.where(ends < rows.ends[at], gained, -np.inf)
