"""Where a passage begins and ends: the stretch that is likelier copied than not, token by token."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from detector.corpus import Bools, Floats, Longs
from detector.matching.textalign.columns import Text, Texts
from detector.matching.textalign.regions import LEAST_ALIKE, Region, Stretch, similarity

MARGIN_TOKENS = 45  # a passage may grow this far in one round: .001 to .002 better than not at all
ROUNDS = 2
# An end this near to the end of a sentence moves there: the first and last words of a rewritten sentence are often new.
SNAP_TOKENS = 9
SNAP_VERBATIM_TOKENS = 0  # a verbatim copy ends where it ends
BACKGROUND_TOKENS = 1000  # on each side: what the other passage's words are worth is told by the text around
BACKGROUND_RANGE = (0.02, 0.3)
COPIED_RANGE = (0.5, 0.95)  # share of copied words that the other side has: below it is no copy, above it is one typo
# Of a side's tokens: then pairs of neighbours, not words, show what is copied. On the PAN 2013 sample worth .015 of the
# PlagDet of verbatim copies; from .8 down it cuts rewritten ones.
MIN_PAIRED = 0.9

# A word that the other side has, but not once more: what it has is explained already. Counted as copied (1), 801
# characters explain 1,572; not at all (0), the sources of rewritten copies, half as long again, are cut: random .915,
# verbatim .967. From .4 to .6 the whole sample stays within .003.
SPARE = 0.5
# A region that is less alike is cut once more, and nothing is explained twice: sources of rewritten copies are longer,
# but not by so much. From .4 on the recall of random obfuscation falls.
UNLIKE = 0.35
Copied = Callable[[Texts, Stretch, Stretch], Bools]


def refined(texts: Texts, region: Region) -> Region | None:
    """The region with better edges; None if nothing of it is left."""
    copied = known_in_pairs if is_word_for_word(texts, region) else known
    better = _trimmed(texts, region, copied, SPARE)
    if not better or similarity(texts, better) >= UNLIKE:
        return better
    better = _trimmed(texts, better, copied, None)
    return better if better and similarity(texts, better) >= LEAST_ALIKE else None


def best_stretch(scores: Floats) -> tuple[int, int]:
    """The half-open range with the greatest sum (Kadane), (0, 0) if every score is negative."""
    sums = np.zeros(len(scores) + 1)
    scores.cumsum(out=sums[1:])
    end = int((sums - np.minimum.accumulate(sums)).argmax())
    return int(sums[: end + 1].argmin()), end


def is_word_for_word(texts: Texts, region: Region) -> bool:
    """Whether most of a side stands in the other in pairs of neighbours."""
    sides = (texts, region), (texts.flipped(), region.flipped())
    return any(_share(known_in_pairs(one, side.left, side.right)) >= MIN_PAIRED for one, side in sides)


def known(texts: Texts, stretch: Stretch, right: Stretch) -> Bools:
    """Tokens of a left stretch whose type the right stretch has, however often, bool[tokens]."""
    types = np.zeros(len(texts.weights), np.bool_)
    types[texts.right.ids[slice(*right)]] = True
    return types[texts.left.ids[slice(*stretch)]]


def known_in_pairs(texts: Texts, stretch: Stretch, right: Stretch) -> Bools:
    """Tokens of a left stretch that stand in the right one beside a neighbour of theirs."""
    types = np.zeros(len(texts.pair_weights), np.bool_)
    types[texts.right.pairs[right.start : right.end - 1]] = True
    types[0] = False
    pairs = types[texts.left.pairs[stretch.start : stretch.end - 1]]
    found = np.zeros(stretch.tokens, np.bool_)
    found[:-1] = pairs
    found[1:] |= pairs
    return found


def explained(texts: Texts, found: Bools, reach: Stretch, region: Region) -> Bools:
    """Of the `found` tokens of a left stretch as many of each type as the region's right side has, bool[tokens].

    Those near the middle of the region's left side come first.
    """
    ids = texts.left.ids[slice(*reach)]
    types = len(texts.weights)
    surplus = np.bincount(ids[found], minlength=types)
    surplus -= np.bincount(texts.right.ids[slice(*region.right)], minlength=types)
    rows = (found & (surplus > 0)[ids]).nonzero()[0]
    distance = np.abs(2 * (rows + reach.start) + 1 - sum(region.left))
    order = rows[np.argsort(ids[rows] * (2 * len(texts.left) + 2) + distance, kind="stable")]
    ordered = ids[order]
    behind = ordered.searchsorted(ordered, side="right") - np.arange(len(order))  # of the type, with the token itself
    kept = found.copy()
    kept[order[behind <= surplus[ordered]]] = False
    return kept


def _share(found: Bools) -> float:
    return np.count_nonzero(found) / len(found)


def _trimmed(texts: Texts, region: Region, copied: Copied, spare: float | None) -> Region | None:
    """The region with its likeliest edges; without `spare` a word that is explained already is no copy."""
    for _ in range(ROUNDS):
        left = _likeliest(texts, region, copied, spare)
        right = _likeliest(texts.flipped(), region.flipped(), copied, spare) if left.tokens else left
        if not right.tokens:
            return None
        before, region = region, Region(left, right)
        if region == before:
            break
    snap = SNAP_TOKENS if copied is known else SNAP_VERBATIM_TOKENS
    region = Region(snapped(texts.left, region.left, snap), snapped(texts.right, region.right, snap))
    return region if region.tokens else None


def _likeliest(texts: Texts, region: Region, copied: Copied, spare: float | None) -> Stretch:
    """The stretch of the left side that is likeliest a copy of the right side."""
    text, side = texts.left, region.left
    nearby = side.widened(BACKGROUND_TOKENS, Stretch(0, len(text)))
    found = copied(texts, nearby, region.right)
    share, background = _shares(text.weights[slice(*nearby)], found, side.start - nearby.start, side.tokens)
    if copied is known_in_pairs:  # then a side with a low share only reaches too far
        weights = texts.right.weights[slice(*region.right)]
        share = max(share, float((weights * copied(texts.flipped(), region.right, side)).sum() / weights.sum()))
    hit, miss = _log_ratios(share, background)
    reach = side.widened(MARGIN_TOKENS, _part_around(text, side))
    found = found[reach.start - nearby.start : reach.end - nearby.start]
    ratios = np.array([miss, miss if spare is None else spare * hit, hit])
    levels = found.view(np.int8) + explained(texts, found, reach, region)
    start, end = best_stretch(text.weights[slice(*reach)] * ratios[levels])
    return Stretch(reach.start + start, reach.start + end)


def _shares(weights: Floats, hits: Bools, start: int, tokens: int) -> tuple[float, float]:
    """Share of the words of the passage, and of those around it, that the other passage has."""
    worth, inside = weights * hits, slice(start, start + tokens)
    hit, weight = float(worth[inside].sum()), float(weights[inside].sum())
    return hit / weight, (float(worth.sum()) - hit + 1) / (float(weights.sum()) - weight + 4)


def _part_around(text: Text, stretch: Stretch) -> Stretch:
    """The part of the text that a stretch is in."""
    at = int(text.parts.searchsorted(stretch.start, side="right"))
    return Stretch(*text.parts[at - 1 : at + 1].tolist())


def _log_ratios(share: float, background: float) -> tuple[float, float]:
    """What a word that the other side has, and one that it has not, says for a copy against the text around."""
    background = min(max(background, BACKGROUND_RANGE[0]), BACKGROUND_RANGE[1])
    share = min(max(share, background + 0.1, COPIED_RANGE[0]), COPIED_RANGE[1])
    return math.log(share / background), math.log((1 - share) / (1 - background))


def snapped(text: Text, stretch: Stretch, tokens: int) -> Stretch:
    """Ends moved to the ends of sentences that are at most `tokens` away."""
    return Stretch(_nearest(text.sentences, stretch.start, tokens), _nearest(text.sentences, stretch.end, tokens))


def _nearest(cuts: Longs, row: int, tokens: int) -> int:
    at = int(cuts.searchsorted(row))
    near = min(cuts[max(0, at - 1) : at + 1].tolist(), key=lambda cut: abs(cut - row))
    return near if abs(near - row) <= tokens else row
