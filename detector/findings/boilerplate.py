from __future__ import annotations

from collections.abc import Iterator

from detector.corpus import Provenance
from detector.findings.base import Case, FindingKind
from detector.findings.words import details_per_100, has, percent
from detector.language import N_, translator
from detector.submissions import Finding

# Share of stock, with nothing concrete beside it: 0.62 up in data/units/months and quarters
_NEARLY_ALL = 0.6


def rule(case: Case) -> Iterator[Finding]:
    """Little but rule and common wording, and hardly anything concrete.

    A text that more than a few people have is no stock wording: the kind ``shared_text`` tells it; but see
    `_nothing_else`.
    """
    concrete, counts, least = case.concrete_per_100, case.counts, case.settings.boilerplate_min_share
    if concrete >= case.settings.concrete_min_per_100:
        return
    share = (_stock(case) - case.wide_syllables) / max(case.unprinted, 1.0)
    if case.unprinted < case.settings.min_own_syllables or share < least:
        yield from _nothing_else(case)
        return
    facts = {
        "share": share,
        "concrete_per_100": concrete,
        "common_syllables": int(counts[Provenance.COMMON]),
        "rule_syllables": int(counts[Provenance.RULE]),
        "own_syllables": int(counts[Provenance.OWN]),
    }
    yield Finding("boilerplate", share, least, facts)


def _nothing_else(case: Case) -> Iterator[Finding]:
    """Mostly texts that more than a few people have, and nothing concrete beside them."""
    share = _stock(case) / max(case.unprinted, 1.0)
    if case.wide_syllables >= case.settings.min_passage_syllables and share >= _NEARLY_ALL and not case.details:
        yield Finding("boilerplate", share, _NEARLY_ALL, {"nothing_else": 1})


def _stock(case: Case) -> float:
    return case.counts[Provenance.RULE] + case.counts[Provenance.COMMON]


def sentence(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if facts.get("nothing_else"):
        return [_("Most of the text is wording that many have, and nothing beside it names the person's work")]
    if not has(facts, "share"):
        return [_("Without the form, most of the text is regulation wording and stock clauses")]
    words = _("{share} of the text without the form is regulation wording and stock clauses")
    return [words.format(share=percent(facts["share"], lang)), *details_per_100(facts, "concrete_per_100", lang)]


FINDING = FindingKind(
    "boilerplate",
    70,
    rule,
    sentence,
    N_("mostly stock wording"),
    N_("Without the form, little is left but regulation wording and stock clauses."),
)
