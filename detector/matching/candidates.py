"""Which pairs of documents deserve a closer look: rare shingles in common (partial copies) and LSH (whole copies)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.corpus import Bools, Floats, Ints, Longs, rows_of, unique_sorted
from detector.matching.blocks import blocks
from detector.matching.grams import Grams
from detector.matching.minhash import Sketches, colliding
from detector.matching.ordering import ordered_by
from detector.matching.postings import Postings, among_strongest, pairs_within
from detector.matching.rarity import distinct_witnesses
from detector.settings import Settings

# Rare shingles in common, counted as if nobody else had them: six runs of four syllables are the traces of one copied
# sentence of nine. LSH at 0.5 alone finds 4 to 9 % of partial copies, this join all of them.
_MIN_UNIQUE_SHINGLES = 6.0
_JOINED_AT_ONCE = 4_000_000  # shared shingles, counted for each pair: some 50 MB
_SUMMED_AT_ONCE = 1000  # pairs that only LSH finds
_BACKGROUND_PEOPLE = 20  # keeps the weight of a shingle above zero in a folder of two


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of document rows, left < right, ordered.

    Attributes:
        weights: bits of shared shingles, by the number of people who have each alone.
        capped_shingles: shingles in more documents than the cap; they only linked neighbours.
    """

    left: Ints
    right: Ints
    weights: Floats
    capped_shingles: int

    def where(self, which: Bools) -> Candidates:
        """Only the pairs that `which` (bool[pairs]) names."""
        return replace(self, left=self.left[which], right=self.right[which], weights=self.weights[which])

    def joined(self, left: Longs, right: Longs) -> Candidates:
        """With these pairs too, left < right; the new ones weigh nothing, for they share no rare shingles."""
        width = int(max(self.right.max(initial=0), right.max(initial=0))) + 1
        keys, first = np.unique(
            np.concatenate([self.left, left]).astype(np.int64) * width + np.concatenate([self.right, right]),
            return_index=True,
        )
        weights = np.concatenate([self.weights, np.zeros(len(left))])[first]
        rows, columns = np.divmod(keys, width)
        return replace(self, left=rows.astype(np.int32), right=columns.astype(np.int32), weights=weights)


def find_candidates(
    grams: Grams, sketches: Sketches, known: Bools, allowed: Bools, writers: Ints, settings: Settings
) -> Candidates:
    """Pairs with a submission on at least one side.

    Linear in the corpus at a fixed copying rate: no posting list or bucket longer than
    `Settings.shingle_max_documents` gives all its pairs, and nobody has more than `Settings.max_partners` of their own.

    Args:
        known: bool[grams], shingles of forms, rules, stock clauses and handed-out texts; they weigh nothing.
        allowed: bool[documents], the submissions.
        writers: int32[documents], person numbers: what one person wrote in twelve sheets is as rare as in one.
    """
    documents, people = len(allowed), len(np.unique(writers))
    least = _MIN_UNIQUE_SHINGLES * float(_bits(2, people))
    near_copies = _near_copies(sketches, documents, settings)
    having = np.maximum(distinct_witnesses(grams, writers, np.ones(documents, bool)), 1)
    weights = np.where(known, 0.0, _bits(having, people))
    pair_keys, bits = _by_shingles(grams, weights, documents, near_copies, least, settings)
    rows, columns = np.divmod(pair_keys, max(documents, 1))
    keep = allowed[rows] | allowed[columns]
    keep &= among_strongest(rows, columns, bits, settings.max_partners)
    capped = int((grams.postings.lengths() > settings.shingle_max_documents).sum())
    return Candidates(rows[keep].astype(np.int32), columns[keep].astype(np.int32), bits[keep], capped)


def _near_copies(sketches: Sketches, documents: int, settings: Settings) -> Longs:
    """Pairs that LSH finds, as sorted keys left * documents + right."""
    keys = [np.zeros(0, np.int64)]
    for buckets in colliding(sketches, settings.minhash_threshold):
        first, second, _ = pairs_within(buckets, cap=settings.shingle_max_documents)
        keys.append(first * documents + second)
    return unique_sorted(np.concatenate(keys)).astype(np.int64)


def _by_shingles(
    grams: Grams, bits: Floats, documents: int, wanted: Longs, least: float, settings: Settings
) -> tuple[Longs, Floats]:
    """Pairs with at least `least` bits of rare shingles in common, and the `wanted` ones whatever they have.

    The bits of all pairs are the product of a matrix of documents and shingles with its transpose; it is taken some
    documents at a time, so that the many pairs with a phrase in common are dropped as soon as they are summed.

    Args:
        bits: float64[grams], what each shingle weighs.
        wanted: int64[...], sorted keys left * documents + right.

    Returns:
        Sorted keys and their bits.
    """
    joined = _Join(grams.postings, bits, documents, settings.shingle_max_documents)
    heavy = list(joined.heavy_pairs(least * (1 - 1e-9)))  # exactly six: their sum may be a rounding error less
    keys = np.concatenate([np.zeros(0, np.int64), *(rows * documents + columns for rows, columns, _ in heavy)])
    light = wanted[~np.isin(wanted, keys)]
    weights = [*(sums for _, _, sums in heavy), joined.sums(*np.divmod(light, max(documents, 1)))]
    pair_keys, pair_weights = np.concatenate([keys, light]), np.concatenate(weights)
    order = np.argsort(pair_keys)
    return pair_keys[order], pair_weights[order]


class _Join:
    """Sums over the shingles that two documents share; lists longer than `cap` only link neighbours.

    Such links stand below the shingles: each document asks for its own rows of them too.
    """

    def __init__(self, postings: Postings, bits: Floats, documents: int, cap: int) -> None:
        lengths = postings.lengths()
        indptr, rows = _lists(postings, (lengths > 1) & (lengths <= cap) & (bits > 0))
        weights = bits[(lengths > 1) & (lengths <= cap) & (bits > 0)]
        shape = (len(weights), documents)
        self._having = sparse.csr_matrix((np.ones(len(rows)), rows, indptr), shape=shape)
        weighted = sparse.csr_matrix((np.repeat(weights, np.diff(indptr)), rows, indptr), shape=shape)
        self._shingles = weighted.T.tocsr()
        self._links = _links(postings, bits, documents, cap)
        later = np.repeat(indptr[1:], np.diff(indptr)) - np.arange(len(rows))  # documents from this one on
        self._costs = np.bincount(rows, later, minlength=documents).astype(np.int64)

    def heavy_pairs(self, least: float) -> Iterator[tuple[Longs, Longs, Floats]]:
        """Left and right rows, left < right, of pairs with at least `least` bits, and these; ascending by left row."""
        having = self._having
        for some in blocks(self._costs, _JOINED_AT_ONCE):
            having = _columns_from(having, some.start)
            itself = sparse.identity(some.stop - some.start, format="csr")
            asking = sparse.hstack([self._shingles[some], itself, itself], format="csr")
            sums = asking @ sparse.vstack([having, *(links[some] for links in self._links)], format="csr")
            heavy = np.flatnonzero(sums.data >= least)
            rows = np.searchsorted(sums.indptr, heavy, "right") - 1 + some.start
            columns = sums.indices[heavy].astype(np.int64)
            later = columns > rows
            yield rows[later], columns[later], sums.data[heavy][later]

    def sums(self, left: Longs, right: Longs) -> Floats:
        """Bits of some pairs, left < right."""
        sums = np.zeros(len(left))
        each = np.ones(self._shingles.shape[1])
        for start in range(0, len(left), _SUMMED_AT_ONCE):
            some = slice(start, start + _SUMMED_AT_ONCE)
            shared = self._shingles[left[some]].multiply(self._shingles[right[some]].sign())
            sums[some] = np.asarray(shared @ each)
            for links in self._links:
                sums[some] += np.asarray(links[left[some], right[some]]).ravel()
        return sums


def _links(postings: Postings, bits: Floats, documents: int, cap: int) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Bits of the first document of each list longer than `cap` with the others, and of neighbours after the first.

    Two matrices float64[documents, documents] with nothing below the diagonal; places of the second may repeat.
    """
    long = (postings.lengths() > cap) & (bits > 0)
    indptr, members = _lists(postings, long)
    weights = bits[long]
    shape = (len(weights), documents)
    firsts = sparse.csr_matrix((weights, members[indptr[:-1]], np.arange(len(weights) + 1)), shape=shape).T
    lists = sparse.csr_matrix((np.ones(len(members)), members, indptr), shape=shape)
    order, starts = ordered_by(members, documents)
    has_next = np.ones(len(members), bool)
    has_next[indptr[:-1]] = has_next[indptr[1:] - 1] = False
    followed = has_next[order]
    order = order[followed]
    pointers = np.append(0, np.cumsum(followed))[starts]
    neighbours = (weights[rows_of(indptr)[order]], members[order + 1], pointers)
    return firsts.tocsr() @ lists, sparse.csr_matrix(neighbours, shape=(documents, documents))


def _columns_from(matrix: sparse.csr_matrix, start: int) -> sparse.csr_matrix:
    """The same matrix with nothing in the columns before `start`."""
    kept = matrix.indices >= start
    indptr = np.append(0, np.cumsum(kept))[matrix.indptr]
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], indptr), shape=matrix.shape)


def _bits(having: NDArray[np.int64] | int, people: int) -> NDArray[np.float64]:
    """Weight of a shingle by the share of the people who have it."""
    return np.log2((people + _BACKGROUND_PEOPLE) / np.asarray(having, dtype=np.float64))


def _lists(postings: Postings, which: Bools) -> tuple[Longs, Ints]:
    """Only the lists that `which` (bool[keys]) names."""
    lengths = postings.lengths()
    indptr = np.concatenate([[0], np.cumsum(lengths[which])]).astype(np.int64)
    return indptr, postings.documents[np.repeat(which, lengths)]
