"""Whether people changed a text that many of them have, each in another place: who quotes a text does not edit it.

Of twenty labelled units nobody changed the pledges, circulated paragraphs and model answers of many but one in fifteen,
most of whom had copied them with more; of those who copied one section two in three changed words of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Ints, Longs, ranges
from detector.matching.grams import Grams
from detector.matching.ordering import among
from detector.settings import Settings

_LEAST_OF_PLACE = 20  # shingles of a place that two texts share: shorter ones are stock sentences
_LEAST_SHINGLES = 48  # of all such places, that most of the people have
_LEAST_OF_PAIR = 30  # of them that two of the people share, each of whom changed other places
_CHANGES = 2  # that somebody made who changed the text: one is a slip, or what one reader of files makes of a page
_LEAST_CHANGED = 0.5  # of the people
_OWN_SHARE = 0.25  # of the people, who may have changed the same place: of two versions each has more
_LEAST_HAD = 0.5  # of a text as most have it, by whoever has it
_LESS_OFTEN = 0.25  # of a text; who has that much and not half has pieces that many use, and a copied text is had whole
_OUTSIDERS_PER_MEMBER = 0.3  # of such people: more, and it is no text but a row of stock sentences
_CHANGED_SYLLABLES = 8  # at most; more is another sentence
_MOST_ASKED = 60  # of a crowd of thousands


@dataclass(frozen=True, slots=True)
class Shared:
    """Shingles that the sides of `count` pairs share, where they stand in the left text, place after place.

    Attributes:
        pairs: int64[n], ascending; tokens: int64[n]; shingles: int32[n].
        sizes: int64[places], shingles of each place.
    """

    count: int
    pairs: Longs
    tokens: Longs
    shingles: Ints
    sizes: Longs


@dataclass(frozen=True, slots=True)
class OwnChanges:
    """Looks up whether the people who have a text changed it.

    Attributes:
        grams: shingles of the writers' texts, those that weigh nothing left out.
        syllables: of all texts; what stands in one text alone is a slip of the pen or of whoever read the file.
        indptr: int64[documents + 1], tokens of each document.
        writers: int32[documents], person numbers.
        legible: bool[documents], texts that were read for certain: what a scanner misread nobody changed.
    """

    grams: Grams
    syllables: Grams
    indptr: Longs
    writers: Ints
    legible: Bools
    settings: Settings

    def long_places(self, shared: Shared, looked_at: Bools) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The pairs that share long places which more people have, with these as token ranges of the left text.

        A place comes once, `looked_at` (bool[shingles]) says which came: of thousands who have one paragraph every
        pair shares it.
        """
        starts, ends = np.cumsum(shared.sizes) - shared.sizes, np.cumsum(shared.sizes)
        fewest = self.settings.crowd_overlap * (self.settings.common_rank + 1)
        of_many = np.concatenate([[0], np.cumsum(_having(self.grams, shared.shingles) >= fewest)])
        most = of_many[ends] - of_many[starts] >= self.settings.crowd_overlap * shared.sizes
        long = np.flatnonzero((shared.sizes >= _LEAST_OF_PLACE) & most)
        owner = shared.pairs[starts[long]]
        enough = np.bincount(owner, shared.sizes[long], minlength=shared.count) >= _LEAST_OF_PAIR
        for pair in np.flatnonzero(enough).tolist():
            mine = long[slice(*np.searchsorted(owner, [pair, pair + 1]).tolist())].tolist()
            new = [row for row in mine if looked_at[shared.shingles[starts[row] : ends[row]]].mean() < 0.5]
            if shared.sizes[new].sum() >= _LEAST_OF_PAIR:
                looked_at[shared.shingles[ranges(starts[new], ends[new])]] = True
                yield pair, [(int(shared.tokens[starts[row]]), int(shared.tokens[ends[row] - 1]) + 1) for row in new]

    def crowd(self, places: Sequence[tuple[int, int]]) -> Longs:
        """Rows of all who have what two texts share, if most of them changed it, or none.

        Args:
            places: half-open ranges of tokens of one document.
        """
        texts = [shingles[shingles >= 0] for shingles in (self.grams.ids[slice(*place)] for place in places)]
        for members, same in self._by_people(texts):
            asked = members[:: max(len(members) // _MOST_ASKED, 1)]
            changes, agreed = zip(*(self._changes(text, asked) for text in same), strict=True)
            changed = (np.sum(changes, axis=0) >= _CHANGES) & self.legible[asked]
            if sum(agreed) >= _LEAST_SHINGLES and changed.mean() >= _LEAST_CHANGED:
                return members
        return np.empty(0, np.int64)

    def _by_people(self, texts: list[Ints]) -> Iterator[tuple[Longs, list[Ints]]]:
        """More than a few people, and the texts that about these people have, longest text first."""
        found = [(self._users(one), one) for one in sorted(texts, key=len, reverse=True)]
        left = [one for one in found if len(one[0]) > self.settings.common_rank]
        while left:
            people, _ = left[0]
            same = [one for one in left if _likeness(people, one[0]) >= self.settings.crowd_overlap]
            left = [one for one in left if all(one is not known for known in same)]
            members = np.unique(np.concatenate([users for users, _ in same]))
            if len(np.unique(self.writers[members])) > self.settings.common_rank:
                yield members, [text for _, text in same]

    def _users(self, text: Ints) -> Longs:
        """Rows of the documents that have half of a text as most of them have it.

        None where too many others have some of it.
        """
        shingles = np.unique(text)
        documents, rows = self.grams.documents_of(shingles)
        some = self._counts(documents) >= _LESS_OFTEN * len(shingles)
        usual = np.bincount(rows[some[documents]], minlength=len(shingles)) >= _LEAST_HAD * some.sum()
        counts = self._counts(documents[usual[rows]])
        users = np.flatnonzero(counts >= _LEAST_HAD * usual.sum())
        outside = np.count_nonzero(counts >= _LESS_OFTEN * usual.sum()) - len(users)
        return users if outside <= _OUTSIDERS_PER_MEMBER * len(users) else users[:0]

    def _counts(self, documents: Ints) -> Longs:
        return np.bincount(documents, minlength=len(self.indptr) - 1)

    def _changes(self, text: Ints, members: Longs) -> tuple[Longs, int]:
        """In how many places each of the members changed the text, int64[members], and the shingles that most have."""
        has = np.stack([among(text, np.unique(self._shingles(row))) for row in members.tolist()])
        most = has.mean(axis=0) >= self.settings.crowd_overlap
        text, has = text[most], has[:, most]
        own = (~has).sum(axis=0) <= max(2.0, _OWN_SHARE * len(members))
        found = [self._gaps(text, here, own, row) for here, row in zip(has, members.tolist(), strict=True)]
        return np.array(found, np.int64), len(text)

    def _gaps(self, text: Ints, here: Bools, own: Bools, row: int) -> int:
        """Runs of shingles that a document has not, between two that it has, few others lack, and stand close by."""
        at = np.flatnonzero(here)
        before = np.flatnonzero(np.diff(at) > 1)
        shingles, found = self._shingles(row), 0
        for first, last in zip(at[before].tolist(), at[before + 1].tolist(), strict=True):
            if own[first + 1 : last].any() and last - first <= self.grams.size + _CHANGED_SYLLABLES:
                start = np.flatnonzero(shingles == text[first])
                end = np.flatnonzero(shingles == text[last])
                apart = end[None, :] - start[:, None]
                close = np.argwhere((apart > 0) & (apart <= self.grams.size + _CHANGED_SYLLABLES))
                found += any(self._are_words(row, start[one] + self.grams.size, end[other]) for one, other in close)
        return found

    def _are_words(self, row: int, start: int, end: int) -> bool:
        """Whether all syllables of a stretch of a document stand in another one too."""
        first = self.indptr[row]
        used = self.syllables.ids[first + start : first + end]
        return bool((_having(self.syllables, used[used >= 0]) > 1).all())

    def _shingles(self, row: int) -> Ints:
        return self.grams.ids[self.indptr[row] : self.indptr[row + 1]]


def _having(grams: Grams, some: Ints) -> Longs:
    """How many documents have each of some grams, int64[len(some)]."""
    return grams.postings.indptr[some + 1] - grams.postings.indptr[some]


def _likeness(people: Longs, others: Longs) -> float:
    """Those in both, by those in either."""
    both = len(np.intersect1d(people, others))
    return both / (len(people) + len(others) - both)
