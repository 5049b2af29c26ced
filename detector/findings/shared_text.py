from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from detector.corpus import Provenance
from detector.findings.base import Case, FindingKind
from detector.findings.words import count, has
from detector.language import N_, translator
from detector.submissions import Finding

_MOST_NAMED = 100  # of the others who have the text


def rule(case: Case) -> Iterator[Finding]:
    """Most of what the person could have written is text that more than a few people have: from one common source."""
    share, least = case.share(case.wide_syllables), case.settings.shared_text_min_share
    if share < least or (case.document.period and _is_written(case)):
        return
    longest = max(case.wide_texts, key=lambda text: text.syllables)
    facts = {
        "texts": len(case.wide_texts),
        "share": share,
        "matched_syllables": int(case.wide_syllables),
        "own_syllables": int(case.personal),
        "people": len(longest.ids),
        "submissions": case.submissions,
    }
    others = tuple(islice((id for id in longest.ids if id != case.document.id), _MOST_NAMED))
    yield Finding("shared_text", share, least, facts, others)


def _is_written(case: Case) -> bool:
    """Whether a sheet of two boxes says something of the person's work beside what many have, however short."""
    return case.personal - case.counts[Provenance.COMMON] >= case.settings.min_passage_syllables and case.details > 0


def sentence(finding: Finding, lang: str) -> list[str]:
    """Never a share of a text that is too short for one: then the amount alone."""
    _, facts = translator(lang).gettext, finding.facts
    if not has(facts, "matched_syllables", "own_syllables"):
        return [_("Most of the text is wording that more than a few people have")]
    words = _("{matched} of {total} syllables of the own text are texts that more than a few people have")
    matched, total = (count(facts[name], lang) for name in ("matched_syllables", "own_syllables"))
    first = words.format(matched=matched, total=total)
    if not has(facts, "people", "submissions"):
        return [first]
    longest = _("the longest one is in {people} of {submissions} submissions")
    return [first, longest.format(people=facts["people"], submissions=facts["submissions"])]


FINDING = FindingKind(
    "shared_text",
    60,
    rule,
    sentence,
    N_("mostly texts that many have"),
    N_("Most of what the person could have written is text that more than a few people have."),
)
