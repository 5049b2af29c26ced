"""How improbable it is that an unrelated writer of this unit writes a run of syllables, in bits.

An interpolated trigram model over *document* frequencies: the probability of a syllable after two others is the share
of the submissions with the first two that also have the third, smoothed towards shorter contexts. The documents of
the pair in question (and of its crowd) are taken out of the counts, so a passage that nobody else has is as rare as
its words are unusual, and one that everybody has costs nothing. Text that ships with the package (forms, rules, stock
clauses) counts as if several more submissions had it: without it a unit of ten could not know a stock clause.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Corpus, Floats, Ints, Longs
from detector.documents import Role
from detector.matching.grams import Grams, build_grams

# Pseudo-documents of the shorter context. With 6, a run that one outsider also has keeps about 2 bits a syllable and
# one that ten of ten outsiders have about 0.3; smaller values let a single third reader explain a copy away.
_SMOOTHING = 6.0
_BACKGROUND_DOCUMENTS = 6.0

_WRITERS = frozenset({Role.SUBMISSION, Role.PREVIOUS, Role.REFERENCE})


@dataclass(frozen=True, slots=True)
class RarityModel:
    """Counts behind the bits: `grams[n - 1]` are the n-grams, `counts` the writers' documents that have each.

    Attributes:
        grams: unigrams, bigrams, trigrams.
        counts: float64 per gram; documents by writers plus the background's pseudo-documents.
        is_writer: bool[documents].
    """

    grams: tuple[Grams, Grams, Grams]
    counts: tuple[Floats, Floats, Floats]
    is_writer: Bools

    def bits(self, tokens: Longs, excluded: Bools) -> Floats:
        """Bits of each token given the two before it, float64[len(tokens)]; `excluded` documents do not count.

        `tokens` must each have a counted token of the same document before it.
        """
        one, before, two = self.grams[0].ids[tokens], self.grams[0].ids[tokens - 1], self.grams[1].ids[tokens - 1]
        has_third = np.where(tokens >= 2, self.grams[2].ids[tokens - 2], -1)
        context = np.where(has_third >= 0, self.grams[1].ids[tokens - 2], -1)
        total = float(self.counts[0].sum())
        p1 = (self._count(0, one, excluded) + 0.5) / (total + 0.5 * len(self.counts[0]))
        p2 = _interpolated(self._count(1, two, excluded), self._count(0, before, excluded), p1)
        p3 = _interpolated(self._count(2, has_third, excluded), self._count(1, context, excluded), p2)
        bits: Floats = -np.log2(np.minimum(p3, 1.0))
        return bits

    def _count(self, order: int, grams: Ints, excluded: Bools) -> Floats:
        """Documents with each gram that are not excluded; 0 for gram -1."""
        known = grams >= 0
        distinct, inverse = np.unique(grams[known], return_inverse=True)
        documents, positions = self.grams[order].documents_of(distinct)
        taken = np.bincount(positions, excluded[documents] & self.is_writer[documents], minlength=len(distinct))
        result = np.zeros(len(grams))
        result[known] = (self.counts[order][distinct] - taken)[inverse]
        return result


def build_rarity_model(corpus: Corpus, *, counted: Bools) -> RarityModel:
    """Counts over the `counted` tokens (bool[tokens]) of all documents, background included."""
    is_writer = np.array([d.role in _WRITERS for d in corpus.documents], dtype=bool)
    grams = (
        build_grams(corpus, 1, counted=counted),
        build_grams(corpus, 2, counted=counted),
        build_grams(corpus, 3, counted=counted),
    )
    counts = tuple(_weighted_counts(g, is_writer) for g in grams)
    return RarityModel(grams, counts, is_writer)  # type: ignore[arg-type]


def _weighted_counts(grams: Grams, is_writer: Bools) -> Floats:
    keys: NDArray[np.int64] = np.repeat(np.arange(len(grams.keys)), grams.postings.lengths())
    by_writers = is_writer[grams.postings.documents]
    writers = np.bincount(keys, by_writers, minlength=len(grams.keys))
    background = np.bincount(keys, ~by_writers, minlength=len(grams.keys)) > 0
    counts: Floats = writers + _BACKGROUND_DOCUMENTS * background
    return counts


def _interpolated(joint: Floats, context: Floats, shorter: Floats) -> Floats:
    probability: Floats = (joint + _SMOOTHING * shorter) / (context + _SMOOTHING)
    return probability
