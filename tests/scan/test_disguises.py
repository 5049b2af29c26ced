"""A copy in disguise is found, and what is shown as evidence are the words of both files as they stand there."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from detector.documents import Span
from detector.matches import Passage
from detector.text.fold import SYLLABLE, canonical, fold

from .conftest import DISGUISES, Scanned

# Disguises that change no syllable once the text is folded: both sides of a passage must be the same words.
SAME_WORDS = (
    "nfd",
    "mixed_unicode",
    "look_alikes",
    "full_width",
    "zero_width",
    "soft_hyphens",
    "spaces",
    "tone_placement",
    "y_for_i",
    "crossed_d",
    "no_marks",
    "upper_case",
    "rewrapped",
    "nfd+look_alikes",
    "no_marks+upper_case",
    "rewrapped+spaces+zero_width",
)

# Items that hold nothing but a sentence or two that a third of the unit has are common wording, copied or not.
_COPIED_AND_NOT_STOCK = 0.85


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_pair_is_found(disguised: Scanned, disguise: str) -> None:
    copy, source = pair_of(disguised, disguise)
    flagged = {frozenset((pair.left_id, pair.right_id)) for pair in disguised.report.pairs.flagged()}
    assert frozenset((copy, source)) in flagged


@pytest.mark.parametrize("disguise", DISGUISES)
def test_passages_cover_what_was_copied_and_little_else(disguised: Scanned, disguise: str) -> None:
    copy, source = pair_of(disguised, disguise)
    planted = next(c for c in disguised.unit.copies if c.copy == copy)
    passages = passages_of(disguised, copy, source)
    for found, wanted in (
        ([left for left, _ in passages], [taken.copy for taken in planted.passages]),
        ([right for _, right in passages], [taken.source for taken in planted.passages]),
    ):
        covered, labelled = characters(found), characters(wanted)
        assert len(covered & labelled) >= _COPIED_AND_NOT_STOCK * len(labelled)
        assert len(covered & labelled) >= 0.9 * len(covered)


@pytest.mark.parametrize("disguise", SAME_WORDS)
def test_both_sides_of_a_passage_are_the_same_words_once_folded(disguised: Scanned, disguise: str) -> None:
    copy, source = pair_of(disguised, disguise)
    copied, original = (disguised.report.document(id).text for id in (copy, source))
    passages = passages_of(disguised, copy, source)
    assert passages
    for left, right in passages:
        assert folded(copied[left.start : left.end]) == folded(original[right.start : right.end])


def test_nobody_else_is_flagged(disguised: Scanned, sample_pairs: set[frozenset[str]]) -> None:
    planted = {frozenset((copy.copy, copy.source)) for copy in disguised.unit.copies}
    flagged = {frozenset((pair.left_id, pair.right_id)) for pair in disguised.report.pairs.flagged()}
    assert {tuple(sorted(pair)) for pair in flagged - planted if not sample_pairs & chains(pair, planted)} == set()


def pair_of(scanned: Scanned, disguise: str) -> tuple[str, str]:
    copy = next(copy for copy in scanned.unit.copies if copy.disguise == disguise)
    return copy.copy, copy.source


def passages_of(scanned: Scanned, copy: str, source: str) -> list[tuple[Span, Span]]:
    """Spans of each passage in the copy and in the source."""
    return [sides(p, copy) for p in scanned.report.passages if {p.left.id, p.right.id} == {copy, source}]


def sides(passage: Passage, copy: str) -> tuple[Span, Span]:
    left, right = (Span(int(side.start), int(side.end)) for side in (passage.left, passage.right))
    return (left, right) if passage.left.id == copy else (right, left)


def characters(spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


def folded(text: str) -> list[str]:
    return [canonical(match[0]) for match in SYLLABLE.finditer(fold(text).text)]


def chains(pair: frozenset[str], planted: set[frozenset[str]]) -> set[frozenset[str]]:
    """The pair with each newcomer replaced by whom the newcomer copied."""
    source = {id: next(iter(link - {id})) for link in planted for id in link if id.startswith("n")}
    return {frozenset(source.get(id, id) for id in pair)}
