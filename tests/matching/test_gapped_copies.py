"""Copies of which no four syllables in a row are left: every third or fourth word is another one."""

from __future__ import annotations

import random
import re

import pytest

import detector
from detector.evaluation.simulation import SimulatedUnit

LETTERS = re.compile(r"[^\W\d_]+")


def with_words_replaced(text: str, every: int, words: list[str], chance: random.Random) -> str:
    """Each `every`-th word is one of the unit's words."""
    count = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return chance.choice(words) if count % every == 0 else found.group()

    return LETTERS.sub(replaced, text)


def own_sentences(text: str, most: int) -> str:
    """The first long sentences of the long lines: no form."""
    lines = [line for line in text.split("\n") if len(line) > 120]
    return " ".join([part for line in lines for part in re.split(r"(?<=[.;])\s+", line) if len(part) > 50][:most])


@pytest.mark.parametrize("every", [3, 4])
@pytest.mark.parametrize("seed", [1, 2])
def test_eight_sentences_with_every_third_word_replaced_are_one_passage(every: int, seed: int) -> None:
    chance = random.Random(seed)
    texts = {document.id: document.text for document in SimulatedUnit(44, seed).documents()}
    words = sorted({word for text in texts.values() for word in LETTERS.findall(text)})
    source = own_sentences(texts.pop(min(texts)), 8)
    copy = with_words_replaced(source, every, words, chance)
    report = detector.scan({**texts, "source": source, "copy": copy})
    (pair,) = (one for one in report.pairs if {one.left_id, one.right_id} == {"source", "copy"})
    assert pair.flagged
    sides = [
        side
        for passage in report.passages
        if {passage.left.id, passage.right.id} == {"source", "copy"}
        for side in (passage.left, passage.right)
        if side.id == "copy"
    ]
    covered = {at for side in sides for at in range(side.start, side.end)}
    assert len(covered) >= 0.95 * len(copy)
    assert all(passage.similarity >= 0.2 for passage in report.passages if passage.flagged)
