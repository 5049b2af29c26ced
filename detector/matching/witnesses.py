"""Groups texts that count as one source when we ask how common a wording is: of one person, or of a crowd of copies.

Twelve of forty people who copy one text make it look common. What gives them away is that the *same* people share
*several separate passages*. One passage, however long, is no crowd: thirty people quote one pledge, and fifteen paste
one circulated paragraph, without having copied from each other. So a crowd is looked for in what two texts share
beside their longest passage. A few people who copy one text are no crowd: what they share is evidence between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Floats, Ints, Longs, indptr_of, ranges
from detector.matching.blocks import blocks
from detector.matching.candidates import Candidates
from detector.matching.grams import Grams, of_documents
from detector.matching.ordering import among, ordered_by
from detector.settings import Settings

_TRIED_PARTNERS = 4
# Users of a passage outside the crowd for each member of it, and people with half of its passages: a copied text is had
# whole or not at all. Stock wording of unit A: 2 and more. 1,043 of 2,000 slot texts had five of eight stock phrases.
_OUTSIDERS_PER_MEMBER = 0.3
_SHINGLES_AT_ONCE = 200_000  # of the left texts of some hundred pairs
_GAP_SYLLABLES = 20  # a changed or an added sentence does not make two passages of one
_LEAST_SHINGLES = 4  # of a passage: seven syllables
_MOST_PASSAGES = 12  # the longest ones are looked up,
_LOOKED_UP = 8  # by so many shingles, evenly spread
_WINDOW = 1.7  # most users of a shingle for each of the rarest: some members changed a word, some others have it too
_NEXT_WINDOW = 1.3
_ROUNDS = 4  # members and passages settle in one or two
# A first look at every fourth document, every sixteenth ... that leaves at least so many users of each shingle. In a
# crowd at least two of three users of three passages and more are members; the share is 4 standard errors below that.
_USERS_OF_A_SAMPLE = 64
_FEWER = 4
_LIKELY_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Who counts once.

    Attributes:
        numbers: int32[documents], equal for documents that are one witness.
        crowds: rows of the documents of each crowd, ascending, largest crowd first; no document is in two.
    """

    numbers: Ints
    crowds: tuple[tuple[int, ...], ...]


def find_witnesses(
    grams: Grams,
    indptr: Longs,
    regions: Ints,
    candidates: Candidates,
    writers: Ints,
    equal: Sequence[Longs],
    settings: Settings,
) -> Witnesses:
    """One witness for each person and for each crowd of more than `Settings.common_rank` persons.

    Looks at the strongest few partners of each document, and at no pair whose two sides are one witness already: a
    crowd of thousands costs as many look-ups, not their square.

    Args:
        grams: shingles of the writers' texts, those that weigh nothing left out.
        indptr: int64[documents + 1], tokens of each document.
        regions: int32[tokens], a new number after each printed line.
        writers: int32[documents], person numbers.
        equal: rows of documents that are equal: a crowd without further question.
    """
    finder = _Crowds(grams, indptr, regions, settings)
    links = [(writers[writers], np.arange(len(writers)))]  # every text with the first of its writer
    group = writers.astype(np.int64).copy()
    found: list[Longs] = []

    def join(crowd: Longs) -> None:
        if len(np.unique(writers[crowd])) > settings.common_rank:
            found.append(crowd)
            links.append((np.full(len(crowd), crowd[0]), crowd))
            group[np.isin(group, np.unique(group[crowd]))] = group[crowd[0]]

    for rows in equal:
        join(rows)
    left, right = _strongest(candidates)
    for some in blocks(finder.sizes()[left], _SHINGLES_AT_ONCE):
        apart = np.flatnonzero(group[left[some]] != group[right[some]]) + some.start
        for pair, passages in finder.passages(left[apart], right[apart]):
            at = int(apart[pair])
            if group[left[at]] != group[right[at]]:
                join(finder.crowd(passages))
    ends = [np.concatenate(side) for side in zip(*links, strict=True)]
    graph = sparse.coo_matrix((np.ones(len(ends[0])), (ends[0], ends[1])), shape=(len(writers), len(writers)))
    numbers = connected_components(graph, directed=False)[1].astype(np.int32)
    return Witnesses(numbers, _joined(found, numbers))


def _joined(found: list[Longs], numbers: Ints) -> tuple[tuple[int, ...], ...]:
    """Crowds that are one witness as one."""
    members: dict[int, set[int]] = {}
    for crowd in found:
        members.setdefault(int(numbers[crowd[0]]), set()).update(crowd.tolist())
    return tuple(sorted((tuple(sorted(rows)) for rows in members.values()), key=lambda rows: (-len(rows), rows)))


class _Crowds:
    """Looks up who else has what two documents share."""

    def __init__(self, grams: Grams, indptr: Longs, regions: Ints, settings: Settings) -> None:
        self._grams = grams
        self._indptr = indptr
        self._regions = regions
        self._settings = settings
        self._lengths = grams.postings.lengths()
        by_document, self._shingle_indptr = ordered_by(grams.postings.documents, len(indptr) - 1)
        gram_rows = np.repeat(np.arange(len(grams), dtype=np.int32), self._lengths)
        self._shingles = gram_rows[by_document]  # ascending within each document
        self._samples: dict[int, Grams] = {}

    def sizes(self) -> Longs:
        """Shingles of each document, int64[documents]."""
        return np.diff(self._shingle_indptr)

    def passages(self, left: Ints, right: Ints) -> Iterator[tuple[int, list[Ints]]]:
        """The pairs that may be of one crowd, with the shingles of each passage that the two share, longest first.

        A pair comes once for each number of people that have about the same passages.
        """
        pairs, tokens, shingles = self._shared(left, right)
        places = _places(pairs, tokens, self._regions)
        sizes = np.bincount(places)
        starts = np.cumsum(sizes) - sizes
        owner = pairs[starts]
        large = np.flatnonzero(sizes >= _LEAST_SHINGLES)
        indptr = indptr_of(owner[large], len(left))
        count = np.diff(indptr)
        total = np.bincount(owner[large], sizes[large], minlength=len(left))
        longest = np.zeros(len(left))
        np.maximum.at(longest, owner, sizes)
        for pair in np.flatnonzero(self._is_enough(count - 1, total - longest)).tolist():
            mine = large[indptr[pair] : indptr[pair + 1]]
            mine = mine[np.argsort(-sizes[mine], kind="stable")][:_MOST_PASSAGES]
            found = [shingles[starts[row] : starts[row] + sizes[row]] for row in mine.tolist()]
            for alike in self._with_as_many_users(found):
                yield pair, alike

    def crowd(self, passages: list[Ints]) -> Longs:
        """Documents that have most of these passages, without the passages that many others have; may be empty."""
        looked_up = self._looked_up(passages)
        sizes = np.array([len(passage) for passage in passages], np.float64)
        if not self._is_likely(looked_up, sizes):
            return np.zeros(0, np.int64)
        documents, shares = self._users(looked_up, self._grams)
        overlap, has = self._settings.crowd_overlap, shares >= self._settings.crowd_overlap
        kept = np.ones(len(passages), bool)
        members = np.zeros(len(documents), bool)
        for _ in range(_ROUNDS):
            before, members = members, self._members(shares, sizes, kept)
            if not members.any() or (members == before).all():
                break
            inside, users = has[members].sum(axis=0), has.sum(axis=0)
            most = _OUTSIDERS_PER_MEMBER * members.sum()
            kept = (users - inside <= most) & (inside >= overlap * members.sum())
            if not self._is_enough(kept.sum() - 1, sizes[kept].sum() - sizes[kept].max(initial=0)):
                return documents[:0]
        half = (_covered(shares, sizes, kept) >= overlap / 2) & ~members
        return documents[:0] if half.sum() > _OUTSIDERS_PER_MEMBER * members.sum() else documents[members]

    def _members(self, shares: Floats, sizes: Floats, kept: Bools) -> Bools:
        """Documents that have most of the `kept` passages, and at least three of them."""
        overlap = self._settings.crowd_overlap
        several = (shares[:, kept] >= overlap).sum(axis=1) >= 3
        members: Bools = (_covered(shares, sizes, kept) >= overlap) & several
        return members

    def _is_likely(self, looked_up: Sequence[Ints], sizes: Floats) -> bool:
        """Whether a sample of the documents does not speak against a crowd: what thousands have costs no more than
        what hundreds have.
        """
        least = min(int(self._lengths[shingles].min()) for shingles in looked_up)
        fewer = 0
        while least >= _USERS_OF_A_SAMPLE * _FEWER ** (fewer + 1):
            fewer += 1
        if not fewer:
            return True
        _, shares = self._users(looked_up, self._sample(fewer))
        members = self._members(shares, sizes, np.ones(len(sizes), bool))
        users = shares >= self._settings.crowd_overlap
        return int((users[members].sum(axis=0) >= _LIKELY_SHARE * users.sum(axis=0)).sum()) >= 3

    def _sample(self, fewer: int) -> Grams:
        """The shingles in one of `_FEWER` ** `fewer` documents."""
        if fewer not in self._samples:
            self._samples[fewer] = of_documents(self._grams, np.arange(len(self._indptr) - 1) % _FEWER**fewer == 0)
        return self._samples[fewer]

    def _is_enough(self, passages: Any, shingles: Any) -> Any:
        """Whether these are enough beside the longest passage; the more separate ones, the shorter they may be."""
        return (passages >= 2) & (passages**2 * shingles >= self._settings.crowd_strength)

    def _with_as_many_users(self, passages: list[Ints]) -> Iterator[list[Ints]]:
        """Of each passage the shingles that about as many people have, for each such number of people, fewest first.

        The members of a crowd have its shingles, and few others do, so their numbers of users are within a factor. A
        quotation in the midst of a copied section is left out that way, and the section stays.
        """
        shingles = np.concatenate(passages)
        users = self._lengths[shingles]
        rows = np.repeat(np.arange(len(passages)), [len(passage) for passage in passages])
        fewest = self._settings.crowd_overlap * (self._settings.common_rank + 1)  # of which a crowd can be made
        order = np.argsort(users, kind="stable")
        ordered = users[order]
        least = _windows(ordered)
        first, behind = np.searchsorted(ordered, least), np.searchsorted(ordered, _WINDOW * least, "right")
        before = np.zeros((len(ordered) + 1, len(passages)), np.int64)  # shingles of each passage with fewer users
        before[np.arange(1, len(ordered) + 1), rows[order]] = 1
        np.cumsum(before, axis=0, out=before)
        sizes = before[behind] - before[first]
        large = np.where(sizes >= _LEAST_SHINGLES, sizes, 0)
        enough = self._is_enough((large > 0).sum(axis=1) - 1, large.sum(axis=1) - large.max(axis=1))
        for window in np.flatnonzero(enough & (ordered[behind - 1] >= fewest)).tolist():
            within = (users >= least[window]) & (users <= _WINDOW * least[window])
            ends = np.cumsum(sizes[window])
            chosen = shingles[within]
            kept = np.flatnonzero(large[window]).tolist()
            yield [chosen[ends[row] - sizes[window, row] : ends[row]] for row in kept]

    @staticmethod
    def _looked_up(passages: list[Ints]) -> list[Ints]:
        """Of each passage some different shingles, evenly spread."""
        counts = [min(_LOOKED_UP, len(one)) for one in passages]
        places = [np.arange(count) * (len(one) - 1) // (count - 1) for one, count in zip(passages, counts, strict=True)]
        return [np.unique(one[some]) for one, some in zip(passages, places, strict=True)]

    @staticmethod
    def _users(looked_up: Sequence[Ints], grams: Grams) -> tuple[Longs, Floats]:
        """Documents with any of the shingles, and the share of those of each passage that they have."""
        sizes = np.array([len(one) for one in looked_up])
        rows, of_shingle = grams.documents_of(np.concatenate(looked_up))
        passage = np.repeat(np.arange(len(sizes)), sizes)[of_shingle]
        documents = np.flatnonzero(np.bincount(rows))
        place = np.zeros(int(documents[-1]) + 1 if len(documents) else 0, np.int64)
        place[documents] = np.arange(len(documents))
        counts = np.bincount(place[rows] * len(sizes) + passage, minlength=len(documents) * len(sizes))
        return documents, counts.reshape(len(documents), len(sizes)) / sizes.astype(np.float64)

    def _shared(self, left: Ints, right: Ints) -> tuple[Longs, Longs, Ints]:
        """Places of left texts where a shingle begins that the right one has too: pair, token row, shingle of each."""
        starts, ends = self._indptr[left], self._indptr[left + 1]
        tokens = ranges(starts, ends)
        pairs = np.repeat(np.arange(len(left)), ends - starts)
        shingles = self._grams.ids[tokens]
        others, place = np.unique(right, return_inverse=True)  # a long text may be the right one of every pair
        keys = np.where(shingles >= 0, place[pairs] * len(self._grams) + shingles, -2)
        hit = among(keys, self._of(others))
        return pairs[hit], tokens[hit], shingles[hit]

    def _of(self, documents: Ints) -> Longs:
        """The shingles of each document, as sorted numbers place * shingles + shingle."""
        starts, ends = self._shingle_indptr[documents], self._shingle_indptr[documents + 1]
        places = np.repeat(np.arange(len(documents)), ends - starts)
        return places * len(self._grams) + self._shingles[ranges(starts, ends)]


def _windows(ordered: Longs) -> Floats:
    """Ascending numbers of users, each so much larger than the one before it that its window is another."""
    least = [0.0]
    for number in np.unique(ordered).tolist():
        if number >= _NEXT_WINDOW * least[-1]:
            least.append(float(number))
    return np.array(least[1:])


def _covered(shares: Floats, sizes: Floats, kept: Bools) -> Floats:
    """Share of the `kept` passages that each document has, 0 to 1."""
    covered: Floats = shares[:, kept] @ sizes[kept] / sizes[kept].sum()
    return covered


def _places(pairs: Longs, tokens: Longs, regions: Ints) -> Longs:
    """Number of the passage that each place stands in; a printed line or other text ends one, int64[rows]."""
    new = np.zeros(len(tokens), bool)
    new[1:] = (np.diff(pairs) != 0) | (np.diff(tokens) > _GAP_SYLLABLES) | (np.diff(regions[tokens]) != 0)
    return np.cumsum(new)


def _strongest(candidates: Candidates) -> tuple[Ints, Ints]:
    """The few heaviest pairs of each left document, heaviest first, ties by row."""
    order = np.lexsort((candidates.right, -candidates.weights, candidates.left))
    left = candidates.left[order]
    starts = np.searchsorted(left, np.arange(int(left.max(initial=-1)) + 1))
    rank = np.arange(len(order)) - starts[left]
    chosen = order[rank < _TRIED_PARTNERS]
    return candidates.left[chosen], candidates.right[chosen]
