"""Passages of reworded copies, drawn as `detector.compare` draws them.

A scan weighs runs of sentences that are alike, of hundreds of pairs at once. Where words were changed such runs end
early, and the aligner of two texts, which costs some milliseconds a pair, says how far a copy goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs
from detector.matching.blocks import blocks
from detector.matching.evidence import SYLLABLES_AT_ONCE, FoundPair, FoundPassage, PairFinder
from detector.matching.runs import Range
from detector.matching.textalign.align import align_texts
from detector.matching.textalign.columns import Side, only, paired, side_of

# A passage less alike than this is reworded: a fifth and more of its syllables have another neighbour.
REWORDED = 0.8

# Syllables of a sentence: a cell of a table has one that nobody else has. Where every third word is another one, a
# sentence of nine has three beside the neighbour that they had, and two of them are rare.
_LEAST_RARE = 2


def is_reworded(pair: FoundPair) -> bool:
    """Whether a passage of the pair has many words changed."""
    return any(passage.similarity < REWORDED for passage in pair.passages)


def redrawn(pairs: Sequence[FoundPair], compared: Bools, finder: PairFinder) -> list[FoundPair]:
    """The pairs with what the aligner of two texts finds in them.

    Args:
        compared: bool[tokens], what is no print: no passage runs across anything else.
    """
    rows = np.array([pair.rows for pair in pairs], np.int32).reshape(-1, 2)
    sides = {row: _compared_side(finder.corpus, row, compared) for row in np.unique(rows).tolist()}
    least = finder.settings.min_passage_syllables
    drawn: list[FoundPair] = []
    for some in blocks(np.diff(finder.corpus.tokens.document_indptr)[rows].sum(axis=1), SYLLABLES_AT_ONCE):
        found = [_aligned(sides[pair.left], sides[pair.right], least) for pair in pairs[some]]
        left, right = rows[some].T
        ranges = [
            _joined([*((*one.left, *one.right) for one in pair.passages), *more])
            for pair, more in zip(pairs[some], _carrying(left, right, found, finder), strict=True)
        ]
        drawn += map(_with, pairs[some], finder.weighed(left, right, ranges))
    return drawn


def _with(pair: FoundPair, drawn: Sequence[FoundPassage]) -> FoundPair:
    """The pair with passages in the place of those of its own that they touch.

    Its evidence stays what it is: where a passage ends is no matter of weight.
    """
    rest = [one for one in pair.passages if not any(_touch(one.left, other.left) for other in drawn)]
    passages = sorted([*drawn, *rest], key=lambda one: (one.left, one.right))
    return replace(pair, passages=tuple(passages), unplaced_bits=pair.bits - sum(one.bits for one in passages))


def _carrying(left: Ints, right: Ints, found: Sequence[Sequence[Range]], finder: PairFinder) -> list[list[Range]]:
    """The ranges of each pair without the sentences at their ends that this unit explains."""
    turned = [[(*one[2:], *one[:2]) for one in of_pair] for of_pair in found]
    ours = _cut(finder.rare_tokens(left, right, found), found, finder.corpus)
    theirs = _cut(finder.rare_tokens(right, left, turned), turned, finder.corpus)
    return [
        [(*one, *other) for one, other in zip(*of_pair, strict=True) if one and other]
        for of_pair in zip(ours, theirs, strict=True)
    ]


def _cut(rare: Sequence[Longs], found: Sequence[Sequence[Range]], corpus: Corpus) -> list[list[tuple[int, int] | None]]:
    """What `_between` leaves of the left side of each range of each pair."""
    return [
        [_between(corpus, tokens, start, end) for start, end, *_ in of_pair]
        for tokens, of_pair in zip(rare, found, strict=True)
    ]


def _between(corpus: Corpus, rare: Longs, start: int, end: int) -> tuple[int, int] | None:
    """From the first sentence of the range with enough rare tokens to the last; None without one."""
    indptr = corpus.sentences.token_indptr
    first, last = np.searchsorted(indptr, start, "right") - 1, np.searchsorted(indptr, end, "left")
    cuts = np.clip(indptr[first : last + 1], start, end)
    counts = np.diff(np.searchsorted(rare, cuts))
    carrying = np.flatnonzero(counts >= _LEAST_RARE)
    return (int(cuts[carrying[0]]), int(cuts[carrying[-1] + 1])) if len(carrying) else None


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """The smallest ranges around those that overlap on both sides."""
    joined: list[Range] = []
    for one in ranges:
        around = one
        while touching := [each for each in joined if _touch(around[:2], each[:2]) and _touch(around[2:], each[2:])]:
            joined = [each for each in joined if each not in touching]
            around = _around([around, *touching])
        joined.append(around)
    return joined


def _around(ranges: Sequence[Range]) -> Range:
    starts, ends, there, there_ends = zip(*ranges, strict=True)
    return min(starts), max(ends), min(there), max(there_ends)


def _touch(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _aligned(left: tuple[Side, Longs], right: tuple[Side, Longs], min_tokens: int) -> list[Range]:
    return [
        (*_range(left[1], region.left), *_range(right[1], region.right))
        for region in align_texts(paired(left[0], right[0]), min_tokens=min_tokens)
    ]


def _range(tokens: Longs, stretch: tuple[int, int]) -> tuple[int, int]:
    return int(tokens[stretch[0]]), int(tokens[stretch[1] - 1]) + 1


def _compared_side(corpus: Corpus, row: int, compared: Bools) -> tuple[Side, Longs]:
    """What is compared of a document as the aligner wants it, and the corpus token of each of its tokens, int64[n]."""
    side = side_of(corpus.documents[row].text)
    first, end = corpus.tokens.document_indptr[row : row + 2].tolist()
    tokens = first + np.searchsorted(corpus.tokens.starts[first:end], side.starts)
    known = tokens < end
    known[known] &= corpus.tokens.starts[tokens[known]] == side.starts[known]
    known[known] &= compared[tokens[known]]
    return only(side, known), tokens[known].astype(np.int64)
