"""Findings and pairs in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from detector.documents import ReadingNote
from detector.language import N_, number, percent, translator
from detector.matches import Method, Pair, Passage
from detector.submissions import Finding
from detector.wording.clauses import clause_sentence
from detector.wording.labels import FLAG_LABELS, HIDING_LABELS, NOTE_LABELS, SKIP_LABELS, label
from detector.wording.notes import note_words
from detector.wording.places import in_a_row_words, time_words

Facts = Mapping[str, int | float | str]


def finding_sentence(finding: Finding, lang: str = "vi") -> str:
    """One finding in words. Ends in a full stop; an unknown kind gives its label."""
    clauses = clause_sentence(finding, lang)
    if not clauses and finding.kind in _SENTENCES:
        clauses = _SENTENCES[finding.kind](finding, lang)
    return _sentence(clauses or [label(FLAG_LABELS, finding.kind, lang)])


def pair_sentence(
    pair: Pair,
    passages: Sequence[Passage],
    *,
    submissions: int,
    left_name: str,
    right_name: str,
    left_sentences: tuple[int, int] | None = None,
    lang: str = "vi",
) -> str:
    """Why a pair is shown. `submissions` is the size of the unit, `left_sentences` (matched, all) of the left text."""
    _ = translator(lang).gettext
    names = {"left": left_name, "right": right_name}
    shares = {"left_share": percent(pair.left_share, lang), "right_share": percent(pair.right_share, lang)}
    if pair.method is Method.MEANING:
        words = _("Sentences in {passages} parts of the text of {left} mean the same as the text of {right}")
        first = words.format(passages=pair.passages, **names)
        return _sentence([first, *_expected_clause(pair.expected, lang)])
    if pair.method is Method.ORDER:
        words = _(
            "Rare details of the text of {left} stand in the same order in {passages} parts of the text of {right}"
        )
        first = words.format(passages=pair.passages, **names)
        return _sentence([first, *_expected_clause(pair.expected, lang)])
    if left_sentences:
        counts = {"matched": left_sentences[0], "total": left_sentences[1]}
        first = _("{matched} of {total} sentences of {left} are also in the text of {right}").format(**counts, **names)
    else:
        first = _("{left} and {right} have passages in common").format(**names)
    amount = _(
        "they are {left_share} of the text outside form and regulation of {left} and {right_share} of {right}"
    ).format(**shares, **names)
    return _sentence([first, amount, *_spread_of(passages, submissions, lang), *_expected_clause(pair.expected, lang)])


def _spread_of(passages: Sequence[Passage], submissions: int, lang: str) -> list[str]:
    spreads = [passage.spread for passage in passages if passage.kind == "shared"]
    return _spread_clause({"spread": min(spreads), "submissions": submissions}, lang) if spreads else []


def _spread_clause(facts: Facts, lang: str) -> list[str]:
    if not _has(facts, "spread", "submissions"):
        return []
    words = translator(lang).ngettext(
        "{spread} of {submissions} submissions has the rarest passage",
        "{spread} of {submissions} submissions have the rarest passage",
        int(facts["spread"]),
    )
    return [words.format(spread=facts["spread"], submissions=facts["submissions"])]


def _shared(finding: Finding, lang: str) -> list[str]:
    facts = finding.facts
    named = telltale_clauses(facts, lang)
    if _method(facts).is_rewritten:
        return [_shared_subject(facts, lang), *named, *_others(finding, lang)]
    amount, spread = _amount(facts, lang), _spread_clause(facts, lang)
    return [_shared_subject(facts, lang), *amount, *spread, *named, *_others(finding, lang)]


def _method(facts: Facts) -> Method:
    return Method(str(facts.get("method", Method.PASSAGES)))


def telltale_clauses(facts: Facts, lang: str = "vi") -> list[str]:
    """The named clues of a pair: a name, a unit, a year or a slip; empty for facts without them."""
    _ = translator(lang).gettext
    clauses = [(_(words), name) for name, words in _TELLTALES.items() if facts.get(name)]
    return [words.format(value=facts[name], usual=facts.get("usual_year", "")) for words, name in clauses]


_TELLTALES = {
    "other_name": N_("the name of {value} stands in this text where the writer's own would be expected"),
    "name_there": N_("the writer's name ({value}) stands in the other text where that writer's would be expected"),
    "other_unit": N_("a passage names {value}, the unit of the other writer"),
    "unit_there": N_("the other text names {value}, this writer's unit, in a passage of both"),
    "wrong_year": N_("both texts give the year {value}, the others of the unit {usual}"),
    "slips": N_("both texts have the same spelling slip: {value}"),
}


_IN_A_ROW = 3  # periods; two equal ones are told with the earlier one's name
_MOST_UNITS = 1_000_000  # beyond it the model is not to be taken at its word


def _expected_clause(expected: float | None, lang: str) -> list[str]:
    """How rarely chance makes such a pair; nothing where that is not known or not small."""
    if expected is None or expected >= 1.0:
        return []
    _, units = translator(lang).gettext, 1 / max(expected, 1 / (10 * _MOST_UNITS))
    if units > _MOST_UNITS:
        words = _("chance would make such a pair in fewer than one of {units} units like this one")
    else:
        words = _("chance would make such a pair in about one of {units} units like this one")
    return [words.format(units=number(round(min(units, _MOST_UNITS)), 0, lang))]


def _shared_subject(facts: Facts, lang: str) -> str:
    _ = translator(lang).gettext
    other = _name(facts, lang)
    if _method(facts) is Method.MEANING:
        words = _("Sentences in {passages} parts mean the same as the submission of {other}, in other words")
        return words.format(passages=facts.get("passages", 0), other=other)
    if _method(facts) is Method.EQUAL:
        words = _("Apart from form, regulation and stock wording the text is the same as the submission of {other}")
        return words.format(other=other)
    if _method(facts) is Method.ORDER:
        words = _("Rare details stand in the same order in {passages} parts of the submission of {other}")
        return words.format(passages=facts.get("passages", 0), other=other)
    if _has(facts, "sentences", "total_sentences"):
        words = _("{sentences} of {total_sentences} sentences are also found in the submission of {other}")
        return words.format(sentences=facts["sentences"], total_sentences=facts["total_sentences"], other=other)
    return _("Passages are also found in the submission of {other}").format(other=other)


def _others(finding: Finding, lang: str) -> list[str]:
    more = len(finding.evidence) - 1
    if more < 1:
        return []
    words = translator(lang).ngettext(
        "{more} other submission shares passages too", "{more} other submissions share passages too", more
    )
    return [words.format(more=more)]


def _cluster(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if _has(facts, "members", "submissions", "units"):
        words = _("One of a group of {members} submissions of {units} units with much text in common, of {submissions}")
        first = words.format(members=facts["members"], units=facts["units"], submissions=facts["submissions"])
    elif _has(facts, "members", "submissions"):
        words = _("One of a group of {members} submissions with much text in common, in a unit of {submissions}")
        first = words.format(members=facts["members"], submissions=facts["submissions"])
    else:
        first = _("One of a group of submissions with much text in common")
    if facts.get("only_passage") and _has(facts, "members"):
        alike = _("one passage is in {members} submissions, which share nothing else")
        return [alike.format(members=facts["members"]), *_core_clause(facts, lang)]
    return [first, *_share_clause(facts, lang), *_core_clause(facts, lang)]


def _core_clause(facts: Facts, lang: str) -> list[str]:
    core = translator(lang).gettext("the text common to all of them has {syllables} syllables")
    return [core.format(syllables=_count(facts["core_syllables"], lang))] if facts.get("core_syllables") else []


def _share_clause(facts: Facts, lang: str) -> list[str]:
    words = translator(lang).gettext("{share} of the text outside form and regulation is in it")
    return [words.format(share=_percent(facts["share"], lang))] if _has(facts, "share") else []


def _reference(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if not _has(facts, "share"):
        return [_("Part of the text is that of a known sample")]
    words = _("{share} of the text is that of the known sample {source}")
    return [
        words.format(share=_percent(facts["share"], lang), source=facts.get("source_id", "")).rstrip(),
        *_matched(facts, lang),
    ]


def _previous(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if not _has(facts, "share"):
        return [_("Part of the text is that of the person's earlier submission")]
    share = _percent(facts["share"], lang)
    if facts.get("period"):
        return _of_period(facts, share, lang)
    if facts.get("year"):
        first = _("{share} of the text is that of the person's submission of {year}")
        return [first.format(share=share, year=facts["year"]), *_matched(facts, lang)]
    return [
        _("{share} of the text is that of the person's earlier submission").format(share=share),
        *_matched(facts, lang),
    ]


def _of_period(facts: Facts, share: str, lang: str) -> list[str]:
    """The same of a sheet of a month, quarter or half year; of one text for three periods and more only that."""
    if int(facts.get("in_a_row", 0)) >= _IN_A_ROW:
        return [in_a_row_words(str(facts["period"]), int(facts["in_a_row"]), lang)]
    first = translator(lang).gettext("{share} of the text is that of the person's text of {period}")
    return [first.format(share=share, period=time_words(str(facts["period"]), lang)), *_matched(facts, lang)]


def _shared_text(finding: Finding, lang: str) -> list[str]:
    """Never a share of a text that is too short for one: then the amount alone."""
    _, facts = translator(lang).gettext, finding.facts
    if not _has(facts, "matched_syllables", "own_syllables"):
        return [_("Most of the text is wording that more than a few people have")]
    words = _("{matched} of {total} syllables of the own text are texts that more than a few people have")
    first = words.format(matched=_count(facts["matched_syllables"], lang), total=_count(facts["own_syllables"], lang))
    if not _has(facts, "people", "submissions"):
        return [first]
    longest = _("the longest one is in {people} of {submissions} submissions")
    return [first, longest.format(people=facts["people"], submissions=facts["submissions"])]


def _boilerplate(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if facts.get("nothing_else"):
        return [_("Most of the text is wording that many have, and nothing beside it names the person's work")]
    if not _has(facts, "share"):
        return [_("Without the form, most of the text is regulation wording and stock clauses")]
    words = _("{share} of the text without the form is regulation wording and stock clauses")
    return [words.format(share=_percent(facts["share"], lang)), *_per_100(facts, "concrete_per_100", lang)]


def _not_concrete(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if not _has(facts, "concrete", "syllables"):
        return [_("Hardly any concrete detail was found"), *_per_100(facts, "per_100", lang)]
    words = translator(lang).ngettext(
        "{concrete} concrete detail (figure, named task, document number, date) in {syllables} syllables",
        "{concrete} concrete details (figures, named tasks, document numbers, dates) in {syllables} syllables",
        int(facts["concrete"]),
    )
    return [words.format(concrete=facts["concrete"], syllables=_count(facts["syllables"], lang))]


def _not_enough_text(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if facts.get("silent") == "as_before":
        return [_("The sheet says only that it is as before")]
    if facts.get("silent") == "nothing":
        return [_("The boxes of the sheet are empty, or say that there is nothing")]
    if not _has(facts, "syllables", "minimum"):
        return [_("Not enough text of one's own to judge")]
    words = _(
        "Without form and regulation wording {syllables} syllables are left, fewer than {minimum}: no share is given"
    )
    return [words.format(syllables=_count(facts["syllables"], lang), minimum=_count(facts["minimum"], lang))]


def _unreadable(finding: Finding, lang: str) -> list[str]:
    _, code = translator(lang).gettext, str(finding.facts.get("code", ""))
    note = ReadingNote(code, str(finding.facts.get("detail", "")))
    reason = (
        [note_words(note, lang, raw=False) if code in NOTE_LABELS else label(SKIP_LABELS, code, lang)] if code else []
    )
    return [*reason, _("compare the text with the original file before using it")]


def _hidden_words(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if not _has(facts, "words", "hiding", "which"):
        return [_("The file holds words that a reader of its pages does not see")]
    words = translator(lang).ngettext(
        "The file holds {words} word that a reader of its pages does not see ({hiding}): “{which}”",
        "The file holds {words} words that a reader of its pages does not see ({hiding}): “{which}”",
        int(facts["words"]),
    )
    hiding = ", ".join(label(HIDING_LABELS, code, lang) for code in str(facts["hiding"]).split())
    first = words.format(words=_count(facts["words"], lang), hiding=hiding, which=facts["which"])
    return [first, _("they were not compared and are in no share")]


def _amount(facts: Facts, lang: str) -> list[str]:
    if not _has(facts, "matched_syllables", "own_syllables", "share"):
        words = translator(lang).gettext("{share} of the text outside form and regulation")
        return [words.format(share=_percent(facts["share"], lang))] if _has(facts, "share") else []
    words = translator(lang).gettext("{matched} of {own} syllables outside form and regulation ({share})")
    values = {"matched": _count(facts["matched_syllables"], lang), "own": _count(facts["own_syllables"], lang)}
    return [words.format(**values, share=_percent(facts["share"], lang))]


def _matched(facts: Facts, lang: str) -> list[str]:
    words = translator(lang).gettext("{matched} syllables in common")
    return [words.format(matched=_count(facts["matched_syllables"], lang))] if _has(facts, "matched_syllables") else []


def _per_100(facts: Facts, name: str, lang: str) -> list[str]:
    words = translator(lang).gettext("{rate} concrete details per 100 syllables")
    return [words.format(rate=number(float(facts[name]), 1, lang))] if _has(facts, name) else []


def _name(facts: Facts, lang: str) -> str:
    """The person, and their unit where it is another one."""
    _ = translator(lang).gettext
    name = str(facts.get("other_author") or facts.get("other_id") or _("another person"))
    return person_of_unit(name, str(facts["unit_of_other"]), lang) if facts.get("unit_of_other") else name


def person_of_unit(name: str, unit: str, lang: str = "vi") -> str:
    """A person where two units are spoken of."""
    return translator(lang).gettext("{person} ({unit})").format(person=name, unit=unit)


def _has(facts: Facts, *names: str) -> bool:
    return all(facts.get(name) is not None for name in names)


def _percent(share: int | float | str, lang: str) -> str:
    return percent(float(share), lang)


def _count(value: int | float | str, lang: str) -> str:
    return number(float(value), 0, lang)


def _sentence(clauses: Sequence[str]) -> str:
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."


_SENTENCES: Mapping[str, Callable[[Finding, str], list[str]]] = {
    "shared": _shared,
    "cluster": _cluster,
    "reference": _reference,
    "previous": _previous,
    "shared_text": _shared_text,
    "boilerplate": _boilerplate,
    "not_concrete": _not_concrete,
    "not_enough_text": _not_enough_text,
    "unreadable": _unreadable,
    "hidden_words": _hidden_words,
}
