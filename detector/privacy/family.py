"""What Vietnamese names begin with, and the titles before them: `person_names.toml`, folded once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from detector.privacy.words import Word, spelled, words_of
from detector.text.lexicon import background_documents, resource

Marked = tuple[str, ...]


@cache
def usual_families() -> frozenset[str]:
    """Marked first words with which a person begins."""
    return _first_words(resource("person_names.toml")["family"]["usual"])


@cache
def rare_families() -> frozenset[str]:
    """Marked first words of persons and of other things."""
    return _first_words(resource("person_names.toml")["family"]["rare"])


@cache
def plain_families() -> frozenset[str]:
    """The usual ones without marks."""
    return frozenset(spelled(name)[0][1] for name in resource("person_names.toml")["family"]["usual"])


@cache
def middle_words() -> frozenset[str]:
    """Marked words that stand between family and given name."""
    return _first_words(resource("person_names.toml")["family"]["middle"])


@cache
def titles() -> frozenset[Marked]:
    """Marked words that stand before a name."""
    return frozenset(_marked(one) for one in resource("person_names.toml")["title"]["words"]) | post_titles()


@cache
def post_titles() -> frozenset[Marked]:
    """Those of them that are posts: the name of a department may follow too."""
    return frozenset(_marked(one) for one in resource("person_names.toml")["title"]["posts"])


@cache
def plain_titles() -> frozenset[Marked]:
    """Folded words that stand before a name where marks were not typed."""
    return frozenset(tuple(f for _, f in spelled(one)) for one in resource("person_names.toml")["title"]["plain"])


@cache
def public_phrases() -> frozenset[Marked]:
    """Marked words that begin with a capital and are nobody of the office."""
    return frozenset(_marked(one) for one in resource("person_names.toml")["public"]["phrases"]) | public_places()


@cache
def public_places() -> frozenset[Marked]:
    """Those of them by which an office of the run may be called."""
    return frozenset(_marked(one) for one in resource("person_names.toml")["public"]["places"])


@cache
def before_titles() -> frozenset[str]:
    """Marked words after which capitals are the title of a paper, a plan or a thing."""
    return _first_words(resource("person_names.toml")["public"]["titled"])


@cache
def public_alone() -> frozenset[str]:
    """Marked words that alone and with a capital are a subject, a language or a department."""
    return _first_words(resource("person_names.toml")["public"]["alone"])


@cache
def peoples() -> frozenset[str]:
    """Marked names of the peoples of the country, of one word: pupils are counted by them."""
    return _first_words(resource("person_names.toml")["public"]["peoples"])


@cache
def stop_words() -> frozenset[str]:
    """Marked words after which a name is over."""
    return _first_words(resource("person_names.toml")["public"]["stop"])


@cache
def usual_pairs() -> frozenset[tuple[str, str]]:
    """Marked pairs of words, both in lower case, of the forms, rules and stock clauses of the package."""
    return frozenset(
        pair for document in background_documents() for pair in lower_pairs(words_of(document.text), second_only=True)
    )


def lower_pairs(words: Iterable[Word], *, second_only: bool = False) -> Iterable[tuple[str, str]]:
    """Marked neighbours in lower case; `second_only`: the first may begin with a capital."""
    before: Word | None = None
    for word in words:
        lower = word.shown.islower()
        if before is not None and lower and word.joined and (second_only or before.shown.islower()):
            yield before.marked, word.marked
        before = word


def _marked(name: str) -> Marked:
    return tuple(marked for marked, _ in spelled(name))


def _first_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(spelled(name)[0][0] for name in names)
