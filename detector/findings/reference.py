from __future__ import annotations

from collections.abc import Iterator

from detector.corpus import Provenance
from detector.findings.base import Case, FindingKind
from detector.findings.words import has, in_common, percent
from detector.language import N_, translator
from detector.submissions import Facts, Finding


def rule(case: Case) -> Iterator[Finding]:
    pairs, least = case.reference, case.settings.reference_min_share
    matched = case.counts[Provenance.REFERENCE]
    share = matched / max(case.unprinted, 1.0)
    if not (case.has_shares and pairs) or share < least:
        return
    facts: Facts = {
        "source_id": pairs[0].other.id,
        "share": share,
        "matched_syllables": int(matched),
        "passages": sum(one.passages for one in pairs),
    }
    yield Finding("reference", share, least, facts, tuple(one.other.id for one in pairs))


def sentence(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if not has(facts, "share"):
        return [_("Part of the text is that of a known sample")]
    words = _("{share} of the text is that of the known sample {source}")
    first = words.format(share=percent(facts["share"], lang), source=facts.get("source_id", "")).rstrip()
    return [first, *in_common(facts, lang)]


FINDING = FindingKind(
    "reference",
    40,
    rule,
    sentence,
    N_("known sample used"),
    N_("A noticeable part of the text is that of a known sample."),
)
