"""A region: a stretch of tokens on each side, and how much of one side the other has."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detector.corpus import Floats, Longs
from detector.matching.textalign.columns import Texts

LEAST_ALIKE = 0.2  # of the longer side: less is nothing that a reader would call alike
MANY_TYPES = 200  # a token of a region: then its own types are numbered before they are counted


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


def similarity(texts: Texts, region: Region) -> float:
    """Tokens in common by those of the longer side, 0 to 1; a token counts as often as the other side has it."""
    ones = np.ones(len(texts.weights))
    return _in_common(*_tokens(texts, region), ones) / max(region.left.tokens, region.right.tokens)


def shares(texts: Texts, region: Region) -> tuple[float, float]:
    """Tokens in common by the tokens of each side, weighted, 0 to 1; a token counts as often as the other has it."""
    common = _in_common(*_tokens(texts, region), texts.weights)
    left, right = texts.left.weights[slice(*region.left)], texts.right.weights[slice(*region.right)]
    return common / float(left.sum()), common / float(right.sum())


def evidence(texts: Texts, region: Region) -> float:
    """Nats: weights of the tokens in common, and again of those that stand side by side in both."""
    (start, end), (first, last) = region.left, region.right
    pairs = texts.left.pairs[start : end - 1], texts.right.pairs[first : last - 1]
    return _in_common(*_tokens(texts, region), texts.weights) + _in_common(*pairs, texts.pair_weights)


def _tokens(texts: Texts, region: Region) -> tuple[Longs, Longs]:
    return texts.left.ids[slice(*region.left)], texts.right.ids[slice(*region.right)]


def _in_common(left: Longs, right: Longs, weights: Floats) -> float:
    """Weight of what both have, each type as often as both have it; quick for few tokens of very many types too."""
    if len(weights) > MANY_TYPES * (len(left) + len(right)):
        types, rows = np.unique(np.concatenate([left, right]), return_inverse=True)
        left, right, weights = rows[: len(left)], rows[len(left) :], weights[types]
    counts = (np.bincount(side, minlength=len(weights)) for side in (left, right))
    return float((np.minimum(*counts) * weights).sum())
