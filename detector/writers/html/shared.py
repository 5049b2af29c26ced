"""Texts of many, for the page: the words, who has them and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detector import wording
from detector.places import place_of
from detector.report import Report
from detector.text.quotation import looks_quoted
from detector.writers.html.payload import display_name
from detector.writers.html.texts import clean, shortened
from detector.writers.questions import shared_answers

MAX_TEXTS = 200
MAX_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class ListedText:
    """A shared text; `who` has each text that holds it, where in it, and whether there are signs of a quotation."""

    id: str
    text: str
    people: Sequence[str]
    who: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """What several people have in one box of a list of answers, of all who `answered` there."""

    question: str
    answered: int
    text: str
    who: Sequence[str]


def listed_answers(report: Report, lang: str) -> list[ListedAnswer]:
    """By question, those of most people first, at most `MAX_TEXTS`; empty without a list of answers."""
    documents = {document.id: document for document in report.documents()}
    return [
        ListedAnswer(
            shortened(one.question),
            one.answered,
            clean(one.text[:MAX_CHARACTERS]),
            [display_name(documents[id], lang) for id in one.people],
        )
        for one in shared_answers(report)[:MAX_TEXTS]
    ]


def listed_texts(report: Report, lang: str) -> list[ListedText]:
    """Those of most people first, at most `MAX_TEXTS`."""
    documents = {document.id: document for document in report.documents()}
    return [
        ListedText(
            one.id,
            clean(one.text[:MAX_CHARACTERS]),
            one.people,
            [
                (
                    display_name(documents[side.id], lang),
                    shortened(wording.place_words(place_of(documents[side.id], side.start), lang)),
                    looks_quoted(documents[side.id].text, side.start, side.end),
                )
                for side in one.places
                if side.id in documents
            ],
        )
        for one in report.shared_texts[:MAX_TEXTS]
    ]
