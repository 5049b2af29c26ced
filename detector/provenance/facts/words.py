"""Words that tell lists of facts from accounts; see `resources/facts.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detector.text.fold import canonical, folded_words
from detector.text.lexicon import resource

# "khi đã cắm chốt", "coi như đã nhận đủ": a condition, nothing that was done
_ONCE_DONE = ((" khi đã ", " khi "), (" khi da ", " khi "), (" như đã ", " như "), (" nhu da ", " nhu "))
_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|[^\s]")


@dataclass(frozen=True, slots=True)
class FactWords:
    """Words of resources/facts.toml between spaces, folded all but `deeds` and `measured`."""

    duties: tuple[str, ...]
    results: tuple[str, ...]
    descriptions_of_posts: tuple[str, ...]
    folded_deeds: tuple[str, ...]
    habits: tuple[str, ...]
    laws: tuple[str, ...]
    norms: tuple[str, ...]
    works: tuple[str, ...]
    offices: tuple[str, ...]
    courses: tuple[str, ...]
    purposes: tuple[str, ...]
    ends_of_courses: tuple[str, ...]
    learners: tuple[str, ...]
    deeds: tuple[str, ...]
    folded_measured: tuple[str, ...]
    measured: tuple[str, ...]


@cache
def fact_words() -> FactWords:
    content = resource("facts.toml")

    def folded(name: str) -> tuple[str, ...]:
        return tuple(f" {' '.join(map(canonical, folded_words(word).split()))} " for word in content[name])

    def plain(name: str) -> tuple[str, ...]:
        return tuple(f" {word} " for word in content[name])

    return FactWords(
        duties=folded("duties"),
        results=folded("results"),
        descriptions_of_posts=folded("descriptions_of_posts"),
        folded_deeds=folded("deeds"),
        habits=folded("habits"),
        laws=folded("laws"),
        norms=folded("norms"),
        works=folded("works"),
        offices=folded("offices"),
        courses=folded("courses"),
        purposes=folded("purposes"),
        ends_of_courses=folded("ends_of_courses"),
        learners=folded("learners"),
        deeds=plain("deeds"),
        folded_measured=folded("measured"),
        measured=plain("measured"),
    )


def tells_a_deed(text: str, words: FactWords) -> bool:
    """By words with their marks, unless the text has none: "đất" is not "đạt", "xác minh" not "mình"."""
    spaced = _spaced(text)
    of_measures = words.folded_measured if spaced.isascii() else words.measured
    return (bool(re.search(r" \d", spaced)) and has_any(spaced, of_measures)) or _says_who(spaced, words)


def says_who(text: str, words: FactWords) -> bool:
    """Whether somebody is told to have done something, which "đạt 95 %" in a row of a table does not say."""
    return _says_who(_spaced(text), words)


def _says_who(spaced: str, words: FactWords) -> bool:
    return has_any(spaced, words.folded_deeds if spaced.isascii() else words.deeds)


def _spaced(text: str) -> str:
    spaced = re.sub(r"\W+", " ", f" {text.lower()} ")
    for condition, plain in _ONCE_DONE:
        spaced = spaced.replace(condition, plain)
    return spaced


def has_any(folded: str, words: tuple[str, ...]) -> bool:
    return any(map(folded.__contains__, words))


def names_in(text: str) -> int:
    """How often two and more words with a capital follow each other."""
    count = capitals = 0
    for word in _WORD_OR_SIGN.findall(text):
        if word[0].isupper():
            capitals += 1
        else:
            count, capitals = count + (capitals > 1), 0
    return count + (capitals > 1)
