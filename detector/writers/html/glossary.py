"""Tiles and definitions of the page: what each figure means, with the thresholds of this scan."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from detector.language import Translate, number, percent, translator
from detector.report import Report
from detector.settings import Settings
from detector.writers.html.selection import groups


def tiles(report: Report, lang: str) -> Iterator[tuple[str, str]]:
    """(figure, words) of the row at the top."""
    _ = translator(lang).gettext
    noticed = sum(bool(row.findings) for row in report.submissions)
    yield number(report.submissions_read, 0, lang), _("submissions of the unit")
    yield number(noticed, 0, lang), _("submissions with something to look at")
    yield number(len(report.pairs.flagged()), 0, lang), _("pairs of submissions to look at")
    yield number(len(groups(report)), 0, lang), _("groups of similar submissions")
    yield _median_own(report, lang), _("own writing in the middle submission, without form and rule")


def _median_own(report: Report, lang: str) -> str:
    shares = [row.own_shares.get("own", 0.0) for row in report.submissions if row.own_shares]
    return percent(median(shares), lang) if shares else "–"


def figures(settings: Settings, lang: str) -> Iterator[tuple[str, str]]:
    """(term, meaning) in the order of the page."""
    _ = translator(lang).gettext
    yield _("Syllable"), _("What Vietnamese writes between two spaces; a number counts as one.")
    yield _("Share of the whole text"), _("Syllables of a class, of all syllables of the submission.")
    yield from _shares(settings, _, lang)
    yield from _matches(settings, _, lang)
    yield from _flags(settings, _, lang)


def _shares(settings: Settings, _: Translate, lang: str) -> Iterator[tuple[str, str]]:
    text = _(
        "Text without the printed form and without regulation wording: what a person could have written. "
        "Below {minimum} syllables no share is given."
    )
    yield _("Text outside form and regulation"), text.format(minimum=number(settings.min_own_syllables, 0, lang))
    yield (
        _("Strongest match"),
        _(
            "The largest share of the text outside form and regulation that one colleague's submission also has, in "
            "whatever way the pair was found."
        ),
    )


def _matches(settings: Settings, _: Translate, lang: str) -> Iterator[tuple[str, str]]:
    passage = _("Text that two submissions have in common, word for word or nearly, at least {minimum} syllables long.")
    yield _("Passage"), passage.format(minimum=number(settings.min_passage_syllables, 0, lang))
    yield (
        _("Submissions with the rarest passage"),
        _('"2 / 46": of 46 submissions only these two have it. The fewer, the more it says.'),
    )
    rarity = _(
        "How improbable it is that two people of this unit write the passages independently. Each bit halves the "
        "chance; from {minimum} bits a pair is shown."
    )
    yield _("Rarity, bits"), rarity.format(minimum=number(settings.pair_min_bits, 0, lang))
    yield (
        _("Jaccard"),
        _("Short word sequences the two texts have in common, of all they have, without the form. 0 to 1."),
    )
    yield _("Cosine"), _("Likeness of the words of the two texts, rare words weighing more, without the form. 0 to 1.")


def _flags(settings: Settings, _: Translate, lang: str) -> Iterator[tuple[str, str]]:
    group = _("Submissions linked by pairs to look at, at least {members} of them; two are a pair.")
    yield _("Group"), group.format(members=settings.cluster_min_members)
    yield (
        _("Stock wording"),
        _(
            "Flagged from {share} regulation and common wording in the text without the form, without concrete content."
        ).format(share=percent(settings.boilerplate_min_share, lang)),
    )
    concrete = _(
        "Figures with a unit, named tasks and works, document numbers, dates of events. Years, the form's own numbers "
        "and the numbers of general rules do not count. Flagged below {minimum} per 100 syllables."
    )
    yield _("Concrete content"), concrete.format(minimum=number(settings.concrete_min_per_100, 1, lang))
    sources = _(
        "Flagged from {reference} of the text for a known sample, from {previous} for the person's earlier text."
    )
    yield (
        _("Known sample, earlier text"),
        sources.format(
            reference=percent(settings.reference_min_share, lang), previous=percent(settings.previous_min_share, lang)
        ),
    )
