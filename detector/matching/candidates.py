"""Which pairs of documents deserve a closer look: rare shingles in common (partial copies) and LSH (whole copies)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Floats, Ints
from detector.matching.grams import Grams
from detector.matching.minhash import Sketches, colliding
from detector.matching.postings import Postings, pairs_within, summed
from detector.settings import Settings

# Rare shingles in common, in bits of document frequency: five runs of four syllables that nobody else has in a unit
# of 46. LSH at 0.5 alone finds 4 to 9 % of partial copies, this join all of them.
_MIN_BITS = 22.0
_BACKGROUND_DOCUMENTS = 20  # keeps the weight of a shingle above zero in a folder of two


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of document rows, left < right, ordered.

    Attributes:
        weights: bits of shared shingles, by document frequency alone.
        capped_shingles: shingles in more documents than the cap; they only linked neighbours.
    """

    left: Ints
    right: Ints
    weights: Floats
    capped_shingles: int

    def where(self, which: Bools) -> Candidates:
        """Only the pairs that `which` (bool[pairs]) names."""
        return Candidates(self.left[which], self.right[which], self.weights[which], self.capped_shingles)


def find_candidates(grams: Grams, sketches: Sketches, allowed: Bools, settings: Settings) -> Candidates:
    """Pairs with a submission (`allowed`, bool[documents]) on at least one side.

    Linear in the corpus at a fixed copying rate: no posting list or bucket longer than
    `Settings.shingle_max_documents` gives all its pairs.
    """
    documents = len(allowed)
    left, right, weights = _by_shingles(grams, documents, settings)
    heavy = weights >= _MIN_BITS
    keys = [left[heavy].astype(np.int64) * documents + right[heavy]]
    for buckets in colliding(sketches, settings.minhash_threshold):
        first, second, _ = pairs_within(buckets, cap=settings.shingle_max_documents)
        keys.append(first * documents + second)
    distinct = np.unique(np.concatenate(keys))
    rows, columns = np.divmod(distinct, max(documents, 1))
    keep = allowed[rows] | allowed[columns]
    capped = int((grams.postings.lengths() > settings.shingle_max_documents).sum())
    known = np.searchsorted(left.astype(np.int64) * documents + right, distinct)
    bits = _looked_up(left.astype(np.int64) * documents + right, weights, distinct, known)
    return Candidates(rows[keep].astype(np.int32), columns[keep].astype(np.int32), bits[keep], capped)


def _by_shingles(grams: Grams, documents: int, settings: Settings) -> tuple[Ints, Ints, Floats]:
    lengths = grams.postings.lengths()
    bits = np.log2((documents + _BACKGROUND_DOCUMENTS) / np.maximum(lengths, 1))
    left, right, keys = pairs_within(_shared(grams.postings), cap=settings.shingle_max_documents)
    return summed(left, right, bits[np.flatnonzero(lengths > 1)][keys], documents)


def _shared(postings: Postings) -> Postings:
    """Only the lists of two documents and more."""
    lengths = postings.lengths()
    shared = lengths > 1
    indptr = np.concatenate([[0], np.cumsum(lengths[shared])]).astype(np.int64)
    return Postings(indptr, postings.documents[np.repeat(shared, lengths)])


def _looked_up(keys: np.ndarray, values: Floats, wanted: np.ndarray, positions: np.ndarray) -> Floats:
    """`values` of the `wanted` keys, 0 where a key is not there."""
    inside = positions < len(keys)
    found = np.zeros(len(wanted), bool)
    found[inside] = keys[positions[inside]] == wanted[inside]
    result = np.zeros(len(wanted))
    result[found] = values[positions[found]]
    return result
