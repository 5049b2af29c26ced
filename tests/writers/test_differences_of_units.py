"""On all shared passages of the labelled units, by a word diff of another make: frames stand where words differ."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import pytest

from detector.report import Report
from detector.writers.differences import MIN_KEPT, MIN_MOVED_WORDS, Span, differences
from tests.benchmarks.labelled_units import labelled_units, scanned

pytestmark = pytest.mark.slow

UNITS = {unit.name: unit for unit in labelled_units()}
WORD = re.compile(r"[^\W_]+(?:[.,/:]\d+)*")


def shared_passages(report: Report) -> Iterator[tuple[str, str]]:
    texts = {one.id: one.text for one in (*(row.document for row in report.submissions), *report.others)}
    for passage in report.passages:
        if passage.kind == "shared":
            left, right = passage.left, passage.right
            yield texts[left.id][left.start : left.end], texts[right.id][right.start : right.end]


def words(text: str) -> list[tuple[str, int]]:
    found = WORD.finditer(unicodedata.normalize("NFC", text))
    return [(one[0].casefold(), one.start()) for one in found]


def framed(text: str, spans: Sequence[Span]) -> list[bool]:
    return [any(start <= at < end for start, end in spans) for _, at in words(text)]


def runs_of(text: str, flags: Sequence[bool]) -> set[tuple[str, ...]]:
    """All runs of so many framed words that count as a moved text."""
    keys = [key for key, _ in words(text)]
    starts = range(len(keys) - MIN_MOVED_WORDS + 1)
    return {tuple(keys[at : at + MIN_MOVED_WORDS]) for at in starts if all(flags[at : at + MIN_MOVED_WORDS])}


def has_hidden_signs(text: str) -> bool:
    """Whether there are signs without width between letters."""
    return any(unicodedata.category(sign) == "Cf" for sign in text)


def words_in_order(left: str, right: str) -> int:
    """Words that a plain diff keeps, which knows no moves."""
    keys = [[key for key, _ in words(text)] for text in (left, right)]
    return sum(block.size for block in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks())


@pytest.mark.xdist_group("labelled units")
@pytest.mark.parametrize("name", sorted(UNITS))
def test_frames_stand_where_words_differ_and_nowhere_else(name: str) -> None:
    passages = list(shared_passages(scanned(name)))
    assert len(passages) > 10
    for left, right in passages:
        if any(unicodedata.normalize("NFC", text) != text or has_hidden_signs(text) for text in (left, right)):
            continue  # places are those of the text as it is, and a sign without width cuts no word for a reader
        found = differences(left, right)
        kept = words_in_order(left, right)
        if not found.is_compared:  # the page says "≠" there, see test_afternoon
            assert kept < MIN_KEPT * max(len(words(left)), len(words(right)))
            continue
        flags = framed(left, found.left), framed(right, found.right)
        rest = [
            Counter(key for (key, _), flag in zip(words(text), flagged, strict=True) if not flag)
            for text, flagged in zip((left, right), flags, strict=True)
        ]
        assert rest[0] == rest[1], "what is not framed stands on both sides"
        assert not runs_of(left, flags[0]) & runs_of(right, flags[1]), "a moved sentence is framed"
        assert sum(flags[0]) <= len(flags[0]) - kept, "more is framed than a plain diff would"
