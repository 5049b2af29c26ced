"""Digests: a passage of one text that is made of words from all over the other, as a summary is.

Sentence pairs do not show it; the words do. The words of a stretch that another text has are compared with how many
any stretch of the same text has from it, by likelihood ratio, so that a long other text (which has every word) or
a common subject is no evidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from detector.corpus import Floats
from detector.matching.textalign.columns import Texts
from detector.matching.textalign.edges import best_stretch, snapped
from detector.matching.textalign.regions import Region, Stretch, evidence

MIN_TOKENS = 50  # a paragraph: shorter stretches reach the ratio by chance
MAX_TOKENS = 400
COPIED = 0.8  # share of a digest's words that the other text has
MIN_SHARE = 0.65
# Nats a token between the share inside and the background; see the table of the note for how far the nearest text is.
MIN_DIVERGENCE = 0.25
MAX_BACKGROUND = 0.6
WIDER = 2.5  # a digest is at least this much shorter than what it is a digest of
STRONGER = 1.5  # a digest replaces passages inside it that have less than its evidence by this


def digests(texts: Texts, passages: list[Region]) -> list[Region]:
    """Digests on either side, without those that `passages` explain."""
    found = [region for region in _found(texts)]
    found += [region.flipped() for region in _found(texts.flipped())]
    return [region for region in found if _is_better(texts, region, passages)]


def _found(texts: Texts) -> Iterator[Region]:
    """Digests on the left of all of the right; at most one for every `MIN_TOKENS`."""
    known = np.zeros(len(texts.weights), np.bool_)
    known[texts.right.ids] = True
    weights, hits = texts.weights[texts.left.ids], known[texts.left.ids]
    background = float(weights @ hits / weights.sum())
    if background > MAX_BACKGROUND:
        return
    ratios = weights * np.where(hits, math.log(COPIED / background), math.log((1 - COPIED) / (1 - background)))
    start, end = best_stretch(ratios)
    stretch = snapped(texts.left, Stretch(start, end))
    if MIN_TOKENS <= stretch.tokens <= MAX_TOKENS and _share(weights, hits, stretch) >= MIN_SHARE:
        if divergence(_share(weights, hits, stretch), background) >= MIN_DIVERGENCE:
            yield Region(stretch, Stretch(0, len(texts.right)))


def _share(weights: Floats, hits: np.ndarray, stretch: Stretch) -> float:
    inside = slice(*stretch)
    return float(weights[inside] @ hits[inside] / weights[inside].sum())


def divergence(share: float, background: float) -> float:
    """Kullback-Leibler, of two Bernoulli shares; nats a token."""
    share = min(share, 0.99)
    return share * math.log(share / background) + (1 - share) * math.log((1 - share) / (1 - background))


def _is_better(texts: Texts, digest: Region, passages: list[Region]) -> bool:
    inside = [region for region in passages if region.overlaps(digest)]
    return evidence(texts, digest) > STRONGER * sum(evidence(texts, region) for region in inside)
