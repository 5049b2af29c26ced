"""PDF: what belongs together by its place on the page, in whatever order a program drew it."""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from detector.readers.pdf_chars import Char
from detector.readers.pdf_hidden import HiddenStretches
from detector.readers.pdf_weave import fragments
from tests.readers.make import pdf, show
from tests.readers.test_pdf import grid, page, parts

FIXTURES = Path(__file__).parent / "fixtures"
WIDE = "Bản thân luôn chấp hành nghiêm chủ trương của Đảng, chính sách của Nhà nước và quy định của đơn vị"


def letters(text: str, x: float, y: float, *, apart: frozenset[str], size: float = 12) -> str:
    """A line as a program draws it whose font has no letter of `apart`: with holes, and then the letters in them."""
    places = [(char, x + size / 2 * index) for index, char in enumerate(text)]
    runs: list[tuple[str, float]] = []
    for (before, _), (char, place) in pairwise([(" ", x), *places]):
        if char in apart:
            continue
        if runs and before not in apart and before != " ":
            runs[-1] = (runs[-1][0] + char, runs[-1][1])
        elif char != " ":
            runs.append((char, place))
    held = [(char, place) for char, place in places if char in apart]
    return "".join(show(text, place, y, size) for text, place in [*runs, *held])


def test_letters_of_a_second_font_stand_in_the_holes_of_their_line(text_of):
    text = "Tôi xem ba khu ao; thay anh em soát báo cáo, a và i khi xa xã."
    content = letters(text, 60, 700, apart=frozenset("aáàãâoóôi"))
    assert text_of("a.pdf", pdf([content])) == text


def test_a_raised_number_after_a_low_letter_stays_with_its_word():
    """Boxes of the very glyphs, as pdfium gives them for some fonts: m is lower than the number is raised."""
    places = [("1", 90, 504.0, 496.1), ("m", 99, 501.7, 496.1), ("2", 108.4, 505.4, 500.8), ("v", 117.5, 501.7, 496.1)]
    chars = [
        Char(text, left, base, left + 6 + 3 * (text == "m"), top, base, " " * (text in "mv"), text == "v", order)
        for order, (text, left, top, base) in enumerate(places)
    ]
    assert [item.text for item in fragments(chars, (), HiddenStretches())] == ["1 m2 v"]


def test_a_page_whose_font_lacks_letters_reads_like_one_whose_font_has_them(text_of):
    torn = text_of("a.pdf", (FIXTURES / "fallback_times.pdf").read_bytes()).split()
    whole = text_of("b.pdf", (FIXTURES / "fallback_calibri.pdf").read_bytes()).split()
    assert " ".join(torn).replace("Lê Thị Hạnh", "Sùng A Páo") == " ".join(whole)


def test_justified_narrow_cells_read_like_cells_set_from_the_left(text_of):
    justified = text_of("a.pdf", (FIXTURES / "cells_just.pdf").read_bytes())
    assert "Hoàn thành chương trình đúng thời hạn, nghiệm thu trước hội đồng ngày mười hai tháng tư" in justified
    left = text_of("b.pdf", (FIXTURES / "cells_left.pdf").read_bytes())
    assert justified.replace("Lê Thị Hạnh", "Vi Thị Thơm") == left


@pytest.mark.parametrize("program", ["libreoffice", "chromium", "reportlab"])
def test_a_print_of_a_word_file_reads_like_the_word_file(program, text_of):
    """Two columns at head and foot, raised numbers, justified narrow cells, columns without lines, a second font."""
    printed = text_of("a.pdf", (FIXTURES / "printed" / f"{program}.pdf").read_bytes())
    typed = text_of("a.docx", (FIXTURES / "printed" / "typed.docx").read_bytes())
    assert printed.split() == typed.split()


def test_a_row_that_a_page_break_parts_is_read_cell_by_cell(text_of):
    printed = text_of("a.pdf", (FIXTURES / "printed" / "parted_row.pdf").read_bytes())
    typed = text_of("a.docx", (FIXTURES / "printed" / "parted_row.docx").read_bytes())
    assert printed.split() == typed.split()


def test_a_table_head_printed_again_on_the_next_page_is_read_once(extract):
    def rows(*lines: tuple[str, str], foot: float) -> str:
        cells = [
            (text, x, 790 - 40 * y) for y, line in enumerate(lines) for text, x in zip(line, (45, 105), strict=True)
        ]
        return grid([40, 100, 400], [foot, *(810 - 40 * y for y in reversed(range(len(lines))))]) + page(*cells)

    head = ("TT", "Nội dung")
    first = rows(head, ("1", "Soạn giáo án"), ("2", "Dạy thay mười sáu tiết"), foot=690)
    second = rows(head, ("3", "Chấm bài"), foot=730)
    (item,) = extract("a.pdf", pdf([first, second]))
    assert parts(item) == ["TT", "Nội dung", "1", "Soạn giáo án", "2", "Dạy thay mười sáu tiết", "3", "Chấm bài"]


def test_a_line_stretched_from_margin_to_margin_is_one_line(text_of):
    words = ["Nơi", "công", "tác", "của", "tôi"]
    starts = list(accumulate((6 * len(word) + 60 for word in words), initial=40))
    content = page(*((word, start, 700) for word, start in zip(words, starts, strict=False)), (WIDE, 40, 660))
    assert text_of("a.pdf", pdf([content])).startswith("Nơi công tác của tôi")


def test_columns_without_lines_keep_their_last_lines_whichever_is_longest(extract):
    left = ["một hai ba bốn năm sáu", "bảy tám chín mười"]
    right = ["mười một mười hai mười", "ba mười bốn mười lăm và", "mười sáu"]
    lines = [(text, x, 780 - 16 * y) for x, column in ((60, left), (330, right)) for y, text in enumerate(column)]
    (item,) = extract("a.pdf", pdf([page(*lines, (WIDE, 40, 600))]))
    assert " ".join(parts(item)) == " ".join([*left, *right, WIDE])


def test_a_gutter_narrower_than_the_gaps_of_a_justified_line_parts_the_columns(extract):
    """The first line of the left column is stretched to three words; the right column begins 18 points beside it."""
    left = [("tổ", 60), ("trưởng", 108), ("tổ", 180)], [("chuyên môn cả trường", 60)], [("đã họp", 60)]
    right = "giao ban từ đầu năm", "mỗi tuần có một buổi", "chiều."
    lines = [(text, x, 780 - 16 * y) for y, line in enumerate(left) for text, x in line]
    lines += [(text, 210, 780 - 16 * y) for y, text in enumerate(right)]
    (item,) = extract("a.pdf", pdf([page(*lines, (WIDE, 40, 600))]))
    assert " ".join(parts(item)[:-1]) == f"tổ trưởng tổ chuyên môn cả trường đã họp {' '.join(right)}"


def test_the_letters_of_a_slanting_watermark_are_no_text(text_of):
    slanting = "".join(
        f"BT /F 40 Tf .7 .7 -.7 .7 {150 + 30 * i} {300 + 30 * i} Tm <{ord(c):04X}> Tj ET\n" for i, c in enumerate("SAO")
    )
    assert text_of("a.pdf", pdf([slanting + page((WIDE, 40, 700))])) == WIDE


def test_a_faint_text_on_every_page_is_a_watermark_and_a_faint_remark_is_text(text_of):
    def faint(text: str, y: float) -> str:
        return f".8 g {show(text, 200, y)} 0 g "

    pages = [page((f"{n}. {WIDE}", 40, 700)) + faint("TÀI LIỆU NỘI BỘ", 400) for n in (1, 2, 3)]
    pages[1] += faint("gợi ý điền", 500)
    text = text_of("a.pdf", pdf(pages))
    assert "NỘI BỘ" not in text
    assert "gợi ý điền" in text


def test_a_page_on_which_all_text_is_turned_is_read_line_by_line(text_of):
    turned = "".join(
        f"BT /F 12 Tf 0 1 -1 0 {x} 60 Tm <{''.join(f'{ord(c):04X}' for c in line)}> Tj ET\n"
        for x, line in ((100, WIDE), (116, "Nhiệm vụ được giao."))
    )
    assert text_of("a.pdf", pdf([turned])).split() == [*WIDE.split(), "Nhiệm", "vụ", "được", "giao."]


def test_letters_that_stay_torn_out_of_their_words_are_told(extract):
    rows = [
        "Ch",
        "c",
        "v",
        "ú",
        "ù",
        "Đ",
        "n",
        "v",
        "ó",
        "í",
        "Tr",
        "ng",
        "úó",
        "ng",
        "é",
        "è",
        "ì",
        "nh",
        "ú",
        "h",
    ] * 2
    content = page(*((word, 60 + 200 * (i % 2), 790 - 18 * i) for i, word in enumerate(rows)))
    (item,) = extract("a.pdf", pdf([content]))
    assert [note.code for note in item.notes if note.code == "torn"] == ["torn"]


def test_words_that_somebody_shortened_are_not_torn_letters(extract):
    text = "Các đc gv và hs k vp nội quy, ko bỏ tiết; đc tổ trưởng nhắc gv nộp hs đúng hạn, ktra hs ngày 12."
    (item,) = extract("a.pdf", pdf([page((text, 40, 700))]))
    assert "torn" not in [note.code for note in item.notes]


def test_a_letter_of_a_wider_font_stays_in_its_word():
    """Boxes as pdfium gives them for a letter borrowed by a font of fixed width: half lies under the next one."""
    places = [("t", 304.5, 311.7), ("r", 311.7, 318.9), ("ắ", 319.8, 331.8), ("c", 326.2, 333.4)]
    chars = [Char(text, left, 88.8, right, 98.6, 90.8, order=order) for order, (text, left, right) in enumerate(places)]
    assert [item.text for item in fragments(chars, (), HiddenStretches())] == ["trắc"]


def test_a_blank_that_was_skipped_behind_a_letter_of_another_font_is_seen():
    """Chromium draws no blank behind a borrowed letter and goes on a cell further."""
    places = [("h", 319.3, 326.5, 14.0), ("ồ", 327.4, 338.2, 9.9), ("s", 341.6, 348.8, 14.0), ("ơ", 348.8, 356, 14.0)]
    chars = [
        Char(text, left, 608 - 0.2 * height, right, 608 + 0.8 * height, 608, order=order)
        for order, (text, left, right, height) in enumerate(places)
    ]
    assert [item.text for item in fragments(chars, (), HiddenStretches())] == ["hồ sơ"]


def test_a_title_below_a_row_of_boxes_is_no_column_of_it(text_of):
    row = [("Tự xếp loại: Xuất sắc ( )", 60, 700), ("Tốt (x)", 250, 700), ("Hoàn thành ( )", 330, 700)]
    text = text_of("a.pdf", pdf([page(*row, ("NGƯỜI TỰ ĐÁNH GIÁ", 60, 684), ("(Ký, ghi rõ họ tên)", 60, 668))]))
    assert text.split("\n")[-2:] == ["NGƯỜI TỰ ĐÁNH GIÁ", "(Ký, ghi rõ họ tên)"]


def test_a_value_that_reached_the_margin_goes_on_below_its_line_of_labels(text_of):
    lines = [("Chức vụ: Nhân viên tiếp nhận", 60, 700), ("Đơn vị: Trung tâm Phục vụ hành chính xã Tủa", 264, 700)]
    text = text_of("a.pdf", pdf([page(*lines, ("Sín", 60, 684), ("I. Kết quả tự đánh giá trong cả năm qua", 60, 668))]))
    assert "Đơn vị: Trung tâm Phục vụ hành chính xã Tủa Sín" in text.split("\n")


def test_a_date_line_below_a_full_line_is_a_line_of_its_own(text_of):
    lines = [("việc " * 13 + "đủ.", 60, 700), ("Xuân Hòa, ngày 20 tháng 5 năm 2025", 60, 684)]
    assert text_of("a.pdf", pdf([page(*lines)])).endswith("\nXuân Hòa, ngày 20 tháng 5 năm 2025")
