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
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Floats, Ints, Longs, indptr_of, indptr_of_lengths, ranges
from detector.matching.blocks import blocks
from detector.matching.candidates import Candidates
from detector.matching.grams import Grams, of_documents
from detector.matching.ordering import among, ordered_by
from detector.matching.own_changes import OwnChanges, Shared
from detector.settings import Settings

_TRIED_PARTNERS = 4
# Users of a passage outside the crowd for each member of it, and people with half of its passages: a copied text is had
# whole or not at all. Stock wording of unit A: 2 and more. 1,043 of 2,000 slot texts had five of eight stock phrases.
_OUTSIDERS_PER_MEMBER = 0.3
# Of the passages, by so many of more members than these: half of those who copied a text have all. 8,697 of 20,000
# slot texts had six tenths and more of seven stock phrases that two in five have, and half of them no more than .84.
_NEARLY_ALL = 0.9
_LEAST_WITH_ALL = 0.5
_LARGE = 100
_SHINGLES_AT_ONCE = 200_000  # of the left texts of some hundred pairs
_PASSAGES_AT_ONCE = 256  # whose users in a sample are looked up
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
    grams: Grams, regions: Ints, candidates: Candidates, equal: Sequence[Longs], changes: OwnChanges
) -> Witnesses:
    """One witness for each person and for each crowd of more than `Settings.common_rank` persons.

    Looks at the strongest few partners of each document, and at no pair whose two sides are one witness already: a
    crowd of thousands costs as many look-ups, not their square.

    Args:
        grams: shingles of the writers' texts, those that weigh nothing left out.
        regions: int32[tokens], a new number after each printed line.
        equal: rows of documents that are equal: a crowd without further question.
        changes: of these texts and their writers.
    """
    writers, settings = changes.writers, changes.settings
    finder = _Crowds(grams, changes.indptr, regions, settings)
    links = [(writers[writers], np.arange(len(writers)))]  # every text with the first of its writer
    group = writers.astype(np.int64).copy()
    looked_at = np.zeros(len(grams), bool)
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
        shared = finder.shared(left[apart], right[apart])
        for pair, passages in finder.passages(shared):
            at = int(apart[pair])
            if group[left[at]] != group[right[at]]:
                join(finder.crowd(passages))
        for pair, places in changes.long_places(shared, looked_at):
            at = int(apart[pair])
            if group[left[at]] != group[right[at]]:
                join(changes.crowd(places))
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


@dataclass(frozen=True, slots=True)
class _Passages:
    """Passages that two texts share, longest first.

    Attributes:
        sizes: float64[passages], shingles of each.
        indptr: int64[passages + 1], cuts `looked_up` (int32[...]), some different shingles of each, evenly spread.
    """

    sizes: Floats
    indptr: Longs
    looked_up: Ints

    def only(self, rows: Longs) -> _Passages:
        """Some of them."""
        starts, ends = self.indptr[rows], self.indptr[rows + 1]
        return _Passages(self.sizes[rows], indptr_of_lengths(ends - starts), self.looked_up[ranges(starts, ends)])


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
        self._samples: dict[int, sparse.csr_matrix] = {}

    def sizes(self) -> Longs:
        """Shingles of each document, int64[documents]."""
        return np.diff(self._shingle_indptr)

    def shared(self, left: Ints, right: Ints) -> Shared:
        """Where in the left texts a shingle begins that the right one has too."""
        starts, ends = self._indptr[left], self._indptr[left + 1]
        tokens = ranges(starts, ends)
        pairs = np.repeat(np.arange(len(left)), ends - starts)
        shingles = self._grams.ids[tokens]
        others, place = np.unique(right, return_inverse=True)  # a long text may be the right one of every pair
        keys = np.where(shingles >= 0, place[pairs] * len(self._grams) + shingles, -2)
        hit = among(keys, self._of(others))
        pairs, tokens = pairs[hit], tokens[hit]
        sizes = np.bincount(_places(pairs, tokens, self._regions))
        return Shared(len(left), pairs, tokens, shingles[hit], sizes)

    def passages(self, shared: Shared) -> Iterator[tuple[int, _Passages]]:
        """The pairs that may be of one crowd, with passages that the two share.

        A pair comes once for each number of people that have about the same passages.
        """
        pairs, shingles, sizes = shared.pairs, shared.shingles, shared.sizes
        starts = np.cumsum(sizes) - sizes
        owner = pairs[starts]
        large = np.flatnonzero(sizes >= _LEAST_SHINGLES)
        count = np.bincount(owner[large], minlength=shared.count)
        total = np.bincount(owner[large], sizes[large], minlength=shared.count)
        longest = np.zeros(shared.count)
        np.maximum.at(longest, owner, sizes)
        large = large[self._is_enough(count - 1, total - longest)[owner[large]]]
        large = large[np.lexsort((-sizes[large], owner[large]))]
        rank = _ranks(owner[large])
        large, rank = large[rank < _MOST_PASSAGES], rank[rank < _MOST_PASSAGES]
        sizes = sizes[large]
        chosen = shingles[ranges(starts[large], starts[large] + sizes)]
        yield from self._with_as_many_users(np.repeat(owner[large], sizes), np.repeat(rank, sizes), chosen)

    def crowd(self, passages: _Passages) -> Longs:
        """Documents that have most of these passages, without the passages that many others have; may be empty."""
        sizes = passages.sizes
        documents, shares = _users(self._counts(passages, self._sample(0)), np.diff(passages.indptr))
        overlap, has = self._settings.crowd_overlap, shares >= self._settings.crowd_overlap
        kept = np.ones(len(sizes), bool)
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
        covered = _covered(shares, sizes, kept)
        half = (covered >= overlap / 2) & ~members
        if half.sum() > _OUTSIDERS_PER_MEMBER * members.sum():
            return documents[:0]
        is_had_whole = members.sum() <= _LARGE or (covered[members] >= _NEARLY_ALL).mean() >= _LEAST_WITH_ALL
        return documents[members] if is_had_whole else documents[:0]

    def _members(self, shares: Floats, sizes: Floats, kept: Bools) -> Bools:
        """Documents that have most of the `kept` passages, and at least three of them."""
        overlap = self._settings.crowd_overlap
        several = (shares[:, kept] >= overlap).sum(axis=1) >= 3
        members: Bools = (_covered(shares, sizes, kept) >= overlap) & several
        return members

    def _are_likely(self, found: _Passages, starts: Longs, several: Longs) -> Bools:
        """Whether a sample of the documents does not speak against a crowd: what thousands have costs no more than
        what hundreds have. `starts` and `several` (int64[sets]) say which passages are of one set; bool[sets].
        """
        cuts = found.indptr[np.append(starts, starts[-1:] + several[-1:])]
        least = np.minimum.reduceat(self._lengths[found.looked_up[cuts[0] : cuts[-1]]], cuts[:-1] - cuts[0])
        fewer = np.zeros(len(least), np.int64)
        while (more := least >= _USERS_OF_A_SAMPLE * _FEWER ** (fewer + 1)).any():
            fewer += more
        likely = np.ones(len(least), bool)
        for sample in np.unique(fewer[fewer > 0]).tolist():
            rows = np.flatnonzero(fewer == sample)
            passages = found.only(ranges(starts[rows], starts[rows] + several[rows]))
            counts = self._counts(passages, self._sample(sample))
            ends = np.cumsum(several[rows])[:-1]
            sizes = np.diff(passages.indptr)
            parts = zip(*(np.split(column, ends) for column in (counts, sizes, passages.sizes)), strict=True)
            likely[rows] = [self._is_likely(_users(part, looked_up)[1], whole) for part, looked_up, whole in parts]
        return likely

    def _is_likely(self, shares: Floats, sizes: Floats) -> bool:
        members = self._members(shares, sizes, np.ones(len(sizes), bool))
        users = shares >= self._settings.crowd_overlap
        return int((users[members].sum(axis=0) >= _LIKELY_SHARE * users.sum(axis=0)).sum()) >= 3

    def _sample(self, fewer: int) -> sparse.csr_matrix:
        """Which of one in `_FEWER` ** `fewer` documents have each shingle, int8[shingles, documents]."""
        if fewer not in self._samples:
            step, count = _FEWER**fewer, len(self._indptr) - 1
            postings = of_documents(self._grams, np.arange(count) % step == 0).postings
            ones = np.ones(len(postings.documents), np.int8)
            lists = (ones, postings.documents // step, postings.indptr)
            self._samples[fewer] = sparse.csr_matrix(lists, shape=(len(self._grams), -(-count // step)))
        return self._samples[fewer]

    def _is_enough(self, passages: Any, shingles: Any) -> Any:
        """Whether these are enough beside the longest passage; the more separate ones, the shorter they may be."""
        return (passages >= 2) & (passages**2 * shingles >= self._settings.crowd_strength)

    def _with_as_many_users(self, pairs: Longs, ranks: Longs, shingles: Ints) -> Iterator[tuple[int, _Passages]]:
        """Of each passage the shingles that about as many people have, for each such number of people, fewest first.

        The members of a crowd have its shingles, and few others do, so their numbers of users are within a factor. A
        quotation in the midst of a copied section is left out that way, and the section stays.

        Args:
            pairs, ranks: int64[n], of each shingle the pair and which of its passages it stands in.
        """
        users = self._lengths[shingles]
        order = np.lexsort((users, pairs))
        width = int(_WINDOW * users.max(initial=0)) + 2
        keys = pairs[order] * width + users[order]
        first = _windows(keys, width)
        of_pair, least = np.divmod(keys[first], width)
        behind = np.searchsorted(keys, of_pair * width + np.floor(_WINDOW * least).astype(np.int64), "right")
        fewest = self._settings.crowd_overlap * (self._settings.common_rank + 1)  # of which a crowd can be made
        many = users[order[behind - 1]] >= fewest
        first, behind, of_pair = first[many], behind[many], of_pair[many]

        windows = np.repeat(np.arange(len(first)), behind - first)
        places = order[ranges(first, behind)]
        rows = windows * _MOST_PASSAGES + ranks[places]
        sizes = np.bincount(rows, minlength=len(first) * _MOST_PASSAGES).reshape(-1, _MOST_PASSAGES)
        sizes = np.where(sizes >= _LEAST_SHINGLES, sizes, 0)
        enough = self._is_enough((sizes > 0).sum(axis=1) - 1, sizes.sum(axis=1) - sizes.max(axis=1))
        if not enough.any():
            return
        sizes[~enough] = 0
        kept = np.flatnonzero(sizes.ravel()[rows])
        kept = kept[np.lexsort((places[kept], rows[kept]))]
        found = _looked_up(shingles[places[kept]], sizes[sizes > 0])
        several, of_pair = (sizes[enough] > 0).sum(axis=1), of_pair[enough]
        starts = np.cumsum(several) - several
        for some in blocks(several, _PASSAGES_AT_ONCE):
            likely = self._are_likely(found, starts[some], several[some])
            for row in (np.flatnonzero(likely) + some.start).tolist():
                yield int(of_pair[row]), found.only(np.arange(starts[row], starts[row] + several[row]))

    def _counts(self, passages: _Passages, lists: sparse.csr_matrix) -> NDArray[np.int8]:
        """How many of the shingles of each passage each document has, int8[passages, documents]."""
        ones = np.ones(len(passages.looked_up), np.int8)
        shape = (len(passages.sizes), lists.shape[0])
        counts: NDArray[np.int8] = (
            sparse.csr_matrix((ones, passages.looked_up, passages.indptr), shape=shape) @ lists
        ).toarray()
        return counts

    def _of(self, documents: Ints) -> Longs:
        """The shingles of each document, as sorted numbers place * shingles + shingle."""
        starts, ends = self._shingle_indptr[documents], self._shingle_indptr[documents + 1]
        places = np.repeat(np.arange(len(documents)), ends - starts)
        return places * len(self._grams) + self._shingles[ranges(starts, ends)]


def _users(counts: NDArray[np.int8], sizes: Longs) -> tuple[Longs, Floats]:
    """Documents with any of the shingles, and the share of the `sizes` of each passage that they have."""
    documents = np.flatnonzero(counts.any(axis=0))
    return documents, np.ascontiguousarray(counts[:, documents].T) / sizes.astype(np.float64)


def _ranks(owners: Longs) -> Longs:
    """How many equal ones stand before each of the sorted `owners`."""
    places = np.arange(len(owners))
    ranks: Longs = places - np.maximum.accumulate(np.where(np.diff(owners, prepend=-1) != 0, places, 0))
    return ranks


def _looked_up(shingles: Ints, sizes: Longs) -> _Passages:
    """Some different shingles of each passage, evenly spread; `sizes` (int64[passages]) cut all of theirs."""
    counts = np.minimum(_LOOKED_UP, sizes)
    rows = np.repeat(np.arange(len(sizes)), counts)
    steps = ranges(np.zeros_like(counts), counts)
    some = shingles[(np.cumsum(sizes) - sizes)[rows] + steps * (sizes - 1)[rows] // (counts - 1)[rows]]
    order = np.lexsort((some, rows))
    some, rows = some[order], rows[order]
    new = (np.diff(some, prepend=-1) != 0) | (np.diff(rows, prepend=-1) != 0)
    return _Passages(sizes.astype(np.float64), indptr_of(rows[new], len(sizes)), some[new])


def _windows(keys: Longs, width: int) -> Longs:
    """Where windows begin in the sorted keys pair * `width` + number of users, each so far behind the one before it
    that it is another.
    """
    at = np.flatnonzero(np.diff(keys // width, prepend=-1))
    ends = np.append(at, len(keys))[1:]
    found = [at]
    while len(at):
        pairs, users = np.divmod(keys[at], width)
        at = np.searchsorted(keys, pairs * width + np.ceil(_NEXT_WINDOW * users).astype(np.int64))
        at, ends = at[at < ends], ends[at < ends]
        found.append(at)
    return np.sort(np.concatenate(found))


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
