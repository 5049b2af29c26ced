"""What Vietnamese names begin with, and the titles before them: `person_names.toml`, folded once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

from detector.privacy.words import Word, spelled, words_of
from detector.text.lexicon import background_documents, resource

Marked = tuple[str, ...]


@cache
def _first_words(part: str, name: str) -> frozenset[str]:
    """The marked first words of a list."""
    return frozenset(spelled(one)[0][0] for one in resource("person_names.toml")[part][name])


@cache
def _phrases(part: str, name: str) -> frozenset[Marked]:
    """The marked phrases of a list."""
    return frozenset(tuple(marked for marked, _ in spelled(one)) for one in resource("person_names.toml")[part][name])


usual_families = partial(_first_words, "family", "usual")  # a person begins with them
rare_families = partial(_first_words, "family", "rare")  # persons and other things begin with them
middle_words = partial(_first_words, "family", "middle")  # they stand between family and given name
before_titles = partial(_first_words, "public", "titled")  # capitals after them are the title of a paper or a plan
public_alone = partial(_first_words, "public", "alone")  # with a capital they are a subject, a language, a department
peoples = partial(_first_words, "public", "peoples")  # of the country, of one word: pupils are counted by them
stop_words = partial(_first_words, "public", "stop")  # a name is over after them
post_titles = partial(_phrases, "title", "posts")  # of the titles those that the name of a department may follow too
public_places = partial(_phrases, "public", "places")  # of the phrases those that may name an office of the run


@cache
def plain_families() -> frozenset[str]:
    """The usual ones without marks."""
    return frozenset(spelled(name)[0][1] for name in resource("person_names.toml")["family"]["usual"])


@cache
def titles() -> frozenset[Marked]:
    """Marked words that stand before a name."""
    return _phrases("title", "words") | post_titles()


@cache
def plain_titles() -> frozenset[Marked]:
    """Folded words that stand before a name where marks were not typed."""
    return frozenset(tuple(f for _, f in spelled(one)) for one in resource("person_names.toml")["title"]["plain"])


@cache
def public_phrases() -> frozenset[Marked]:
    """Marked words that begin with a capital and are nobody of the office."""
    return _phrases("public", "phrases") | public_places()


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
