"""Pairs in sentences, and the clauses that sentences about findings have too."""

from __future__ import annotations

from collections.abc import Sequence

from detector.language import N_, number, percent, translator
from detector.matches import Method, Pair, Passage
from detector.submissions import Facts


def pair_sentence(
    pair: Pair,
    passages: Sequence[Passage],
    *,
    submissions: int,
    names: tuple[str, str],
    left_sentences: tuple[int, int] | None = None,
    lang: str = "vi",
) -> str:
    """Why a pair is shown. `submissions` is the size of the unit, `left_sentences` (matched, all) of the left text."""
    _, sides = translator(lang).gettext, dict(zip(("left", "right"), names, strict=True))
    shares = {"left_share": percent(pair.left_share, lang), "right_share": percent(pair.right_share, lang)}
    if pair.method is Method.MEANING:
        words = _("Sentences in {passages} parts of the text of {left} mean the same as the text of {right}")
        first = words.format(passages=pair.passages, **sides)
        return as_sentence([first, *_expected_clause(pair.expected, lang)])
    if pair.method is Method.RETOLD:
        words = _(
            "Sentence after sentence, in {passages} parts, the text of {left} says the same as the text of {right}, "
            "in other words"
        )
        first = words.format(passages=pair.passages, **sides)
        return as_sentence([first, *_expected_clause(pair.expected, lang)])
    if pair.method is Method.ORDER:
        words = _(
            "Rare details of the text of {left} stand in the same order in {passages} parts of the text of {right}"
        )
        first = words.format(passages=pair.passages, **sides)
        return as_sentence([first, *_expected_clause(pair.expected, lang)])
    if left_sentences:
        counts = {"matched": left_sentences[0], "total": left_sentences[1]}
        first = _("{matched} of {total} sentences of {left} are also in the text of {right}").format(**counts, **sides)
    else:
        first = _("{left} and {right} have passages in common").format(**sides)
    amount = _(
        "they are {left_share} of the text outside form and regulation of {left} and {right_share} of {right}"
    ).format(**shares, **sides)
    spread = _spread_of(passages, submissions, lang)
    return as_sentence([first, amount, *spread, *_expected_clause(pair.expected, lang)])


def _spread_of(passages: Sequence[Passage], submissions: int, lang: str) -> list[str]:
    spreads = [passage.spread for passage in passages if passage.kind == "shared"]
    return spread_clause({"spread": min(spreads), "submissions": submissions}, lang) if spreads else []


def spread_clause(facts: Facts, lang: str) -> list[str]:
    """How many have the rarest passage; empty where that is not known."""
    if facts.get("spread") is None or facts.get("submissions") is None:
        return []
    words = translator(lang).ngettext(
        "{spread} of {submissions} submissions has the rarest passage",
        "{spread} of {submissions} submissions have the rarest passage",
        int(facts["spread"]),
    )
    return [words.format(spread=facts["spread"], submissions=facts["submissions"])]


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


def person_of_unit(name: str, unit: str, lang: str = "vi") -> str:
    """A person where two units are spoken of."""
    return translator(lang).gettext("{person} ({unit})").format(person=name, unit=unit)


def as_sentence(clauses: Sequence[str]) -> str:
    """The clauses as one sentence with a full stop."""
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."
