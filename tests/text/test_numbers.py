"""Numbers in words as figures."""

from __future__ import annotations

import pytest

from detector.text.numbers import value_of, words_and_figures


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("bảy", 7),
        ("mười", 10),
        ("mười lăm", 15),
        ("bốn mươi bảy", 47),
        ("bốn bảy", 47),
        ("hai mốt", 21),
        ("ba chục", 30),
        ("một trăm linh năm", 105),
        ("trăm bốn mốt", 141),
        ("ba trăm mười hai", 312),
        ("mười sáu nghìn", 16_000),
        ("hai triệu ba trăm nghìn", 2_300_000),
        ("hai triệu rưỡi", 2_500_000),
        ("chín vạn", 90_000),
        ("linh", 0),
    ],
)
def test_what_words_of_numbers_stand_for(words: str, value: int) -> None:
    assert value_of(words.split()) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hai mươi ba vụ, êm 19.", ["23", "vu", "em", "19"]),
        ("15.930 dòng trong 16 nghìn trang", ["15930", "dong", "trong", "16000", "trang"]),
        ("góp 3,2 tỷ đồng", ["gop", "3,2", "ty", "dong"]),
        ("năm 2025, một người", ["nam", "2025", "mot", "nguoi"]),
        ("BỐN MƯƠI BẢY quyển sổ", ["47", "quyen", "so"]),
        ("sáu quyển", ["6", "quyen"]),
        ("năm mươi", ["50"]),
        ("tư tưởng", ["tu", "tuong"]),
        ("", []),
    ],
)
def test_numbers_of_a_text_are_figures_and_its_words_are_folded(text: str, words: list[str]) -> None:
    assert words_and_figures(text) == words


def test_a_decomposed_text_says_the_same() -> None:
    assert words_and_figures("bo\u0302\u0301n mu\u031bo\u031bi ba\u0309y") == ["47"]
