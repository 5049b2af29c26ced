"""Where texts are cut."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.documents import Block, BlockKind
from detector.readers.compose import compose_lines
from detector.text.headings import heading_name
from detector.text.sentences import _BULLET, _hard_lines, _is_bare_heading, cut


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


LIST = """I. Ưu điểm, kết quả đạt được trong năm
Đã soạn 24 phiếu đọc hiểu cho học sinh khối 8
Đã dạy thay 16 tiết cho đồng nghiệp nghỉ ốm
Đã hướng dẫn 3 học sinh dự thi, đạt 1 giải Nhì
Đã tham gia 12 buổi sinh hoạt chi bộ trong năm"""

WRAPPED = """II. Hạn chế, khuyết điểm trong thực hiện nhiệm vụ, nguyên nhân
Tôi đã soạn 24 phiếu đọc hiểu, dạy thay 16 tiết cho đồng nghiệp
nghỉ ốm và hướng dẫn 3 học sinh dự thi, đạt 1 giải Nhì của cụm
Phú Lâm. Bản thân luôn chấp hành nghiêm chủ trương của Đảng và
pháp luật của Nhà nước; dự đủ 12 buổi sinh hoạt chi bộ."""


def test_lines_of_about_one_length_that_each_begin_anew_are_not_wrapped():
    assert sentences(LIST) == LIST.split("\n")


def test_a_heading_as_long_as_the_wrapped_lines_below_it_stands_alone():
    heading, body = WRAPPED.split("\n", 1)
    first, rest = body.split(". ")
    assert sentences(WRAPPED)[:2] == [heading, first + "."]
    assert sentences(WRAPPED)[2:] == [rest.partition(" dự")[0], "dự đủ 12 buổi sinh hoạt chi bộ."]


def test_a_short_last_line_does_not_hide_that_a_text_is_wrapped():
    assert sentences(f"{WRAPPED[:-1]}\nở xã.")[2:] == [
        *sentences(WRAPPED)[2:-1],
        "dự đủ 12 buổi sinh hoạt chi bộ\nở xã.",
    ]


def test_a_sentence_begins_at_its_first_letter_and_a_line_after_a_full_stop_begins_anew():
    assert cut("Dạy tốt.   Học tốt. ").sentence_starts == (0, 11)
    assert cut("Tôi dạy tốt.\nhọc sinh tiến bộ").line_starts == (0, 13)
    assert cut("Tôi dạy tốt\nhọc sinh tiến bộ").line_starts == (0,)


def test_a_line_that_ends_early_ends_the_sentence_though_long_lines_stand_above_it():
    lines = WRAPPED.split("\n")
    text = "\n".join([*lines[:3], "Phú Lâm", "Bản thân luôn chấp hành nghiêm chủ trương của Đảng và", lines[4]])
    assert sentences(text)[1:3] == [
        "\n".join([*lines[1:3], "Phú Lâm"]),
        "Bản thân luôn chấp hành nghiêm chủ trương của Đảng và\npháp luật của Nhà nước;",
    ]


def test_wrapped_lines_of_a_text_file_are_cut_as_without_blocks():
    blocks = compose_lines(WRAPPED).blocks
    assert cut(WRAPPED, blocks) == cut(WRAPPED)


def test_cells_end_their_lines():
    text = "tôi dạy\nhọc tốt"
    blocks = (Block(0, 7, BlockKind.CELL), Block(8, len(text), BlockKind.CELL))
    assert cut(text, blocks).sentence_starts == (0, 8)


def test_headings_are_named_without_number_and_remark():
    text = "I. KẾT QUẢ TỰ ĐÁNH GIÁ\n1. Chính trị tư tưởng: vững vàng\nCâu văn thường."
    assert [name for _, name in cut(text).headings] == ["I. KẾT QUẢ TỰ ĐÁNH GIÁ", "1. Chính trị tư tưởng"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ưu điểm, kết quả đạt được", "Ưu điểm, kết quả đạt được"),
        ("HẠN CHẾ, KHUYẾT ĐIỂM VÀ NGUYÊN NHÂN", "HẠN CHẾ, KHUYẾT ĐIỂM VÀ NGUYÊN NHÂN"),
        ("a) Về tư tưởng chính trị: vững vàng", "a) Về tư tưởng chính trị"),
        ("- Hạn chế: còn nói nhanh", "Hạn chế"),
        ("Kết quả đạt được trong năm học 2024-2025 (ghi rõ)", "Kết quả đạt được trong năm học 2024-2025"),
        ("Hạn chế còn nói nhanh", None),
        ("Đoàn kết nội bộ tốt", None),
        ("Kế hoạch 12/KH-UBND", None),
        ("a) Tôi trực thư viện", None),
    ],
)
def test_known_names_are_headings_without_a_number_too(line: str, name: str | None):
    assert heading_name(line) == name


def test_a_long_line_of_names_that_ends_otherwise_is_no_heading():
    """A pattern that tried every way to cut the line would not end here."""
    for words in ("chính trị tư tưởng, ", "năm năm ", "kết quả ", "những các ", "thực hiện nhiệm vụ "):
        assert heading_name((words * 120)[:119] + "#") is None


@given(st.text('aÀĐ .,;:!?…\n"”)1I-', max_size=120))
def test_starts_ascend_and_lines_begin_sentences(text):
    pieces = cut(text)
    assert list(pieces.sentence_starts) == sorted(pieces.sentence_starts)
    assert set(pieces.line_starts) <= set(pieces.sentence_starts)
    assert all(0 <= start <= len(text) for start in pieces.sentence_starts)


def lines_on_the_text(text: str, blocks: list[Block]) -> list[tuple[int, int]]:
    """The plain way: every question is asked of the text itself."""
    lines: list[tuple[int, int]] = []
    for block in blocks:
        physical = physical_lines(text, block.start, block.end)
        width = wrap_width(text, physical)
        for row, (start, end) in enumerate(physical):
            if row and is_soft(text, *lines[-1], start, end, width, block.kind):
                lines[-1] = (lines[-1][0], end)
            else:
                lines.append((start, end))
    return lines


def physical_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        lines.append((start, stop) if text[start:stop].strip() else (stop, stop))
        start = stop + 1
    return lines


def wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    lengths = sorted(end - start for start, end in lines)
    if len(lengths) < 4 or not 30 <= (widest := lengths[-max(1, len(lengths) // 20) - 1]) <= 160:
        return 0
    firsts = [
        text[next_start:next_end].lstrip()[0]
        for (start, end), (next_start, next_end) in pairwise(lines)
        if may_go_on(text, start, end, next_start, next_end)
        and is_full(text[start:end], text[next_start:next_end], widest)
        and not _is_bare_heading(text[start:end])
    ]
    return widest if sum(map(str.islower, firsts)) > sum(map(str.isupper, firsts)) else 0


def is_full(line: str, following: str, width: int) -> bool:
    return len(line) + len(following.split(None, 1)[0]) >= 0.85 * width


def may_go_on(text: str, start: int, end: int, next_start: int, next_end: int) -> bool:
    if start == end or next_start == next_end:
        return False
    before, after = text[max(start, end - 400) : end], text[next_start:next_end]
    if _BULLET.match(after) or before.rstrip()[-1:] in ".!?;:…":
        return False
    return not before.isupper() or after.isupper()


def is_soft(text: str, start: int, end: int, next_start: int, next_end: int, width: int, kind: BlockKind) -> bool:
    if kind is BlockKind.CELL or not may_go_on(text, start, end, next_start, next_end):
        return False
    before, after = text[max(start, end - 400) : end], text[next_start:next_end]
    if after.lstrip()[0].islower():
        return True
    last_line = before.rsplit("\n", 1)[-1]
    return bool(width) and is_full(last_line, after, width) and not _is_bare_heading(text[start:end])


PHYSICAL = [
    *LIST.split("\n"),
    *WRAPPED.split("\n"),
    *("", "  ", "\t", "BẢN TỰ KIỂM", "ĐIỂM", "điểm", "- tốt", "a) Có", "Hết.", "12", "Ở", "\u3000x", "II. Hạn chế"),
    *("Dài " * 120, "DÀI " * 120, "DÀI nhỏ " + "DÀI " * 100, "dài" + " " * 420, "I. " + "Tên gọi " * 25),
]


@given(
    st.lists(st.sampled_from(PHYSICAL) | st.text("aA. \u200b-", max_size=6), max_size=14),
    st.lists(st.integers(0, 400), max_size=5),
    st.sampled_from([BlockKind.PARAGRAPH, BlockKind.CELL]),
)
def test_lines_are_those_that_the_text_itself_tells(lines, edges, kind):
    text = "\n".join(lines)
    edges = sorted({0, len(text), *(edge for edge in edges if edge < len(text))})
    blocks = [Block(start, end, kind) for start, end in pairwise(edges)]
    assert _hard_lines(text, blocks) == lines_on_the_text(text, blocks)
    assert _hard_lines(text, ()) == lines_on_the_text(text, [Block(0, len(text))])


@pytest.mark.parametrize("context", [[], WRAPPED.split("\n")], ids=["alone", "in a wrapped text"])
def test_two_lines_of_every_kind_are_joined_as_the_text_itself_tells(context):
    for pair in product(PHYSICAL, repeat=2):
        text = "\n".join([*context[:3], *pair, *context[3:]])
        assert _hard_lines(text, ()) == lines_on_the_text(text, [Block(0, len(text))])
