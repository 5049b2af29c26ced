from __future__ import annotations

from collections.abc import Iterator

from detector.corpus import Provenance
from detector.findings.base import Case, FindingKind
from detector.findings.words import has, in_common, percent
from detector.language import N_, translator
from detector.lines import least_share
from detector.people import time_order
from detector.submissions import Facts, Finding
from detector.wording.places import in_a_row_words, time_words

_IN_A_ROW = 3  # periods; two equal ones are told with the earlier one's name


def rule(case: Case) -> Iterator[Finding]:
    """From the latest earlier text; of a sheet, the share of what is left after wording that many have."""
    document, matched = case.document, case.counts[Provenance.PREVIOUS]
    earlier = [one.other for one in case.previous if time_order(one.other) < time_order(document)]
    common = case.counts[Provenance.COMMON] if document.period is not None else 0.0
    share, least = matched / max(case.personal - common, 1.0), least_share(document, case.settings)
    if not (case.has_shares and earlier) or share < least:
        return
    source = max(earlier, key=time_order)
    known = {"year": source.year, "period": source.period, "in_a_row": case.in_a_row}
    facts: Facts = {
        "source_id": source.id,
        "share": share,
        "matched_syllables": int(matched),
        "own_syllables": int(case.personal),
        **{name: value for name, value in known.items() if value is not None},
    }
    yield Finding("previous", share, least, facts, (source.id,))


def sentence(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if "total_clauses" in facts:
        return _of_clauses(facts, lang)
    if not has(facts, "share"):
        return [_("Part of the text is that of the person's earlier submission")]
    share = percent(facts["share"], lang)
    if facts.get("period"):
        return _of_period(facts, share, lang)
    if facts.get("year"):
        words = _("{share} of the text is that of the person's submission of {year}")
        return [words.format(share=share, year=facts["year"]), *in_common(facts, lang)]
    words = _("{share} of the text is that of the person's earlier submission")
    return [words.format(share=share), *in_common(facts, lang)]


def _of_clauses(facts: Facts, lang: str) -> list[str]:
    """Of a text that is too short for shares."""
    words = translator(lang).ngettext(
        "{clauses} of {total_clauses} clause is the same in {periods} texts of this person for different periods: "
        "“{clause}”",
        "{clauses} of {total_clauses} clauses are the same in {periods} texts of this person for different periods: "
        "“{clause}”",
        int(facts["total_clauses"]),
    )
    return [words.format(**facts)]


def _of_period(facts: Facts, share: str, lang: str) -> list[str]:
    """Of a sheet of a month, quarter or half year; of one text for three periods and more only that."""
    if int(facts.get("in_a_row", 0)) >= _IN_A_ROW:
        return [in_a_row_words(str(facts["period"]), int(facts["in_a_row"]), lang)]
    words = translator(lang).gettext("{share} of the text is that of the person's text of {period}")
    return [words.format(share=share, period=time_words(str(facts["period"]), lang)), *in_common(facts, lang)]


FINDING = FindingKind(
    "previous",
    50,
    rule,
    sentence,
    N_("repeats the earlier text"),
    N_("A noticeable part of the text is that of the person's earlier submission."),
)
