"""Where texts are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.documents import Block, BlockKind
from detector.text.sentences import cut


def sentences(text: str) -> list[str]:
    starts = [*cut(text).sentence_starts, len(text)]
    pieces = [text[start:end].strip() for start, end in pairwise(starts)]
    return [piece for piece in pieces if piece]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dạy tốt. Học tốt.", ["Dạy tốt.", "Học tốt."]),
        ("Ưu điểm: dạy tốt; học tốt", ["Ưu điểm:", "dạy tốt;", "học tốt"]),
        ("Ở TP. Huế, cô ThS. Lan dạy. Tốt!", ["Ở TP. Huế, cô ThS. Lan dạy.", "Tốt!"]),
        ("Đạt 94.7 điểm. Xong", ["Đạt 94.7 điểm.", "Xong"]),
        ("1. Nội dung đầu\n2. Nội dung sau", ["1. Nội dung đầu", "2. Nội dung sau"]),
        ("a. Có ý thức. Tốt", ["a. Có ý thức.", "Tốt"]),
        ("I. PHẨM CHẤT\nTốt", ["I. PHẨM CHẤT", "Tốt"]),
        ("Họ tên: ........... Ngày sinh", ["Họ tên:", "...........", "Ngày sinh"]),
        ("Ông nói: “Tốt.” Rồi đi", ["Ông nói:", "“Tốt.”", "Rồi đi"]),
        ("tôi luôn hoàn\nthành nhiệm vụ", ["tôi luôn hoàn\nthành nhiệm vụ"]),
        ("Ưu điểm\nHạn chế", ["Ưu điểm", "Hạn chế"]),
        ("- dạy tốt\n- học tốt", ["- dạy tốt", "- học tốt"]),
        ("BẢN TỰ KIỂM\nđiểm cá nhân", ["BẢN TỰ KIỂM", "điểm cá nhân"]),
        ("một dòng\n\nhai dòng", ["một dòng", "hai dòng"]),
        ("", []),
        ("...", ["..."]),
    ],
)
def test_a_text_is_cut_at_marks_and_hard_line_ends(text, expected):
    assert sentences(text) == expected


def test_cells_end_their_lines():
    text = "tôi dạy\nhọc tốt"
    blocks = (Block(0, 7, BlockKind.CELL), Block(8, len(text), BlockKind.CELL))
    assert cut(text, blocks).sentence_starts == (0, 8)


def test_headings_are_named_without_number_and_remark():
    text = "I. KẾT QUẢ TỰ ĐÁNH GIÁ\n1. Chính trị tư tưởng: vững vàng\nCâu văn thường."
    assert [name for _, name in cut(text).headings] == ["I. KẾT QUẢ TỰ ĐÁNH GIÁ", "1. Chính trị tư tưởng"]


@given(st.text('aÀĐ .,;:!?…\n"”)1I-', max_size=120))
def test_starts_ascend_and_lines_begin_sentences(text):
    pieces = cut(text)
    assert list(pieces.sentence_starts) == sorted(pieces.sentence_starts)
    assert set(pieces.line_starts) <= set(pieces.sentence_starts)
    assert all(0 <= start <= len(text) for start in pieces.sentence_starts)
