"""Persons, units, posts and numbers in a text, replaced by blots that say nothing of what they hide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from detector.privacy.family import public_places
from detector.privacy.labels import labelled
from detector.privacy.moved import Moved, Replaced
from detector.privacy.names import Names
from detector.privacy.numbers import numbers
from detector.privacy.persons import Persons
from detector.privacy.spans import BLOT, Blotted, Kind, joined
from detector.privacy.usual import UsualWords
from detector.privacy.words import Word, loose_sequences, sequences, words_of
from detector.text.fold import fold, fold_syllable

__all__ = ["BLOT", "Mask"]


_FILE = re.compile(
    r"(?<![^\s/\\\"“(<])(?P<stem>[^\s/\\<>\"“”:;,()]+)"
    r"\.(?:docx?|xlsx?|pptx?|pdf|odt|ods|rtf|txt|csv|zip|rar|7z|jpe?g|png|html?)(?!\w)",
    re.IGNORECASE,
)
# Of *PhieuTDG_NHBTran2024*: Phieu, TDG, Tran; two letters only with a capital.
_FILE_PART = re.compile(r"[A-ZĐÀ-Ỹ]?[^\W\d_A-ZĐ]{2,}|[A-ZĐÀ-Ỹ][^\W\d_A-ZĐ]")
_YEAR = re.compile(r"\s?\(\s?(?P<year>19[3-9]\d|200\d)\s?\)")
_CODED = re.compile(r"[^\s<>\"“”]*%[0-9A-Fa-f]{2}[^\s<>\"“”]*")


class Mask:
    """Call it with a text for the text that may be handed on; `moved` says where its characters went.

    Args:
        persons, units: names that are known.
        is_usual: what ordinary words are; those of the package if None.
    """

    def __init__(
        self,
        persons: Iterable[str] = (),
        units: Iterable[str] = (),
        *,
        is_usual: UsualWords | None = None,
    ) -> None:
        self._is_usual = is_usual or UsualWords()
        self._persons = Names(persons, self._is_usual)
        self._units = Names(units, self._is_usual, whole_only=True)
        self._strangers = Persons(self._is_usual, frozenset(self._persons.given))

    def __call__(self, text: str) -> str:
        return self.moved(text).text

    def moved(self, text: str, posts: Sequence[str] = ()) -> Moved:
        """The text with its blots; `posts` are words that go too, wherever they stand in it."""
        return Moved.of(text, [Replaced(one.start, one.end, one.kind.blot) for one in self.spans(text, posts)])

    def spans(self, text: str, posts: Sequence[str] = ()) -> list[Blotted]:
        """What is blotted, ascending and apart. About 4 ms a page."""
        folded = fold(text)
        words = words_of(text)
        found = [*numbers(text, folded), *labelled(text, folded), *self._words(words)]
        found += [*self._files(text), *self._coded(text)]
        if posts:
            found += _posts(words, posts, self._is_usual)
        found += [_year(one, text) for one in found if one.kind is Kind.PERSON]
        return joined(found, text)

    def _words(self, words: list[Word]) -> Iterator[Blotted]:
        for run in sequences(words):
            yield from self._names(run)
        for loose in loose_sequences(words):
            yield from self._apart(loose)
        strangers = self._strangers
        for find in (strangers.titled, strangers.alone, strangers.with_class, strangers.lower, strangers.unknown):
            for first, end in find(words):
                yield _span(words[first:end], Kind.PERSON)

    def _files(self, text: str) -> Iterator[Blotted]:
        """Given names among the parts of a file's name: *PhieuTDG_Thinh.docx*."""
        for name in _FILE.finditer(text):
            for part in _FILE_PART.finditer(text, *name.span("stem")):
                if fold_syllable(part[0]) in self._strangers.given_plain:
                    yield Blotted(*part.span(), Kind.PERSON)

    def _coded(self, text: str) -> Iterator[Blotted]:
        """Addresses with per cent codes in which, decoded, something is blotted: all of it goes."""
        for match in _CODED.finditer(text):
            if self.spans(unquote(match[0])):
                yield Blotted(*match.span(), Kind.PERSON)

    def _names(self, run: Sequence[Word]) -> Iterator[Blotted]:
        first = 0
        while first < len(run):
            if not (self._persons.may_begin(run[first]) or self._units.may_begin(run[first])):
                first += 1
                continue
            length, kind = self._at(run, first)
            public = self._strangers.public_at(run, first)
            found = run[first : first + length]
            is_place = kind is Kind.UNIT and tuple(word.marked for word in found) in public_places()
            if length > public or is_place:  # a longer name may begin inside: *HS Nguyễn* of *HS Nguyễn Tấn Dũng*
                yield _span(found, kind)
            first += max(1, public)

    def _apart(self, run: Sequence[Word]) -> Iterator[Blotted]:
        """Each word by itself: what lies between them may be the border of a table."""
        first = 0
        while first < len(run):
            length = self._persons.apart(run, first)
            yield from (_span([word], Kind.PERSON) for word in run[first : first + length])
            first += max(1, length)

    def _at(self, run: Sequence[Word], first: int) -> tuple[int, Kind]:
        unit = self._units.longest(run, first)
        person = max(self._persons.longest(run, first), self._strangers.family_at(run, first))
        return (unit, Kind.UNIT) if unit > person else (person, Kind.PERSON)


def _year(person: Blotted, text: str) -> Blotted:
    """The year of birth in brackets behind a person; an empty span where there is none."""
    match = _YEAR.match(text, person.end)
    return Blotted(*match.span("year"), Kind.NUMBER) if match else Blotted(person.end, person.end, person.kind)


def _posts(words: Sequence[Word], posts: Sequence[str], is_usual: UsualWords) -> Iterator[Blotted]:
    names = Names(posts, is_usual, whole_only=True, in_any_case=True)
    for run in sequences(words):
        for first in range(len(run)):
            length = names.at(run, first)
            if length > 1:
                yield _span(run[first : first + length], Kind.POST)


def _span(words: Sequence[Word], kind: Kind) -> Blotted:
    return Blotted(words[0].start, words[-1].end, kind)
