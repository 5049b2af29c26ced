"""Facts and clauses that several kinds of findings have."""

from __future__ import annotations

from detector import language
from detector.language import translator
from detector.submissions import Fact, Facts


def has(facts: Facts, *names: str) -> bool:
    """Whether all of these facts are known."""
    return all(facts.get(name) is not None for name in names)


def count(fact: Fact, lang: str) -> str:
    """A number of things."""
    return language.number(float(fact), 0, lang)


def percent(fact: Fact, lang: str) -> str:
    """A share from 0 to 1."""
    return language.percent(float(fact), lang)


def in_common(facts: Facts, lang: str) -> list[str]:
    """How many syllables are those of the source."""
    words = translator(lang).gettext("{matched} syllables in common")
    return [words.format(matched=count(facts["matched_syllables"], lang))] if has(facts, "matched_syllables") else []


def details_per_100(facts: Facts, name: str, lang: str) -> list[str]:
    """The rate of concrete details, which stands under `name`."""
    words = translator(lang).gettext("{rate} concrete details per 100 syllables")
    return [words.format(rate=language.number(float(facts[name]), 1, lang))] if has(facts, name) else []
