from __future__ import annotations

from collections.abc import Iterator

from detector.findings.base import Case, FindingKind
from detector.findings.words import count, has
from detector.language import N_, translator
from detector.submissions import Facts, Finding


def rule(case: Case) -> Iterator[Finding]:
    if case.has_shares:
        return
    minimum = case.settings.min_own_syllables
    silent: Facts = {} if case.silent is None else {"silent": case.silent}
    facts = {"syllables": int(case.personal), "minimum": minimum, **silent}
    yield Finding("not_enough_text", case.personal, float(minimum), facts)


def sentence(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if facts.get("silent") == "as_before":
        return [_("The sheet says only that it is as before")]
    if facts.get("silent") == "nothing":
        return [_("The boxes of the sheet are empty, or say that there is nothing")]
    if not has(facts, "syllables", "minimum"):
        return [_("Not enough text of one's own to judge")]
    words = _(
        "Without form and regulation wording {syllables} syllables are left, fewer than {minimum}: no share is given"
    )
    return [words.format(syllables=count(facts["syllables"], lang), minimum=count(facts["minimum"], lang))]


FINDING = FindingKind(
    "not_enough_text",
    10,
    rule,
    sentence,
    N_("not enough text to judge"),
    N_("Too little text of one's own for any percentage to mean something."),
)
