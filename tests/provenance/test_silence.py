"""Sheets that say nothing: which words are known, and that a sentence about work is none of them."""

from __future__ import annotations

import pytest

from detector.provenance.silence import kind_of
from detector.text.fold import SYLLABLE, canonical, fold_syllable


def kind(words: str) -> str | None:
    return kind_of(" ".join(canonical(fold_syllable(one.group())) for one in SYLLABLE.finditer(words)))


@pytest.mark.parametrize(
    "words",
    [
        "Như tháng trước.",
        "Như tháng 02",
        "Giống kỳ trước",
        "Vẫn như tháng trước",
        "Không thay đổi so với tháng trước",
        "Như phiếu tháng 5/2026",
        "Ưu điểm như quý I",
        "Như đã nêu tháng trước",
        "như trên",
    ],
)
def test_words_that_point_to_an_earlier_sheet(words: str) -> None:
    assert kind(words) == "as_before"


@pytest.mark.parametrize(
    "words",
    [
        "Không.",
        "Không có",
        "Chưa có",
        "5. Hạn chế, khuyết điểm: Không có",
        "Không có hạn chế, khuyết điểm nào trong tháng này",
        "Bản thân không có khuyết điểm gì đáng kể",
    ],
)
def test_words_that_say_there_is_nothing(words: str) -> None:
    assert kind(words) == "nothing"


@pytest.mark.parametrize(
    "words",
    [
        "Như kế hoạch tháng trước tôi đã đo 5 thửa",
        "Không có hồ sơ trễ hạn",
        "Tháng trước còn nợ 2 báo cáo",
        "Như tháng trước nhưng thêm 3 hồ sơ đất",
        "Không đi muộn buổi nào",
    ],
)
def test_a_sentence_about_work_is_neither(words: str) -> None:
    assert kind(words) is None
