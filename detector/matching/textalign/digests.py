"""Digests: a passage of one text that is made of words from all over the other, as a summary is.

Sentence pairs do not show it; the words do. How many of the words of a stretch the other text has is compared, by
likelihood ratio, with how many it has of the whole text: that a long text has every word, or that both have one
subject, is then no evidence.
"""

from __future__ import annotations

import math

from detector.corpus import Bools, Floats
from detector.matching.textalign.columns import Texts
from detector.matching.textalign.edges import SNAP_TOKENS, best_stretch, known, refined, snapped
from detector.matching.textalign.regions import Region, Stretch, evidence

MIN_TOKENS = 50  # a paragraph: shorter stretches reach the ratio by chance
MIN_SHARE = 0.7  # of its words that the other text has, weighted: summaries of the PAN 2013 sample have .77 up
COPIED = 0.8  # the share that is looked for
# Nats a token: divergence of the stretch's share from the whole text's. Summaries of the PAN 2013 sample have .25 up,
# half of them above .6; below it long stretches on the common subject would do.
MIN_DIVERGENCE = 0.22
MIN_NATS = 18.0  # the same times tokens: summaries have 23 up, the likest stretch of the pairs without one 13
COMPACT = 0.75  # a region that has this much of the digest's evidence is where it comes from
STRONGER = 1.5  # a digest takes the place of passages inside it that have less than its evidence by this


def digests(texts: Texts, passages: list[Region]) -> list[Region]:
    """At most one digest on each side, without those that `passages` explain."""
    left, right = _digest(texts), _digest(texts.flipped())
    found = ([left] if left else []) + ([right.flipped()] if right else [])
    return [region for region in found if _is_better(texts, region, passages)]


def without_parts(regions: list[Region], digests: list[Region]) -> list[Region]:
    """Regions that no digest overlaps."""
    return [region for region in regions if not any(region.overlaps(digest) for digest in digests)]


def divergence(share: float, background: float) -> float:
    """Kullback-Leibler, of two Bernoulli shares; nats a token."""
    share = min(share, 0.99)
    return share * math.log(share / background) + (1 - share) * math.log((1 - share) / (1 - background))


def _digest(texts: Texts) -> Region | None:
    """The stretch of the left text that is likeliest made of words of the right one."""
    everything = Region(Stretch(0, len(texts.left)), Stretch(0, len(texts.right)))
    weights = texts.weights[texts.left.ids]
    hits = known(texts, *everything)
    background = float(weights @ hits / weights.sum())
    if not 0 < background < COPIED:
        return None
    stretch = snapped(texts.left, _likeliest(weights, hits, background), SNAP_TOKENS)
    if stretch.tokens < MIN_TOKENS:
        return None
    inside = slice(*stretch)
    share = float(weights[inside] @ hits[inside] / weights[inside].sum())
    nats = divergence(share, background)
    if share < MIN_SHARE or nats < max(MIN_DIVERGENCE, MIN_NATS / stretch.tokens):
        return None
    return _compact(texts, Region(stretch, everything.right))


def _likeliest(weights: Floats, hits: Bools, background: float) -> Stretch:
    hit, miss = math.log(COPIED / background), math.log((1 - COPIED) / (1 - background))
    return Stretch(*best_stretch(weights * (hit * hits + miss * ~hits)))


def _compact(texts: Texts, digest: Region) -> Region:
    """Where in the right text it comes from, if that is one place."""
    narrow = refined(texts, digest)
    return narrow if narrow and evidence(texts, narrow) >= COMPACT * evidence(texts, digest) else digest


def _is_better(texts: Texts, digest: Region, passages: list[Region]) -> bool:
    inside = [region for region in passages if region.overlaps(digest)]
    return evidence(texts, digest) > STRONGER * sum(evidence(texts, region) for region in inside)
