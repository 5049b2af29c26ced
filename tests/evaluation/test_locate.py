from __future__ import annotations

import unicodedata

import pytest

from detector.documents import Span
from detector.evaluation.locate import Locator

PASSAGE = "- Tôi soạn 12 giáo án.\n- Dự giờ đồng nghiệp."


@pytest.mark.parametrize(
    "text",
    [
        "Đầu. - Tôi soạn 12 giáo án.\n- Dự giờ đồng nghiệp. Cuối.",
        "Đầu. Tôi soạn 12\ngiáo án.  \n•\tDự giờ đồng\u00a0nghiệp. Cuối.",
        "Đầu. TÔI SOẠN 12 GIÁO ÁN. + DỰ GIỜ ĐỒNG NGHIỆP. Cuối.",
        "Đầu. Tôi so\u200bạn 12 giáo án. Dự giờ đồng nghiệp. Cuối.",
        unicodedata.normalize("NFD", "Đầu. Tôi soạn 12 giáo án. Dự giờ đồng nghiệp. Cuối."),
        "Đầu. Tôi soạn 12 giáo án. Dự giờ đồng nghiê\u0323p. Cuối.",
    ],
)
def test_a_passage_is_found_however_the_text_is_laid_out(text: str) -> None:
    (span,) = Locator(text).find(PASSAGE)
    found = text[span.start : span.end]
    assert unicodedata.normalize("NFC", found).casefold().startswith("tôi")
    assert found.endswith((".", "P."))
    assert text[span.end :].strip() == unicodedata.normalize("NFD", "Cuối.") or text[span.end :] == " Cuối."


def test_offsets_are_those_of_the_original() -> None:
    assert Locator("ab  cd\nef").find("Cd e") == [Span(4, 8)]


def test_a_mark_after_its_letter_belongs_to_the_span() -> None:
    assert Locator("xa\u0301y").find("á") == [Span(1, 3)]


def test_every_place_is_found_also_overlapping_ones() -> None:
    assert Locator("aaa").find("aa") == [Span(0, 2), Span(1, 3)]


def test_another_mark_is_another_letter() -> None:
    assert Locator("Tôi").find("Tối") == []


def test_a_passage_without_letters_is_nowhere() -> None:
    assert Locator("a - b").find(" - ") == []
