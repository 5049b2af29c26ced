"""Digests: a passage of one text that is made of words from all over the other, as a summary is.

Sentence pairs do not show it; the words do. How many of the words of a stretch the other text has is compared, by
likelihood ratio, with how many it has of the rest of the text: that a long text has every word, or that both have one
subject, is then no evidence. Nor is a section of stock wording in a text of one's own: how much the rest of the text
differs from place to place is taken out.
"""

from __future__ import annotations

import math

import numpy as np

from detector.corpus import Bools, Floats
from detector.matching.textalign.columns import Texts
from detector.matching.textalign.edges import SNAP_TOKENS, best_stretch, is_word_for_word, known, refined, snapped
from detector.matching.textalign.regions import Region, Stretch, evidence
from detector.matching.textalign.selection import VERBATIM_TOKENS

MIN_TOKENS = 50  # a paragraph: shorter stretches reach the ratio by chance
MIN_SHARE = 0.7  # of its words that the other text has, weighted: summaries of the PAN 2013 sample have .77 up
COPIED = 0.8  # the share that is looked for
# Nats of the stretch's words, by how far the rest of the text spreads. Summaries of the PAN 2013 sample have 30, 39, 47
# and more; of 1,500 pairs of texts of different units (forms and stock left in) the likest stretch has 32.
MIN_NATS = 34.0
MIN_DIVERGENCE = 0.36  # nats a token: .31, .40, .46 and more against .31, .25; a digest is dense however long it is
# Where the rest is full of the other's words too, as of two forms of different units (.91 against .44: 41 nats), a
# digest says so much more
TIMES_BACKGROUND, FULL_NATS = 2.2, 45.0
WINDOW_TOKENS = 20  # the spread is that of windows of so many tokens; 40 tells the two apart less well
PRIOR_WINDOWS = 4  # that spread as independent words would
COMPACT = 0.75  # a region that has this much of the digest's evidence is where it comes from
STRONGER = 1.1  # a digest takes the place of passages inside it that have less than its evidence by this


def with_digests(texts: Texts, passages: list[Region]) -> list[Region]:
    """The passages, and at most one digest on each side instead of those inside it that explain less.

    What is word for word in both texts explains itself: it stays, and a digest is what stands beside it.
    """
    long = (region for region in passages if region.tokens >= VERBATIM_TOKENS)
    verbatim = [region for region in long if is_word_for_word(texts, region)]
    flipped = texts.flipped(), [region.flipped() for region in verbatim]
    digests = _digest(texts, verbatim), _digest(*flipped)
    passages = _instead(texts, digests[0], passages, verbatim)
    others = _instead(flipped[0], digests[1], [region.flipped() for region in passages], flipped[1])
    return [region.flipped() for region in others]


def _instead(texts: Texts, digest: Region | None, passages: list[Region], verbatim: list[Region]) -> list[Region]:
    """The digest of the left text instead of the passages inside it, if it explains more than they and one place do."""
    if not digest:
        return passages
    inside = [region for region in passages if _is_in(digest.left, region.left) and region not in verbatim]
    if evidence(texts, digest) <= STRONGER * sum(evidence(texts, region) for region in inside):
        return passages
    if _is_of_one_place(texts, digest):
        return passages
    return [*(region for region in passages if region not in inside), digest]


def divergence(share: float, background: float) -> float:
    """Kullback-Leibler, of two Bernoulli shares; nats a token."""
    share, background = min(share, 0.99), max(background, 0.01)
    return share * math.log(share / background) + (1 - share) * math.log((1 - share) / (1 - background))


def _is_in(digest: Stretch, other: Stretch) -> bool:
    """Whether half of one is in the other."""
    return 2 * digest.overlap(other) > min(digest.tokens, other.tokens)


def _digest(texts: Texts, verbatim: list[Region]) -> Region | None:
    """The stretch of the left text, beside what is `verbatim`, that is likeliest made of words of the right one."""
    explained = [region.left for region in verbatim]
    everything = Region(Stretch(0, len(texts.left)), Stretch(0, len(texts.right)))
    weights = texts.left.weights.copy()
    for stretch in explained:
        weights[slice(*stretch)] = 0
    hits = known(texts, everything.left, everything.right)
    worth = weights * hits
    background = _share(worth, weights)
    if not 0 < background < COPIED:
        return None
    hit, miss = math.log(COPIED / background), math.log((1 - COPIED) / (1 - background))
    found = snapped(texts.left, Stretch(*best_stretch(weights * miss + worth * (hit - miss))), SNAP_TOKENS)
    if found.tokens < MIN_TOKENS or not _is_net_of_chance(weights, hits, found):
        return None
    longest = _longest_beside(found, explained)
    return Region(longest, everything.right, is_digest=True) if longest.tokens >= MIN_TOKENS else None


def _longest_beside(stretch: Stretch, explained: list[Stretch]) -> Stretch:
    """The longest part of the stretch that reaches into nothing that is `explained`."""
    inside = sorted(other for other in explained if stretch.overlap(other))
    starts = [stretch.start, *(other.end for other in inside)]
    ends = [*(other.start for other in inside), stretch.end]
    return max((Stretch(*ends) for ends in zip(starts, ends, strict=True)), key=lambda part: part.tokens)


def _is_net_of_chance(weights: Floats, hits: Bools, stretch: Stretch) -> bool:
    """Whether the hits of the stretch say enough against the rest of the text, however unevenly that is hit."""
    inside = slice(*stretch)
    share = _share((weights * hits)[inside], weights[inside])
    if share < MIN_SHARE:
        return False
    others, rest = np.delete(weights, inside), np.delete(hits, inside)
    background = _share(others * rest, others)
    if share <= background:
        return False
    nats = MIN_NATS if share >= TIMES_BACKGROUND * background else FULL_NATS
    least = max(MIN_DIVERGENCE, nats / np.count_nonzero(weights[inside]))
    return divergence(share, background) / _spread(others, rest, background) >= least


def _spread(weights: Floats, hits: Bools, background: float) -> float:
    """Variance of the hits between windows by that of independent words; 1 if they are."""
    windows = len(hits) // WINDOW_TOKENS
    if not windows:
        return 1.0
    shape = (windows, WINDOW_TOKENS)
    size = windows * WINDOW_TOKENS
    seen = ((weights * (hits - background))[:size].reshape(shape).sum(axis=1) ** 2).sum()
    expected = (weights[:size] ** 2).sum() * background * (1 - background)
    prior = PRIOR_WINDOWS * expected / windows
    return max(1.0, float((seen + prior) / (expected + prior))) if expected else 1.0


def _is_of_one_place(texts: Texts, digest: Region) -> bool:
    """Whether one place of the right text explains most of it: then it is a passage, or a copy of one."""
    narrow = refined(texts, digest)
    return narrow is not None and evidence(texts, narrow) >= COMPACT * evidence(texts, digest)


def _share(worth: Floats, weights: Floats) -> float:
    return float(worth.sum() / weights.sum()) if weights.any() else 0.0
