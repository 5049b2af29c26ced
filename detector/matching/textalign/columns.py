"""Two texts as columns over one vocabulary. No word segmentation: a token is what stands between spaces, folded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.corpus import Bools, Floats, Ints, Longs, rows_of
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


@dataclass(frozen=True, slots=True)
class Text:
    """One of two texts.

    Attributes:
        ids: int64[n], token types.
        sentences, parts: as in `Side`.
        units: int64[u + 1], sentences with long ones cut.
        counts: units x types, how often.
    """

    ids: Longs
    sentences: Longs
    parts: Longs
    units: Longs
    counts: sparse.csr_matrix

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Texts:
    """Two texts over the same types. `weights`: float64[types], nats: -log of the share of units that have it."""

    left: Text
    right: Text
    weights: Floats

    def flipped(self) -> Texts:
        """Right as left."""
        return Texts(self.right, self.left, self.weights)


def columns_of(left: str, right: str) -> Texts:
    """Tokens, sentences and weights of two texts; linear."""
    return paired(side_of(left), side_of(right))


def side_of(text: str) -> Side:
    """All of a text, as one part."""
    tokens = tokens_of(text)
    sentences = sentences_of(text, tokens.starts)
    return Side(tokens.stems, tokens.starts, tokens.ends, sentences, np.unique([0, len(tokens.stems)]))


def only(side: Side, kept: Bools) -> Side:
    """The tokens that are `kept` (bool[n]); what follows one that is not begins a part."""
    before = np.append(0, np.cumsum(kept))
    parts = np.unique(before[np.flatnonzero(np.append(~kept, True))])
    parts = np.unique(np.concatenate([[0], parts, before[side.parts]]))
    sentences = np.unique(np.concatenate([parts, before[side.sentences]]))
    return Side(side.stems[kept], side.starts[kept], side.ends[kept], sentences, parts)


def paired(left: Side, right: Side) -> Texts:
    """Two texts over their common types, weighed by these two alone: whoever else has a word changes no passage."""
    types, ids = np.unique(np.concatenate([left.stems, right.stems]), return_inverse=True)
    texts = []
    for side, part in zip((left, right), (ids[: len(left.stems)], ids[len(left.stems) :]), strict=True):
        units = capped(side.sentences)
        texts.append(Text(part, side.sentences, side.parts, units, _counts(part, units, len(types))))
    return Texts(texts[0], texts[1], _weights([text.counts for text in texts], len(types)))


def _counts(ids: Longs, units: Longs, types: int) -> sparse.csr_matrix:
    keys, times = np.unique(rows_of(units).astype(np.int64) * types + ids, return_counts=True)
    rows, columns = np.divmod(keys, max(types, 1))
    indptr = np.searchsorted(rows, np.arange(len(units)))
    return sparse.csr_matrix((times.astype(np.float64), columns, indptr), shape=(len(units) - 1, types))


def _weights(counts: list[sparse.csr_matrix], types: int) -> Floats:
    having = np.bincount(np.concatenate([one.indices for one in counts]), minlength=types)
    return np.log((sum(one.shape[0] for one in counts) + PRIOR_UNITS) / having)
