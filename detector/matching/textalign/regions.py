"""A region: a stretch of tokens on each side, and how much of one side the other has."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detector.corpus import Floats, Longs, unique_sorted
from detector.matching.textalign.columns import Texts

LEAST_ALIKE = 0.2  # of the longer side: less is nothing that a reader would call alike


class Stretch(NamedTuple):
    """Half-open token rows of one text."""

    start: int
    end: int

    @property
    def tokens(self) -> int:
        """Length."""
        return self.end - self.start

    def overlap(self, other: Stretch) -> int:
        """Tokens in both."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def widened(self, tokens: int, within: Stretch) -> Stretch:
        """By so many tokens on each side, inside another stretch."""
        return Stretch(max(within.start, self.start - tokens), min(within.end, self.end + tokens))


class Region(NamedTuple):
    """Where two texts may have something in common; a digest is made of words from all over its longer side."""

    left: Stretch
    right: Stretch
    is_digest: bool = False

    @property
    def tokens(self) -> int:
        """Of the shorter side."""
        return min(self.left.tokens, self.right.tokens)

    def flipped(self) -> Region:
        """Right as left."""
        return Region(self.right, self.left, self.is_digest)

    def around(self, other: Region) -> Region:
        """The smallest region around both."""
        left, right = (
            Stretch(min(one.start, another.start), max(one.end, another.end))
            for one, another in ((self.left, other.left), (self.right, other.right))
        )
        return Region(left, right)

    def overlaps(self, other: Region) -> bool:
        """Whether half of a side of one is in the other: two reports of one finding."""
        return any(
            2 * one.overlap(another) > min(one.tokens, another.tokens)
            for one, another in ((self.left, other.left), (self.right, other.right))
        )


def tokens_of(texts: Texts, region: Region) -> tuple[Longs, Longs]:
    """Types of the tokens of both sides."""
    return texts.left.ids[slice(*region.left)], texts.right.ids[slice(*region.right)]


def similarity(texts: Texts, region: Region) -> float:
    """Tokens in common by those of the longer side, 0 to 1; a token counts as often as the other side has it."""
    left, right, _ = _counted(texts, region)
    return float(np.minimum(left, right).sum() / max(left.sum(), right.sum()))


def shares(texts: Texts, region: Region) -> tuple[float, float]:
    """Tokens in common by the tokens of each side, weighted, 0 to 1; a token counts as often as the other has it."""
    left, right, weights = _counted(texts, region)
    common = np.minimum(left, right) @ weights
    return float(common / (left @ weights)), float(common / (right @ weights))


def evidence(texts: Texts, region: Region) -> float:
    """Nats: weights of the tokens in common, and again of those that stand side by side in both."""
    left, right, weights = _counted(texts, region)
    return float(np.minimum(left, right) @ weights) + _pair_evidence(texts, *tokens_of(texts, region))


def _counted(texts: Texts, region: Region) -> tuple[Longs, Longs, Floats]:
    """How often each side has each type of the region, and the types' weights."""
    sides = tokens_of(texts, region)
    counts = [np.bincount(ids, minlength=len(texts.weights)) for ids in sides]
    types = np.flatnonzero(counts[0] + counts[1])
    return counts[0][types], counts[1][types], texts.weights[types]


def _pair_evidence(texts: Texts, left: Longs, right: Longs) -> float:
    types = len(texts.weights)
    sides = [np.sort(ids[:-1] * types + ids[1:]) for ids in (left, right)]
    pairs = unique_sorted(sides[0])
    times = np.minimum(*(np.searchsorted(side, pairs, "right") - np.searchsorted(side, pairs) for side in sides))
    pairs, times = pairs[times > 0], times[times > 0]
    return float(times @ (texts.weights[pairs // types] + texts.weights[pairs % types]) / 2)
