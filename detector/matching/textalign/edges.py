"""Where a passage begins and ends: the stretch that is likelier copied than not, token by token."""

from __future__ import annotations

import math

import numpy as np

from detector.corpus import Bools, Floats, Longs
from detector.matching.textalign.columns import Text, Texts
from detector.matching.textalign.regions import Region, Stretch

MARGIN_TOKENS = 30  # a passage may grow this far in one round
ROUNDS = 2
# An end this near to the end of a sentence moves there: the first and last words of a rewritten sentence are often new.
SNAP_TOKENS = 8
BACKGROUND_TOKENS = 2000  # on each side: what the other passage's words are worth is told by the text around
BACKGROUND_RANGE = (0.05, 0.5)
COPIED_RANGE = (0.5, 0.95)  # share of copied words that the other side has: below it is no copy, above it is one typo


def refined(texts: Texts, region: Region) -> Region | None:
    """The region with better edges; None if nothing of it is left."""
    for _ in range(ROUNDS):
        left = _trimmed(texts, region)
        right = _trimmed(texts.flipped(), region.flipped())
        if not (left.tokens and right.tokens):
            return None
        region = Region(left, right)
    region = Region(snapped(texts.left, region.left), snapped(texts.right, region.right))
    return region if region.tokens else None


def best_stretch(scores: Floats) -> tuple[int, int]:
    """The half-open range with the greatest sum (Kadane), (0, 0) if every score is negative."""
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    return int(np.argmin(sums[: end + 1])), end


def _trimmed(texts: Texts, region: Region) -> Stretch:
    """The stretch of the left side that is likeliest a copy of the right side."""
    nearby = region.left.widened(BACKGROUND_TOKENS, len(texts.left))
    ids = texts.left.ids[slice(*nearby)]
    weights, known = texts.weights[ids], known_types(texts, region)[ids]
    inside = slice(region.left.start - nearby.start, region.left.end - nearby.start)
    hit, miss = _log_ratios(weights, weights * known, inside)
    reach = region.left.widened(MARGIN_TOKENS, len(texts.left))
    window = slice(reach.start - nearby.start, reach.end - nearby.start)
    start, end = best_stretch(weights[window] * np.where(known[window], hit, miss))
    return Stretch(reach.start + start, reach.start + end)


def known_types(texts: Texts, region: Region) -> Bools:
    """Types that the right side has, bool[types]."""
    known = np.zeros(len(texts.weights), np.bool_)
    known[texts.right.ids[slice(*region.right)]] = True
    return known


def _log_ratios(weights: Floats, known: Floats, inside: slice) -> tuple[float, float]:
    """What a word that the other side has, and one that it has not, says for a copy against the text around."""
    total, found = float(weights[inside].sum()), float(known[inside].sum())
    around = (float(known.sum()) - found + 1) / (float(weights.sum()) - total + 4)
    background = min(max(around, BACKGROUND_RANGE[0]), BACKGROUND_RANGE[1])
    copied = min(max(found / total, background + 0.1, COPIED_RANGE[0]), COPIED_RANGE[1])
    return math.log(copied / background), math.log((1 - copied) / (1 - background))


def snapped(text: Text, stretch: Stretch) -> Stretch:
    """Ends moved to the ends of sentences near them."""
    return Stretch(_nearest(text.sentences, stretch.start), _nearest(text.sentences, stretch.end))


def _nearest(cuts: Longs, row: int) -> int:
    at = int(np.searchsorted(cuts, row))
    near = min(cuts[max(0, at - 1) : at + 1].tolist(), key=lambda cut: abs(cut - row))
    return near if abs(near - row) <= SNAP_TOKENS else row
