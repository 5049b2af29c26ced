"""Folding: what two spellings have in common, and the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.text.fold import SYLLABLE, fold, fold_syllable, readable, syllable_spans


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "hòa"),
        ("kỹ", "kĩ"),
        ("quý", "quí"),
        ("ĐẢNG", "đảng"),
        ("сủa", "của"),
        ("nhiệm\u200b", "nhiệm"),
        ("ﬁ", "fi"),
        ("thuỷ", unicodedata.normalize("NFD", "thủy")),
    ],
)
def test_spellings_of_one_syllable_fold_together(one, other):
    assert fold_syllable(one) == fold_syllable(other)


def test_different_syllables_stay_apart():
    assert len({fold_syllable(s) for s in ("tay", "tai", "ba", "bà con", "12", "1,2")}) == 6


@given(st.text(max_size=80))
def test_every_folded_character_knows_where_it_came_from(text):
    folded = fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    for at, character in enumerate(folded.text):
        assert character in fold(text[folded.starts[at] : folded.ends[at]]).text
    assert (folded.starts < folded.ends).all()


@given(st.text(max_size=80))
def test_folding_a_piece_is_a_piece_of_the_folding(text):
    folded = fold(text)
    for match in SYLLABLE.finditer(folded.text):
        original = text[folded.starts[match.start()] : folded.ends[match.end() - 1]]
        assert fold(original).text.strip() == match.group()


def test_readable_keeps_case_and_marks_and_drops_what_cannot_be_seen():
    assert readable("Hо\u200bà\u00ad ĐẢNG") == "Hoà ĐẢNG"
    assert readable(unicodedata.normalize("NFD", "Hoà")) == "Hoà"
    assert readable("abc") == "abc"


@given(st.one_of(st.text("12٣½²a.,/_ -đ", max_size=20), st.text(st.characters(), max_size=40)))
def test_spans_of_syllables_are_those_of_the_pattern(text):
    starts, ends = syllable_spans(text)
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    assert spans == [match.span() for match in SYLLABLE.finditer(text)]


def test_the_last_character_of_unicode_is_looked_up_too():
    text = "hết \U0010ffff bài"
    assert fold(text).text == "het \U0010ffff bai"
    assert [text[start:end] for start, end in zip(*syllable_spans(text), strict=True)] == ["hết", "bài"]
