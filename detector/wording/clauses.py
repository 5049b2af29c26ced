"""Findings of texts that are too short for shares, in sentences that name clauses, people and periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from detector.language import translator
from detector.submissions import Finding

Facts = Mapping[str, int | float | str]


def clause_sentence(finding: Finding, lang: str) -> list[str]:
    """The clauses of such a sentence, or nothing for a finding with shares."""
    words = _WORDS.get(finding.kind)
    return words(finding.facts, lang) if words and "total_clauses" in finding.facts else []


def _shared(facts: Facts, lang: str) -> list[str]:
    ngettext = translator(lang).ngettext
    first = ngettext(
        "{clauses} of {total_clauses} clause is also found in the submission of {other}: “{clause}”",
        "{clauses} of {total_clauses} clauses are also found in the submission of {other}: “{clause}”",
        int(facts["total_clauses"]),
    )
    spread = ngettext(
        "{people} of {of_people} person has this clause",
        "{people} of {of_people} persons have this clause",
        int(facts["people"]),
    )
    other = facts.get("other_author") or facts.get("other_id", "")
    return [first.format(**{**facts, "other": other}), spread.format(**facts)]


def _previous(facts: Facts, lang: str) -> list[str]:
    words = translator(lang).ngettext(
        "{clauses} of {total_clauses} clause is the same in {periods} texts of this person for different periods: "
        "“{clause}”",
        "{clauses} of {total_clauses} clauses are the same in {periods} texts of this person for different periods: "
        "“{clause}”",
        int(facts["total_clauses"]),
    )
    return [words.format(**facts)]


def _boilerplate(facts: Facts, lang: str) -> list[str]:
    _, ngettext = translator(lang).gettext, translator(lang).ngettext
    words = ngettext(
        "{clauses} of {total_clauses} clause is one that {people} of {of_people} persons have: “{clause}”",
        "{clauses} of {total_clauses} clauses are ones that {people} of {of_people} persons have: “{clause}”",
        int(facts["total_clauses"]),
    )
    cause = _("this is usually a text that was handed out or the default of the software, not anybody's copying")
    return [words.format(**facts), cause]


_WORDS: Mapping[str, Callable[[Facts, str], list[str]]] = {
    "shared": _shared,
    "previous": _previous,
    "boilerplate": _boilerplate,
}
