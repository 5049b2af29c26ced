"""Who is an independent witness that a wording is common: copies of one text, and texts of one person, are one.

Twelve of forty people who copy one text make it look common. What gives them away is that the *same* people share
*many* passages: of stock wording each phrase has other users as well. So the joint occurrence is judged, not the
frequency of a phrase.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Ints, Longs, ranges
from detector.matching.blocks import blocks
from detector.matching.candidates import Candidates
from detector.matching.grams import Grams
from detector.matching.ordering import among, ordered_by
from detector.matching.postings import Postings
from detector.settings import Settings

_CROWD_SHINGLES = 60  # a shorter run shared by the same people may be a stock clause or two
_SAMPLE = 32  # shingles of the shared text, evenly spread, that are looked up
_TRIED_PARTNERS = 4
# Users of a sampled shingle outside the crowd, on average, for each member of it. Stock wording of unit A: 2 and more.
_OUTSIDERS_PER_MEMBER = 0.3
_SHINGLES_AT_ONCE = 200_000  # of the left texts of some hundred pairs
_LOOKED_AT_FIRST = 1024  # documents; stock wording that every tenth uses shows in them
_USERS_AT_ONCE = 500_000
_CERTAIN = 8.0  # standard errors: wrong once in 10**10 pairs


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
    left, right = _strongest(candidates)
    for some in blocks(finder.sizes()[left], _SHINGLES_AT_ONCE):
        apart = np.flatnonzero(group[left[some]] != group[right[some]]) + some.start
        pairs, samples = finder.samples(left[apart], right[apart])
        possible = finder.possible(samples)
        for pair, sample in zip(apart[pairs[possible]].tolist(), samples[possible], strict=True):
            if group[left[pair]] == group[right[pair]]:
                continue
            crowd = finder.crowd(sample)
            if len(crowd):
                links.append((np.full(len(crowd), left[pair]), crowd))
                group[np.isin(group, np.unique(group[crowd]))] = group[left[pair]]
    ends = [np.concatenate(side) for side in zip(*links, strict=True)]
    graph = sparse.coo_matrix((np.ones(len(ends[0])), (ends[0], ends[1])), shape=(len(writers), len(writers)))
    return connected_components(graph, directed=False)[1].astype(np.int32)


class _Crowds:
    """Looks up who else has what two documents share."""

    def __init__(self, grams: Grams, documents: int, settings: Settings) -> None:
        self._grams = grams
        self._lengths = grams.postings.lengths()
        self._needed = int(np.ceil(settings.crowd_overlap * _SAMPLE))  # shingles of the sample that a member has
        by_document, self._indptr = ordered_by(grams.postings.documents, documents)
        gram_rows = np.repeat(np.arange(len(grams), dtype=np.int32), self._lengths)
        self._shingles = gram_rows[by_document]  # ascending within each document
        self._first = _every(grams.postings, max(1, documents // _LOOKED_AT_FIRST))
        self._first_size = int(self._first.documents.max(initial=0)) + 1

    def sizes(self) -> Longs:
        """Shingles of each document, int64[documents]."""
        return np.diff(self._indptr)

    def samples(self, left: Ints, right: Ints) -> tuple[Longs, Ints]:
        """Shingles of what two documents share, int32[rows, `_SAMPLE`], and the pair that each row belongs to.

        Pairs that share too little for a crowd have none.
        """
        ours, theirs = (self._of(documents) for documents in (left, right))
        shared = ours[among(ours, theirs)]
        pairs, shingles = np.divmod(shared, max(len(self._grams), 1))
        counts = np.bincount(pairs, minlength=len(left))
        shingles = shingles[np.lexsort((self._grams.keys[shingles], pairs))]  # in no order of words
        rows = np.flatnonzero(counts >= _CROWD_SHINGLES)
        spread = np.linspace(0, counts[rows] - 1, _SAMPLE, axis=1).astype(np.int64)
        starts = np.cumsum(counts) - counts
        return rows, shingles[starts[rows][:, None] + spread].astype(np.int32)

    def possible(self, samples: Ints) -> Bools:
        """Which samples may have a crowd, bool[rows]: at almost no cost, so that few are counted in full."""
        possible = self._has_few_users(samples)
        rows = np.flatnonzero(possible)
        users = np.diff(self._first.indptr)[samples[rows]].sum(axis=1)
        for some in blocks(users, _USERS_AT_ONCE) if len(rows) else ():
            possible[rows[some]] = self._has_few_users_at_first_sight(samples[rows[some]])
        return possible

    def crowd(self, sample: Ints) -> Longs:
        """Documents that have most of these shingles, if few others have any of them; else empty."""
        documents, counts = np.unique(self._grams.documents_of(sample)[0], return_counts=True)
        inside = counts >= self._needed
        crowd: Longs = documents[inside].astype(np.int64)
        outsiders = counts[~inside].sum() / _SAMPLE
        return crowd if outsiders <= _OUTSIDERS_PER_MEMBER * len(crowd) else crowd[:0]

    def _has_few_users(self, samples: Ints) -> Bools:
        """False where the lists are so long that, whoever belongs to the crowd, too many others remain.

        A member misses few shingles of the sample, so it stands in all but as many of the k shortest lists: there are
        no more members than documents in these, divided by the lists in which each stands.
        """
        together = np.cumsum(np.sort(self._lengths[samples], axis=1), axis=1)
        missed = _SAMPLE - self._needed
        members = (together[:, missed:] // np.arange(1, self._needed + 1)).min(axis=1)
        few: Bools = together[:, -1] / _SAMPLE <= (1 + _OUTSIDERS_PER_MEMBER) * members
        return few

    def _has_few_users_at_first_sight(self, samples: Ints) -> Bools:
        """False where the documents looked at first have so many users outside the crowd that the rest cannot differ.

        They are every n-th one; documents stand in the order of their content's hash, so these are as good as drawn.
        """
        starts, ends = (self._first.indptr[samples.ravel() + k] for k in (0, 1))
        rows = np.repeat(np.arange(samples.size) // _SAMPLE, ends - starts)
        cells = rows * self._first_size + self._first.documents[ranges(starts, ends)]
        counts = np.bincount(cells, minlength=len(samples) * self._first_size).reshape(-1, self._first_size)
        inside = counts >= self._needed
        members = inside.sum(axis=1)
        outside = np.where(inside, 0, counts).sum(axis=1)
        weight = _OUTSIDERS_PER_MEMBER * _SAMPLE  # a member makes up for as many hits of others
        variance = (self._needed - 1) * outside + weight**2 * members  # at most: an outsider has fewer hits
        few: Bools = outside - weight * members <= _CERTAIN * np.sqrt(variance)
        return few

    def _of(self, documents: Ints) -> Longs:
        """The shingles of each document, as sorted numbers place * shingles + shingle."""
        starts, ends = self._indptr[documents], self._indptr[documents + 1]
        places = np.repeat(np.arange(len(documents)), ends - starts)
        return places * len(self._grams) + self._shingles[ranges(starts, ends)]


def _every(postings: Postings, stride: int) -> Postings:
    """The lists of every `stride`-th document, in which these are numbered without gaps."""
    places = np.flatnonzero(postings.documents % stride == 0)
    return Postings(np.searchsorted(places, postings.indptr), postings.documents[places] // stride)


def _strongest(candidates: Candidates) -> tuple[Ints, Ints]:
    """The few heaviest pairs of each left document, heaviest first, ties by row."""
    order = np.lexsort((candidates.right, -candidates.weights, candidates.left))
    left = candidates.left[order]
    starts = np.searchsorted(left, np.arange(int(left.max(initial=-1)) + 1))
    rank = np.arange(len(order)) - starts[left]
    chosen = order[rank < _TRIED_PARTNERS]
    return candidates.left[chosen], candidates.right[chosen]
