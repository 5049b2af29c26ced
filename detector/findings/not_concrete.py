from __future__ import annotations

from collections.abc import Iterator

from detector.findings.base import Case, FindingKind
from detector.findings.words import count, details_per_100, has
from detector.language import N_, translator
from detector.submissions import Finding


def rule(case: Case) -> Iterator[Finding]:
    concrete, least = case.concrete_per_100, case.settings.concrete_min_per_100
    if concrete >= least or case.unprinted < case.settings.min_own_syllables:
        return
    facts = {"concrete": int(case.details), "per_100": concrete, "syllables": int(case.unprinted)}
    yield Finding("not_concrete", concrete, least, facts)


def sentence(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if not has(facts, "concrete", "syllables"):
        return [_("Hardly any concrete detail was found"), *details_per_100(facts, "per_100", lang)]
    words = translator(lang).ngettext(
        "{concrete} concrete detail (figure, named task, document number, date) in {syllables} syllables",
        "{concrete} concrete details (figures, named tasks, document numbers, dates) in {syllables} syllables",
        int(facts["concrete"]),
    )
    return [words.format(concrete=facts["concrete"], syllables=count(facts["syllables"], lang))]


FINDING = FindingKind(
    "not_concrete",
    80,
    rule,
    sentence,
    N_("lacks concrete content"),
    N_("Hardly any figure, named task, document number or date."),
)
