"""Which pairs of documents deserve a closer look: rare shingles in common (partial copies) and LSH (whole copies)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Floats, Ints, Longs, unique_sorted
from detector.matching.grams import Grams
from detector.matching.minhash import Sketches, colliding
from detector.matching.postings import Postings, pairs_within, summed
from detector.settings import Settings

# Rare shingles in common, counted as if nobody else had them: six runs of four syllables are the traces of one copied
# sentence of nine. LSH at 0.5 alone finds 4 to 9 % of partial copies, this join all of them.
_MIN_UNIQUE_SHINGLES = 6.0
_CROWDED = 60
_CROWDED_PARTNERS = 4
_BACKGROUND_DOCUMENTS = 20  # keeps the weight of a shingle above zero in a folder of two


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of document rows, left < right, ordered.

    Attributes:
        weights: bits of shared shingles, by document frequency alone.
        capped_shingles: shingles in more documents than the cap; they only linked neighbours.
        complete_from_bits: evidence from which no pair is missed; a pair has no more bits in shingles than in words.
    """

    left: Ints
    right: Ints
    weights: Floats
    capped_shingles: int
    complete_from_bits: float

    def where(self, which: Bools) -> Candidates:
        """Only the pairs that `which` (bool[pairs]) names."""
        return replace(self, left=self.left[which], right=self.right[which], weights=self.weights[which])


def find_candidates(grams: Grams, sketches: Sketches, known: Bools, allowed: Bools, settings: Settings) -> Candidates:
    """Pairs with a submission on at least one side.

    Linear in the corpus at a fixed copying rate: no posting list or bucket longer than
    `Settings.shingle_max_documents` gives all its pairs, and nobody has more than `Settings.max_partners` of their own.

    Args:
        known: bool[grams], shingles of forms, rules and stock clauses; they weigh nothing.
        allowed: bool[documents], the submissions.
    """
    documents = len(allowed)
    left, right, weights = _by_shingles(grams, known, documents, settings)
    least = _MIN_UNIQUE_SHINGLES * float(_bits(2, documents))
    heavy = weights >= least * (1 - 1e-9)  # exactly six: their sum may be a rounding error less
    keys = [left[heavy].astype(np.int64) * documents + right[heavy]]
    for buckets in colliding(sketches, settings.minhash_threshold):
        first, second, _ = pairs_within(buckets, cap=settings.shingle_max_documents)
        keys.append(first * documents + second)
    pair_keys = unique_sorted(np.concatenate(keys))
    rows, columns = np.divmod(pair_keys, max(documents, 1))
    keep = allowed[rows] | allowed[columns]
    keys_of_weights = left.astype(np.int64) * documents + right
    bits = _looked_up(keys_of_weights, weights, pair_keys, np.searchsorted(keys_of_weights, pair_keys))
    keep &= _among_strongest(rows, columns, bits, documents, settings.max_partners)
    capped = int((grams.postings.lengths() > settings.shingle_max_documents).sum())
    return Candidates(rows[keep].astype(np.int32), columns[keep].astype(np.int32), bits[keep], capped, least)


def _among_strongest(left: Longs, right: Longs, weights: Floats, documents: int, most: int) -> Bools:
    """Pairs that are among the `most` heaviest of either side, bool[pairs]; ties by row, so the result is stable.

    Of a document with more candidates than `_CROWDED` only the few heaviest are kept: it stands in a crowd that hangs
    together all the same, and whose pairs would be told as one group anyway.
    """
    partners = np.bincount(left, minlength=documents) + np.bincount(right, minlength=documents)
    allowed = np.where(partners > _CROWDED, min(most, _CROWDED_PARTNERS), most)
    pairs = np.tile(np.arange(len(left)), 2)
    side, other = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.lexsort((other, -weights[pairs], side))
    starts = np.searchsorted(side[order], np.arange(documents))
    rank = np.arange(len(order)) - starts[side[order]]
    keep = np.zeros(len(left), bool)
    keep[pairs[order[rank < allowed[side[order]]]]] = True
    return keep


def _by_shingles(grams: Grams, known: Bools, documents: int, settings: Settings) -> tuple[Ints, Ints, Floats]:
    lengths = grams.postings.lengths()
    bits = np.where(known, 0.0, _bits(np.maximum(lengths, 1), documents))
    left, right, keys = pairs_within(_shared(grams.postings), cap=settings.shingle_max_documents)
    return summed(left, right, bits[np.flatnonzero(lengths > 1)][keys], documents)


def _bits(document_frequency: NDArray[np.int64] | int, documents: int) -> NDArray[np.float64]:
    """Weight of a shingle by the share of the documents that have it."""
    return np.log2((documents + _BACKGROUND_DOCUMENTS) / np.asarray(document_frequency, dtype=np.float64))


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
