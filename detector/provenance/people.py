"""Which texts are by one person: their earlier text is their own, and no independent witness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from detector.corpus import Corpus, Ints
from detector.documents import Document, Role
from detector.matching.evidence import FoundPair
from detector.text.fold import fold


def writer_numbers(corpus: Corpus) -> Ints:
    """A number per document, equal for texts of one person: the row of their first submission, int32[documents].

    Two submissions of one name are two people, unless the roster says that they are one, or unit and post are the same
    as well and each is about another month or quarter. An earlier text whose name fits several people goes to the one
    of the same unit, else to nobody.
    """
    numbers = np.arange(len(corpus), dtype=np.int32)
    submissions = [row for row, document in enumerate(corpus.documents) if document.role is Role.SUBMISSION]
    for rows in (*_by_roster(corpus, submissions), *_by_period(corpus, submissions)):
        _join(numbers, rows)
    owners = _Owners(corpus, numbers, submissions)
    for row, document in enumerate(corpus.documents):
        if document.role is Role.PREVIOUS:
            numbers[row] = owners.of(document, row)
    return numbers


def _join(numbers: Ints, rows: Sequence[int]) -> None:
    """Gives these rows, and all that are joined to one of them, the smallest of their numbers."""
    joined = np.unique(numbers[list(rows)])
    if len(joined) > 1:
        numbers[np.isin(numbers, joined)] = joined[0]


def same_person(numbers: Ints, left: int, right: int) -> bool:
    """Whether two documents have one writer."""
    return bool(numbers[left] == numbers[right])


def later_first(corpus: Corpus, pairs: Iterable[FoundPair]) -> list[FoundPair]:
    """Pairs of one person's texts with the later text on the left; what it repeats is the earlier one."""
    return [_turned(pair) if time_of(corpus, pair.left) < time_of(corpus, pair.right) else pair for pair in pairs]


def time_of(corpus: Corpus, row: int) -> tuple[bool, int, str]:
    """Sorts texts by what they are about; what was given as earlier is earlier than every submission."""
    document = corpus.documents[row]
    return document.role is Role.SUBMISSION, document.year or 0, period_order(document.period)


def _turned(pair: FoundPair) -> FoundPair:
    passages = tuple(replace(one, left=one.right, right=one.left) for one in pair.passages)
    return replace(pair, left=pair.right, right=pair.left, passages=passages)


def period_order(period: str | None) -> str:
    """Sorts periods of any length by their end: ``2026-03`` before ``2026-Q1`` before ``2026-04``."""
    if not period:
        return ""
    year, part = period.split("-")
    months = {"Q": 3, "H": 6}
    return f"{year}-{int(part[1:]) * months[part[0]]:02d}~" if part[0] in months else period


def _by_roster(corpus: Corpus, rows: Sequence[int]) -> list[list[int]]:
    """Rows of each person that the roster knows."""
    return _grouped((corpus.documents[row].person, row) for row in rows)


def _by_period(corpus: Corpus, rows: Sequence[int]) -> list[list[int]]:
    """Rows of one name, unit and post, if no two different texts among them are about the same period.

    A roster that names only some of the months does not split them; one that names two persons does.
    """
    documents = corpus.documents
    groups = _grouped((_identity(documents[row]), row) for row in rows)
    return [group for group in groups if _is_one_person([documents[row] for row in group])]


def _identity(document: Document) -> tuple[str, str, str] | None:
    """None where that is too little to take two texts for one person's."""
    if not (document.author and document.unit and document.period):
        return None
    return _name(document.author), _name(document.unit), _name(document.post or "")


def _is_one_person(documents: Sequence[Document]) -> bool:
    if len({document.person for document in documents if document.person}) > 1:
        return False
    keys: dict[str | None, set[str]] = defaultdict(set)
    for document in documents:
        keys[document.period].add(document.key)
    return all(len(texts) == 1 for texts in keys.values())


def _grouped(keyed: Iterable[tuple[object, int]]) -> list[list[int]]:
    groups: dict[object, list[int]] = {}
    for key, row in keyed:
        if key is not None:
            groups.setdefault(key, []).append(row)
    return list(groups.values())


class _Owners:
    """Whose earlier text a text is."""

    def __init__(self, corpus: Corpus, numbers: Ints, submissions: Sequence[int]) -> None:
        self._by_name: dict[str, dict[int, set[str | None]]] = {}
        self._by_person: dict[str, int] = {}
        for row in submissions:
            document, number = corpus.documents[row], int(numbers[row])
            if document.author:
                self._by_name.setdefault(_name(document.author), {}).setdefault(number, set()).add(document.unit)
            if document.person:
                self._by_person[document.person] = number

    def of(self, document: Document, alone: int) -> int:
        """The person's number, or `alone`."""
        if document.person in self._by_person:
            return self._by_person[document.person]
        people = self._by_name.get(_name(document.author), {}) if document.author else {}
        if len(people) == 1:
            return next(iter(people))
        same_unit = [number for number, units in people.items() if document.unit and document.unit in units]
        return same_unit[0] if len(same_unit) == 1 else alone


def _name(author: str) -> str:
    return " ".join(fold(author).text.split())
