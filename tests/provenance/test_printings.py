"""Lines of a printing that only some have: their bracket and what follows them tell them from a copied text."""

from __future__ import annotations

import numpy as np
import pytest

from detector.provenance.form import mark_form
from detector.provenance.groups import group_sentences
from detector.settings import Settings
from tests.provenance.build import corpus_named, words

ANSWERS = [
    "Tôi trực máy bơm ở cống Đò suốt mùa lũ, có đêm lội nước đến ngực.",
    "Sổ quỹ khóa từng tuần, chênh hai nghìn đồng cũng ngồi tìm cho ra.",
    "Dạy ba lớp sáu, lớp nào cũng có em chưa đọc thông phải kèm thêm.",
    "Kho thuốc chuyển lên gác sau trận ngập, mất bốn buổi chiều khuân vác.",
    "Đi các thôn xác minh đơn của mười một hộ, hòa giải xong chín hộ.",
    "Vườn ươm năm nay ra được giống keo chịu hạn, bán cho hai lâm trường.",
    "Lái xe cứu thương hai trăm chuyến, không chuyến nào chậm quá giờ hẹn.",
    "Viết tin bài cho đài xã, có bài được đài tỉnh xin phát lại.",
    "Sửa điện cho khu tập thể, thay đường dây cũ từ ngày mới xây.",
    "Nấu ăn cho bếp bán trú, mỗi trưa ba trăm suất, lưu mẫu đủ giờ.",
]
HEADING = "III. Nghiên cứu, học tập và bồi dưỡng"
PROMPT = f"{HEADING} (công bố ghi đủ tác giả, tên bài và nơi đăng)"


def unit(line: str, having: int, below: list[str]) -> dict[str, str]:
    """Ten texts; so many have the line, each with its own answer below it."""
    return {
        f"p{row}": "\n".join([ANSWERS[(row + 3) % 10], *([line] if row < having else []), below[row]])
        for row in range(10)
    }


def printed(texts: dict[str, str], name: str) -> str:
    corpus = corpus_named(texts)
    marks = mark_form(corpus, group_sentences(corpus), Settings())
    return words(corpus, name, np.repeat(marks.sentences, corpus.sentences.lengths()))


@pytest.mark.parametrize("line", ["Việc đã làm trong quý:", HEADING])
def test_a_line_that_four_of_ten_have_is_print_if_each_answers_in_other_words(line: str) -> None:
    assert printed(unit(line, 4, ANSWERS), "p0") != ""


@pytest.mark.parametrize("line", ["Việc đã làm trong quý:", HEADING])
def test_it_is_none_if_they_all_have_one_text_below_it(line: str) -> None:
    assert printed(unit(line, 4, [ANSWERS[0]] * 4 + ANSWERS[4:]), "p0") == ""


def test_it_is_none_if_they_have_that_text_with_a_word_changed() -> None:
    copied = [ANSWERS[0].replace("lội", other) for other in ("bơi", "lặn", "đứng", "ngâm")]
    assert printed(unit(HEADING, 4, copied + ANSWERS[4:]), "p0") == ""


def test_three_of_twenty_are_too_few() -> None:
    texts = unit(HEADING, 3, ANSWERS) | {f"q{row}": ANSWERS[row].replace(" ", " xa ", 1) for row in range(10)}
    assert printed(texts, "p0") == ""


def test_a_heading_and_the_same_with_an_instruction_are_one_line() -> None:
    texts = unit(HEADING, 10, [ANSWERS[0]] * 10)
    texts |= {name: texts[name].replace(HEADING, PROMPT) for name in ("p7", "p8", "p9")}
    assert "noi dang" in printed(texts, "p8")
    assert "boi duong" in printed(texts, "p0")
