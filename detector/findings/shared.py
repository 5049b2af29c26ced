from __future__ import annotations

from collections.abc import Iterator

from detector.findings.base import Case, FindingKind
from detector.findings.words import count, has, percent
from detector.language import N_, translator
from detector.matches import Method
from detector.submissions import Facts, Finding
from detector.wording.sentences import person_of_unit, spread_clause, telltale_clauses


def rule(case: Case) -> Iterator[Finding]:
    """Of a text that is too short for shares only with whom it is equal, and no figure of it."""
    pairs = case.shared if case.has_shares else [one for one in case.shared if one.method is Method.EQUAL]
    if not pairs:
        return
    strongest = pairs[0]
    who: Facts = {"other_id": strongest.other.id, "other_author": strongest.other.author or ""}
    method: Facts = {"method": str(strongest.method), "submissions": case.submissions}
    facts: Facts = {**who, **(_figures(case) if case.has_shares else method)}
    yield Finding("shared", strongest.bits, strongest.threshold, facts, tuple(one.other.id for one in pairs))


def _figures(case: Case) -> Facts:
    """Of the strongest pair."""
    pair, told = case.shared[0], dict(case.told)
    matched = int(told.pop("matched_syllables", 0))
    return {
        "matched_syllables": matched,
        "own_syllables": int(case.personal),
        "share": min(1.0, case.share(matched)),
        "passages": pair.passages,
        "sentences": told.pop("sentences", 0),
        "total_sentences": case.sentences,
        "spread": pair.spread,
        "submissions": case.submissions,
        "rarity_bits": pair.bits,
        **({} if pair.expected is None else {"expected": pair.expected}),
        "method": str(pair.method),
        **told,
    }


def sentence(finding: Finding, lang: str) -> list[str]:
    facts = finding.facts
    if "total_clauses" in facts:
        return _of_clauses(facts, lang)
    counted = [] if _method(facts).is_rewritten else [*_amount(facts, lang), *spread_clause(facts, lang)]
    return [_subject(facts, lang), *counted, *telltale_clauses(facts, lang), *_others(finding, lang)]


def _of_clauses(facts: Facts, lang: str) -> list[str]:
    """Of a text that is too short for shares."""
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


def _method(facts: Facts) -> Method:
    return Method(str(facts.get("method", Method.PASSAGES)))


def _subject(facts: Facts, lang: str) -> str:
    _ = translator(lang).gettext
    other = _name(facts, lang)
    if _method(facts) is Method.MEANING:
        words = _("Sentences in {passages} parts mean the same as the submission of {other}, in other words")
        return words.format(passages=facts.get("passages", 0), other=other)
    if _method(facts) is Method.RETOLD:
        words = _(
            "Sentence after sentence says the same as the submission of {other} in {passages} parts, in other words"
        )
        return words.format(passages=facts.get("passages", 0), other=other)
    if _method(facts) is Method.EQUAL:
        words = _("Apart from form, regulation and stock wording the text is the same as the submission of {other}")
        return words.format(other=other)
    if _method(facts) is Method.ORDER:
        words = _("Rare details stand in the same order in {passages} parts of the submission of {other}")
        return words.format(passages=facts.get("passages", 0), other=other)
    if has(facts, "sentences", "total_sentences"):
        words = _("{sentences} of {total_sentences} sentences are also found in the submission of {other}")
        return words.format(sentences=facts["sentences"], total_sentences=facts["total_sentences"], other=other)
    return _("Passages are also found in the submission of {other}").format(other=other)


def _name(facts: Facts, lang: str) -> str:
    """The person, and their unit where it is another one."""
    _ = translator(lang).gettext
    name = str(facts.get("other_author") or facts.get("other_id") or _("another person"))
    return person_of_unit(name, str(facts["unit_of_other"]), lang) if facts.get("unit_of_other") else name


def _amount(facts: Facts, lang: str) -> list[str]:
    if not has(facts, "matched_syllables", "own_syllables", "share"):
        words = translator(lang).gettext("{share} of the text outside form and regulation")
        return [words.format(share=percent(facts["share"], lang))] if has(facts, "share") else []
    words = translator(lang).gettext("{matched} of {own} syllables outside form and regulation ({share})")
    values = {"matched": count(facts["matched_syllables"], lang), "own": count(facts["own_syllables"], lang)}
    return [words.format(**values, share=percent(facts["share"], lang))]


def _others(finding: Finding, lang: str) -> list[str]:
    more = len(finding.evidence) - 1
    if more < 1:
        return []
    words = translator(lang).ngettext(
        "{more} other submission shares passages too", "{more} other submissions share passages too", more
    )
    return [words.format(more=more)]


FINDING = FindingKind(
    "shared",
    20,
    rule,
    sentence,
    N_("passages shared with others"),
    N_("Rare passages are also found in the submission of somebody else."),
)
