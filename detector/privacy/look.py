"""What no rule blots, for a look before a file is handed on: words that may be names, and long numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from detector.privacy.family import public_phrases, stop_words
from detector.privacy.known import Known
from detector.privacy.names import Names
from detector.privacy.words import Word, sequences, words_of

_LONG_NUMBER = re.compile(r"(?<![\w.,/])\d(?:[ .-]?\d){5,}(?![\w]|[.,/]\d)")
_NO_PERSONS = re.compile(r"\d{1,3}(?:[. ]\d{3})+|(?:19|20)\d\d ?- ?(?:19|20)\d\d")  # thousands, school years


@dataclass(frozen=True, slots=True)
class Seen:
    """Words of handed-on texts that may tell who somebody is; `texts` has the ids of those in which they stand.

    `is_given`: the given name of somebody of the run.
    """

    words: str
    texts: tuple[str, ...]
    is_given: bool


def to_look_at(texts: Iterable[tuple[str, str]], known: Known) -> list[Seen]:
    """Of (id, text as it is handed on): given names first, then what stands in few texts."""
    given = Names(known.persons, known.is_usual).given
    found: dict[str, dict[str, None]] = {}
    givens: set[str] = set()
    for id, text in texts:
        alone = set(_given(text, given))
        for words in sorted({*_capitals(text, known), *alone, *_numbers(text)}):
            found.setdefault(words, {})[id] = None
        givens |= alone
    seen = [Seen(words, tuple(ids), words in givens) for words, ids in found.items()]
    return sorted(seen, key=lambda one: (not one.is_given, len(one.texts), one.words))


def _capitals(text: str, known: Known) -> Iterator[str]:
    """Capitalised words inside a sentence that are no ordinary ones."""
    for run in _runs(text):
        name: list[Word] = []
        for place, word in enumerate(run):
            inside = place > 0 and word.is_capital and not (word.is_upper and len(word.shown) > 5)
            phrase = place + 1 < len(run) and run[place + 1].shown.islower() and known.is_usual(run[place : place + 2])
            if inside and not phrase and not (word.marked in stop_words() and not name):
                name.append(word)
                continue
            yield from _unless_usual(name, known)
            name = []
        yield from _unless_usual(name, known)


def _unless_usual(name: list[Word], known: Known) -> Iterator[str]:
    if not name or len(name) > 5 or all(known.is_usual([word]) for word in name):
        return
    if tuple(word.marked for word in name) not in public_phrases():
        yield " ".join(word.shown for word in name)


def _given(text: str, given: set[str]) -> Iterator[str]:
    """Given names of the run that stand alone with a capital, in the middle of a sentence."""
    for run in _runs(text):
        for place, word in enumerate(run):
            around = run[max(0, place - 1) : place + 2]
            public = any((one.marked, other.marked) in public_phrases() for one, other in pairwise(around))
            if place and word.is_capital and not word.is_upper and word.marked in given and not public:
                yield word.shown


def _runs(text: str) -> Iterator[list[Word]]:
    return (run for line in text.split("\n") for run in sequences(words_of(line)))


def _numbers(text: str) -> Iterator[str]:
    return (match[0] for match in _LONG_NUMBER.finditer(text) if not _NO_PERSONS.fullmatch(match[0]))
