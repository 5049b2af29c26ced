"""Who is an independent witness that a wording is common: copies of one text, and texts of one person, are one.

Twelve of forty people who copy one text make it look common. What gives them away is that the *same* people share
*many* passages: of stock wording each phrase has other users as well. So the joint occurrence is judged, not the
frequency of a phrase.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Ints, Longs
from detector.matching.candidates import Candidates
from detector.matching.grams import Grams
from detector.matching.ordering import ordered_by
from detector.settings import Settings

_CROWD_SHINGLES = 60  # a shorter run shared by the same people may be a stock clause or two
_SAMPLE = 32  # shingles of the shared text, evenly spread, that are looked up
_TRIED_PARTNERS = 4
# Users of a sampled shingle outside the crowd, on average, for each member of it. Stock wording of unit A: 2 and more.
_OUTSIDERS_PER_MEMBER = 0.3


def witness_numbers(grams: Grams, candidates: Candidates, writers: Ints, settings: Settings) -> Ints:
    """A number per document, equal where documents are one witness, int32[documents].

    Looks at the strongest few partners of each document, and at no pair whose two sides are one witness already: a
    crowd of thousands costs as many look-ups, not their square.

    Args:
        grams: shingles of the writers' texts.
        writers: int32[documents], person numbers.
    """
    finder = _Crowds(grams, len(writers), settings)
    links = [(writers[writers], np.arange(len(writers)))]  # every text with the first of its writer
    group = writers.astype(np.int64).copy()
    for left, right in _strongest(candidates):
        if group[left] == group[right]:
            continue
        crowd = finder.crowd(left, right)
        if len(crowd):
            links.append((np.full(len(crowd), left), crowd))
            group[np.isin(group, np.unique(group[crowd]))] = group[left]
    ends = [np.concatenate(side) for side in zip(*links, strict=True)]
    graph = sparse.coo_matrix((np.ones(len(ends[0])), (ends[0], ends[1])), shape=(len(writers), len(writers)))
    return connected_components(graph, directed=False)[1].astype(np.int32)


class _Crowds:
    """Looks up who else has what two documents share."""

    def __init__(self, grams: Grams, documents: int, settings: Settings) -> None:
        self._grams = grams
        self._documents = documents
        self._indptr_of_grams = grams.postings.indptr
        self._settings = settings
        by_document, self._indptr = ordered_by(grams.postings.documents, documents)
        gram_rows = np.repeat(np.arange(len(grams.postings), dtype=np.int32), grams.postings.lengths())
        self._shingles = gram_rows[by_document]  # ascending within each document

    def crowd(self, left: int, right: int) -> Longs:
        """Documents that share most of what these two share, if few others use any of it; else empty."""
        shared = np.intersect1d(self._of(left), self._of(right), assume_unique=True)
        if len(shared) < _CROWD_SHINGLES:
            return np.zeros(0, np.int64)
        mixed = shared[np.argsort(self._grams.keys[shared])]  # in no order of words
        sample = mixed[np.linspace(0, len(mixed) - 1, _SAMPLE).astype(np.int64)]
        if self._has_too_many_users(sample):
            return np.zeros(0, np.int64)
        documents, _ = self._grams.documents_of(sample)
        counts = np.bincount(documents, minlength=self._documents)
        inside = counts >= self._settings.crowd_overlap * len(sample)
        outsiders = counts[~inside].sum() / len(sample)
        crowd: Longs = np.flatnonzero(inside)
        return crowd if outsiders <= _OUTSIDERS_PER_MEMBER * len(crowd) else crowd[:0]

    def _has_too_many_users(self, sample: NDArray[np.int32]) -> bool:
        """Whether the lists are so long that, whoever belongs to the crowd, too many others remain.

        A member has most of the sample, so it stands in one of the few shortest lists: there are no more members than
        documents in these.
        """
        lengths = np.sort(self._indptr_of_grams[sample + 1] - self._indptr_of_grams[sample])
        needed = int(np.ceil(self._settings.crowd_overlap * len(sample)))
        members = int(lengths[: len(sample) - needed + 1].sum())
        return bool(lengths.sum() / len(sample) > (1 + _OUTSIDERS_PER_MEMBER) * members)

    def _of(self, document: int) -> NDArray[np.int32]:
        return self._shingles[self._indptr[document] : self._indptr[document + 1]]


def _strongest(candidates: Candidates) -> list[tuple[int, int]]:
    """The few heaviest pairs of each left document, heaviest first, ties by row."""
    order = np.lexsort((candidates.right, -candidates.weights, candidates.left))
    left = candidates.left[order]
    starts = np.searchsorted(left, np.arange(int(left.max(initial=-1)) + 1))
    rank = np.arange(len(order)) - starts[left]
    chosen = order[rank < _TRIED_PARTNERS]
    return list(zip(candidates.left[chosen].tolist(), candidates.right[chosen].tolist(), strict=True))
