"""Who is an independent witness that a wording is common: a crowd that copies one text is one, and so is one person.

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

from detector.corpus import Floats, Ints, Longs, ranges
from detector.matching.blocks import blocks
from detector.matching.candidates import Candidates
from detector.matching.grams import Grams
from detector.matching.ordering import among, ordered_by
from detector.settings import Settings

_TRIED_PARTNERS = 4
# Users of a passage outside the crowd for each member of it. Stock wording of unit A: 2 and more.
_OUTSIDERS_PER_MEMBER = 0.3
_SHINGLES_AT_ONCE = 200_000  # of the left texts of some hundred pairs
_GAP_SYLLABLES = 20  # a changed or an added sentence does not make two passages of one
_LEAST_SHINGLES = 4  # of a passage: seven syllables
_MOST_PASSAGES = 12  # the longest ones are looked up,
_LOOKED_UP = 8  # by so many shingles, evenly spread
_WINDOW = 1.7  # most users of a shingle for each of the rarest: some members changed a word, some others have it too
_NEXT_WINDOW = 1.3
_ROUNDS = 4  # members and passages settle in one or two


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
    found = [rows for rows in equal if len(np.unique(writers[rows])) > settings.common_rank]
    for crowd in found:
        links.append((np.full(len(crowd), crowd[0]), crowd))
        group[np.isin(group, np.unique(group[crowd]))] = group[crowd[0]]
    left, right = _strongest(candidates)
    for some in blocks(finder.sizes()[left], _SHINGLES_AT_ONCE):
        apart = np.flatnonzero(group[left[some]] != group[right[some]]) + some.start
        for pair, passages in finder.passages(left[apart], right[apart]):
            at = int(apart[pair])
            if group[left[at]] == group[right[at]]:
                continue
            crowd = finder.crowd(passages)
            if len(np.unique(writers[crowd])) > settings.common_rank:
                found.append(crowd)
                links.append((np.full(len(crowd), crowd[0]), crowd))
                group[np.isin(group, np.unique(group[crowd]))] = group[crowd[0]]
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
        large = sizes >= _LEAST_SHINGLES
        count = np.bincount(owner, large, minlength=len(left))
        total = np.bincount(owner, large * sizes, minlength=len(left))
        longest = np.zeros(len(left))
        np.maximum.at(longest, owner, sizes)
        for pair in np.flatnonzero(self._is_enough(count - 1, total - longest)).tolist():
            mine = np.flatnonzero(large & (owner == pair))
            mine = mine[np.argsort(-sizes[mine], kind="stable")][:_MOST_PASSAGES]
            found = [shingles[starts[row] : starts[row] + sizes[row]] for row in mine.tolist()]
            for alike in self._with_as_many_users(found):
                yield pair, alike

    def crowd(self, passages: list[Ints]) -> Longs:
        """Documents that have most of these passages, without the passages that many others have; may be empty."""
        documents, shares = self._users(passages)
        sizes = np.array([len(passage) for passage in passages], np.float64)
        overlap, has = self._settings.crowd_overlap, shares >= self._settings.crowd_overlap
        kept = np.ones(len(passages), bool)
        members = np.zeros(len(documents), bool)
        for _ in range(_ROUNDS):
            covered = shares[:, kept] @ sizes[kept] / sizes[kept].sum()
            before, members = members, (covered >= overlap) & (has[:, kept].sum(axis=1) >= 3)
            if not members.any() or (members == before).all():
                break
            inside, users = has[members].sum(axis=0), has.sum(axis=0)
            most = _OUTSIDERS_PER_MEMBER * members.sum()
            kept = (users - inside <= most) & (inside >= overlap * members.sum())
            if not self._is_enough(kept.sum() - 1, sizes[kept].sum() - sizes[kept].max(initial=0)):
                return documents[:0].astype(np.int64)
        return documents[members].astype(np.int64)

    def _is_enough(self, passages: Any, shingles: Any) -> Any:
        """Whether these are enough beside the longest passage; the more separate ones, the shorter they may be."""
        return (passages >= 2) & (passages**2 * shingles >= self._settings.crowd_strength)

    def _with_as_many_users(self, passages: list[Ints]) -> Iterator[list[Ints]]:
        """Of each passage the shingles that about as many people have, for each such number of people, fewest first.

        The members of a crowd have its shingles, and few others do, so their numbers of users are within a factor. A
        quotation in the midst of a copied section is left out that way, and the section stays.
        """
        users = np.concatenate([self._lengths[passage] for passage in passages])
        rows = np.repeat(np.arange(len(passages)), [len(passage) for passage in passages])
        least = 0.0
        for number in np.unique(users).tolist():
            if number < _NEXT_WINDOW * least:
                continue
            least = float(number)
            within = (users >= least) & (users <= _WINDOW * least)
            kept = [passage[within[rows == row]] for row, passage in enumerate(passages)]
            kept = [passage for passage in kept if len(passage) >= _LEAST_SHINGLES]
            sizes = [len(passage) for passage in kept]
            if self._is_enough(len(kept) - 1, sum(sizes) - max(sizes, default=0)):
                yield kept

    def _users(self, passages: list[Ints]) -> tuple[Ints, Floats]:
        """Documents with any of the shingles that are looked up, and the share of each passage that they have."""
        looked_up = [p[np.linspace(0, len(p) - 1, min(_LOOKED_UP, len(p))).astype(np.int64)] for p in passages]
        lists = [self._grams.documents_of(np.unique(some))[0] for some in looked_up]
        documents = np.unique(np.concatenate(lists))
        counts = [np.bincount(np.searchsorted(documents, one), minlength=len(documents)) for one in lists]
        sizes = [len(np.unique(some)) for some in looked_up]
        return documents, np.stack(counts, axis=1) / np.array(sizes, np.float64)

    def _shared(self, left: Ints, right: Ints) -> tuple[Longs, Longs, Ints]:
        """Places of left texts where a shingle begins that the right one has too: pair, token row, shingle of each."""
        starts, ends = self._indptr[left], self._indptr[left + 1]
        tokens = ranges(starts, ends)
        pairs = np.repeat(np.arange(len(left)), ends - starts)
        shingles = self._grams.ids[tokens]
        keys = np.where(shingles >= 0, pairs * len(self._grams) + shingles, -2)
        hit = among(keys, self._of(right))
        return pairs[hit], tokens[hit], shingles[hit]

    def _of(self, documents: Ints) -> Longs:
        """The shingles of each document, as sorted numbers place * shingles + shingle."""
        starts, ends = self._shingle_indptr[documents], self._shingle_indptr[documents + 1]
        places = np.repeat(np.arange(len(documents)), ends - starts)
        return places * len(self._grams) + self._shingles[ranges(starts, ends)]


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
