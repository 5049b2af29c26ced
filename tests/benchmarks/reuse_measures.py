"""How much of one text is in another: measures of two texts, all 0 to 1 unless said otherwise.

Containment and longest common subsequence after Clough, Stevenson: Developing a Corpus of Plagiarised Short Answers,
Language Resources and Evaluation 45, 2011; the left text is the one that may be a copy.
"""

from __future__ import annotations

import math

import numpy as np

from detector.corpus import Bools, Floats, Longs
from detector.matching.textalign.align import align_with_digests
from detector.matching.textalign.columns import Texts
from detector.matching.textalign.regions import Region

EDITED = (0.4, 0.9)  # cosines: below it a sentence is another one, above it the same one


def containment(texts: Texts, length: int) -> float:
    """Share of the distinct n-grams of the left text that the right has; 0 if the left is shorter than `length`."""
    ours, theirs = (np.unique(_grams(ids, length), axis=0) for ids in (texts.left.ids, texts.right.ids))
    if not len(ours) or not len(theirs):
        return 0.0
    both = np.unique(np.concatenate([ours, theirs]), axis=0)
    return (len(ours) + len(theirs) - len(both)) / len(ours)


def weighted_containment(texts: Texts) -> float:
    """Share of the left text's tokens that the right has, by weight: a rare word counts for more."""
    weights = texts.weights[texts.left.ids]
    return float(weights @ np.isin(texts.left.ids, texts.right.ids) / weights.sum()) if len(weights) else 0.0


def subsequence_share(texts: Texts) -> float:
    """Longest common subsequence of tokens by the left text's tokens. Quadratic: for short texts."""
    reached = np.zeros(len(texts.right) + 1, np.int64)
    for token in texts.left.ids:
        reached[1:] = np.maximum(reached[1:], reached[:-1] + (texts.right.ids == token))
        reached = np.maximum.accumulate(reached)
    return float(reached[-1] / len(texts.left)) if len(texts.left) else 0.0


def run_lengths(texts: Texts, *, shortest: int) -> Longs:
    """Tokens of the maximal stretches of the left text whose n-grams of `shortest` tokens are all in the right one."""
    covered = _covered(texts.left.ids, texts.right.ids, shortest)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], covered.astype(np.int8), [0]])))
    return (edges[1::2] - edges[::2]).astype(np.int64)


def run_share(texts: Texts, *, shortest: int) -> float:
    """Share of the left text's tokens inside those stretches."""
    return float(run_lengths(texts, shortest=shortest).sum() / len(texts.left)) if len(texts.left) else 0.0


def longest_run(texts: Texts, *, shortest: int = 3) -> float:
    """Log2 of 1 + tokens of the longest of those stretches; 0 up."""
    return math.log2(1 + int(run_lengths(texts, shortest=shortest).max(initial=0)))


def aligned_share(texts: Texts, regions: list[Region]) -> float:
    """Share of the left text's tokens that stand in a passage of `align_with_digests`."""
    inside = np.zeros(len(texts.left), np.bool_)
    for region in regions:
        inside[slice(*region.left)] = True
    return float(inside.mean()) if len(inside) else 0.0


def unit_likeness(texts: Texts) -> Floats:
    """Of each unit of the left text, the cosine with the likest unit of the right one. Dense: for short texts."""
    if not (len(texts.left) and len(texts.right)):
        return np.zeros(len(texts.left.units) - 1)
    sides = [np.zeros((len(text.units) - 1, len(texts.weights))) for text in (texts.left, texts.right)]
    for side, (units, types, times) in zip(sides, (texts.left.counts, texts.right.counts), strict=True):
        side[units, types] = times * texts.weights[types]
    left, right = (side / np.linalg.norm(side, axis=1, keepdims=True) for side in sides)
    likest: Floats = (left @ right.T).max(axis=1)
    return likest


def edited_share(texts: Texts) -> float:
    """Share of the left text's tokens in units that are like one of the right text and not the same."""
    likeness, lengths = unit_likeness(texts), np.diff(texts.left.units)
    edited = (likeness > EDITED[0]) & (likeness < EDITED[1])
    return float(lengths @ edited / max(1, len(texts.left)))


def all_measures(texts: Texts, *, min_tokens: int) -> dict[str, float]:
    """Every measure of this module by name, passages of at least `min_tokens`."""
    return {
        **{f"containment of {length}-grams": containment(texts, length) for length in range(1, 6)},
        "weighted containment": weighted_containment(texts),
        "subsequence share": subsequence_share(texts),
        **{f"share in runs of {length}": run_share(texts, shortest=length) for length in (3, 5, 8, 15)},
        "longest run": longest_run(texts),
        "aligned share": aligned_share(texts, align_with_digests(texts, min_tokens=min_tokens)),
        "edited share": edited_share(texts),
        "mean likeness": float(unit_likeness(texts).mean()) if len(texts.left) else 0.0,
    }


def _grams(ids: Longs, length: int) -> Longs:
    """Rows of n-grams, int64[grams, length]."""
    if len(ids) < length:
        return np.zeros((0, length), np.int64)
    return np.lib.stride_tricks.sliding_window_view(ids, length).astype(np.int64)


def _covered(ours: Longs, theirs: Longs, length: int) -> Bools:
    """Tokens of ours in an n-gram that theirs has."""
    grams = _grams(ours, length), _grams(theirs, length)
    _, rows = np.unique(np.concatenate(grams), axis=0, return_inverse=True)
    found = np.isin(rows[: len(grams[0])], rows[len(grams[0]) :])
    covered = np.zeros(len(ours), np.bool_)
    for offset in range(length if len(found) else 0):
        covered[offset : offset + len(found)] |= found
    return covered
