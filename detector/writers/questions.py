"""A list of answers by question: which text stands in the box of how many people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from detector.report import Report, Submission

_HEADER = re.compile(r"(?:^|\s)row=\d+ column=\d+ header=(?P<header>.*)$")
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")
_LEAST_WORDS = 6  # of a sentence: shorter ones many people write by themselves


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """One text below one question.

    Attributes:
        answered: how many people wrote something there.
        people: ids of the submissions that have the text, two or more.
    """

    question: str
    answered: int
    text: str
    people: tuple[str, ...]


def shared_answers(report: Report) -> list[SharedAnswer]:
    """Texts that two people and more have in one box, by question and most people first; empty without a list."""
    questions: dict[str, dict[str, list[str]]] = {}
    for row in report.submissions:
        for question, answer in _answers(row):
            questions.setdefault(question, {}).setdefault(row.id, []).append(answer)
    return [shared for question, answers in questions.items() for shared in _shared(question, answers)]


def _answers(row: Submission) -> Iterator[tuple[str, str]]:
    """(question, answer) of each box; the question itself stands above each answer."""
    for block in row.document.blocks:
        if "header=" not in block.place:  # nearly all blocks of a form
            continue
        match = _HEADER.search(block.place)
        text = row.document.text[block.start : block.end].strip()
        if match and not " ".join(text.replace("=", " ").split()).startswith(match["header"]):
            yield match["header"], text


def _shared(question: str, answers: dict[str, list[str]]) -> list[SharedAnswer]:
    """Sentences with the same people are one text, in the order in which the first of them has them."""
    people: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for id, texts in answers.items():
        for sentence in dict.fromkeys(match.group().strip() for text in texts for match in _SENTENCE.finditer(text)):
            key = plain_words(sentence)
            if len(key.split()) >= _LEAST_WORDS and id not in people.setdefault(key, []):
                people[key].append(id)
                words.setdefault(key, sentence)
    texts_of: dict[tuple[str, ...], list[str]] = {}
    for key, ids in people.items():
        if len(ids) > 1:
            texts_of.setdefault(tuple(ids), []).append(words[key])
    found = [SharedAnswer(question, len(answers), " ".join(texts), ids) for ids, texts in texts_of.items()]
    return sorted(found, key=lambda one: (-len(one.people), -len(one.text), one.text))


def plain_words(words: str) -> str:
    """Without case, signs and line ends."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", words).casefold()))
