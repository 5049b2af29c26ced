"""Folding: what two spellings have in common, and the way back."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.text.fold import (
    _TABLE,
    SYLLABLE,
    codes_of,
    fold,
    fold_syllable,
    is_readable,
    readable,
    syllable_spans,
    syllables_in,
)


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


@given(st.one_of(st.text(max_size=80), st.text("aẾđ\u0301\u200b…½ﬁ℃⑴ŉǆЖ\ud800 ", max_size=40)))
def test_a_text_folds_as_its_characters_do(text):
    assert fold(text).text == text.translate(_TABLE)
    origins = [at for at, character in enumerate(text) for _ in character.translate(_TABLE)]
    assert fold(text).starts.tolist() == origins


@given(st.one_of(st.text(max_size=60), st.text("aẾđ\u0301\u200bоа½K\u0958 ", max_size=30)))
def test_a_text_is_readable_if_reading_it_changes_nothing(text):
    assert is_readable(text) == (readable(text) == text)


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
    starts, ends = syllable_spans(codes_of(text))
    assert syllables_in(text)[0] == SYLLABLE.findall(text)
    np.testing.assert_array_equal(syllables_in(text)[1:], (starts, ends))
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    assert spans == [match.span() for match in SYLLABLE.finditer(text)]


def test_the_last_character_of_unicode_is_looked_up_too():
    text = "hết \U0010ffff bài"
    assert fold(text).text == "het \U0010ffff bai"
    assert [text[start:end] for start, end in zip(*syllable_spans(codes_of(text)), strict=True)] == ["hết", "bài"]
