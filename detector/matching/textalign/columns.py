"""Two texts as columns over one vocabulary. No word segmentation: a token is what stands between spaces, folded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Floats, Ints, Longs
from detector.matching.textalign.sentences import capped, sentences_of
from detector.matching.textalign.tokens import tokens_of

# Added to the number of units when types are weighed, so that two texts of one sentence have rare words too. PlagDet on
# the PAN 2013 sample: 1 .928, 25 .933, 50 .937, 100 .935.
PRIOR_UNITS = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One text by itself: what is compared of it.

    Attributes:
        stems: integers, equal for tokens that count as one word.
        starts, ends: int32[n], half-open characters of the original.
        sentences: int64[m + 1], token rows where a sentence begins, and n.
        parts: int64[p + 1], token rows where a part begins that no passage leaves, and n; each begins a sentence.
    """

    stems: NDArray[np.integer]
    starts: Ints
    ends: Ints
    sentences: Longs
    parts: Longs


class Counts(NamedTuple):
    """How often each type of a unit stands in it, ordered by unit, then type, int64[c] each."""

    units: Longs
    types: Longs
    times: Longs

    def where(self, which: Bools | slice) -> Counts:
        """Only the rows that `which` names."""
        return Counts(self.units[which], self.types[which], self.times[which])


@dataclass(frozen=True, slots=True)
class Text:
    """One of two texts.

    Attributes:
        ids: int64[n], token types.
        pairs: int64[n], types of a token with the next; 0 without a next, and if the other text lacks one of the two.
        weights: float64[n], of the tokens.
        sentences, parts: as in `Side`.
        units: int64[u + 1], sentences with long ones cut.
        counts: of its units.
    """

    ids: Longs
    pairs: Longs
    weights: Floats
    sentences: Longs
    parts: Longs
    units: Longs
    counts: Counts

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Texts:
    """Two texts over the same types.

    Attributes:
        weights: float64[types], nats: -log of the share of units that have it.
        pair_weights: float64[types of pairs], the mean of the two; 0 for the first.
    """

    left: Text
    right: Text
    weights: Floats
    pair_weights: Floats

    def flipped(self) -> Texts:
        """Right as left."""
        return Texts(self.right, self.left, self.weights, self.pair_weights)


def columns_of(left: str, right: str) -> Texts:
    """Tokens, sentences and weights of two texts; linear."""
    return paired(side_of(left), side_of(right))


def side_of(text: str) -> Side:
    """All of a text, as one part."""
    tokens = tokens_of(text)
    sentences = sentences_of(text, tokens.starts)
    parts = sentences[[0, -1]] if len(sentences) > 1 else sentences
    return Side(tokens.stems, tokens.starts, tokens.ends, sentences, parts)


def only(side: Side, kept: Bools) -> Side:
    """The tokens that are `kept` (bool[n]); what follows one that is not begins a part."""
    before = np.append(0, np.cumsum(kept))
    parts = np.unique(before[np.flatnonzero(np.append(~kept, True))])
    parts = np.unique(np.concatenate([[0], parts, before[side.parts]]))
    sentences = np.unique(np.concatenate([parts, before[side.sentences]]))
    return Side(side.stems[kept], side.starts[kept], side.ends[kept], sentences, parts)


def paired(left: Side, right: Side) -> Texts:
    """Two texts over their common types, weighed by these two alone: whoever else has a word changes no passage."""
    ids = _numbered(np.concatenate([left.stems, right.stems]))
    types = int(ids.max(initial=-1)) + 1
    units = capped(left.sentences), capped(right.sentences)
    lengths = np.concatenate([np.diff(cuts) for cuts in units])
    counts = _counts(ids, lengths, types)
    weights = np.log((len(lengths) + PRIOR_UNITS) / np.bincount(counts.types, minlength=types))
    number = len(left.stems)
    pairs, pair_weights = _pairs(ids, number, weights)
    ours, theirs = _halves(counts, len(units[0]) - 1)
    tokens = weights[ids]
    return Texts(
        Text(ids[:number], pairs[:number], tokens[:number], left.sentences, left.parts, units[0], ours),
        Text(ids[number:], pairs[number:], tokens[number:], right.sentences, right.parts, units[1], theirs),
        weights,
        pair_weights,
    )


def _numbered(values: NDArray[np.integer]) -> Longs:
    """The number of each among the distinct ones, by size: the inverse of `numpy.unique`, with less around it."""
    order = values.argsort()
    ordered = values[order]
    ids = np.zeros(len(values), np.int64)
    ids[order[1:]] = (ordered[1:] != ordered[:-1]).cumsum()
    return ids


def _counts(ids: Longs, lengths: Longs, types: int) -> Counts:
    """Of units of these lengths, one after the other."""
    units = np.repeat(np.arange(len(lengths)), lengths)
    keys, times = np.unique(units * types + ids, return_counts=True)
    return Counts(*np.divmod(keys, max(types, 1)), times)


def _halves(counts: Counts, unit: int) -> tuple[Counts, Counts]:
    """Those of the units before this one, and of the others, numbered from 0."""
    at = int(counts.units.searchsorted(unit))
    behind = counts.where(slice(at, None))
    return counts.where(slice(at)), behind._replace(units=behind.units - unit)


def _pairs(ids: Longs, number: int, weights: Floats) -> tuple[Longs, Floats]:
    """`Text.pairs` of two texts of which the first has so many tokens, and the weights of these types."""
    left, right = np.zeros((2, len(weights)), np.bool_)
    left[ids[:number]] = True
    right[ids[number:]] = True
    common = (left & right)[ids]
    is_pair = common[:-1] & common[1:]
    is_pair[number - 1 : number] = False
    rows = np.flatnonzero(is_pair)
    types, found = np.unique(ids[rows] * len(weights) + ids[rows + 1], return_inverse=True)
    pairs = np.zeros(len(ids), np.int64)
    pairs[rows] = found + 1
    first, second = np.divmod(types, max(len(weights), 1))
    return pairs, np.append(0.0, (weights[first] + weights[second]) / 2)
