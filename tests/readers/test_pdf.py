"""PDF: lines to paragraphs, columns and cells in reading order, running lines apart."""

from __future__ import annotations

import pytest

from detector.readers import ocr
from detector.readers.pdf_chars import Char
from detector.readers.pdf_hidden import HiddenStretches
from detector.readers.pdf_weave import fragments
from tests.readers.make import pdf, pdf_of_lines, show

LONG = "Bản thân luôn chấp hành nghiêm chủ trương của Đảng, chính sách của Nhà nước và quy định của đơn vị"


def parts(item) -> list[str]:
    return [item.text[block.start : block.end] for block in item.blocks]


def page(*lines: tuple[str, float, float]) -> str:
    return "".join(show(text, x, y) for text, x, y in lines)


def rule(x: float, y: float, width: float, height: float) -> str:
    return f"{x} {y} {width} {height} re f\n"


def grid(xs: list[float], ys: list[float]) -> str:
    lines = [rule(xs[0], y, xs[-1] - xs[0], 0.5) for y in ys] + [rule(x, ys[0], 0.5, ys[-1] - ys[0]) for x in xs]
    return "".join(lines)


def test_wrapped_lines_are_one_paragraph_and_short_lines_stay_apart(text_of):
    text = f"I. TỰ ĐÁNH GIÁ\n{LONG}. {LONG}.\nHết."
    assert text_of("a.pdf", pdf_of_lines(text, width=60)) == text


def test_list_items_begin_a_line_even_after_a_full_one(extract):
    lines = [("- " + "việc " * 13 + "đủ", 60, 780), ("- thứ hai", 60, 764), ("a) thứ ba", 60, 748)]
    (item,) = extract("a.pdf", pdf([page(*lines)]))
    assert len(parts(item)) == 3


def test_a_last_page_of_short_lines_keeps_them_apart(extract):
    first = page((LONG, 40, 100), (LONG.lower(), 40, 84))
    last = page(("Phú Lâm, ngày 16 tháng 12 năm 2024", 40, 760), ("Lương Thị Thanh", 40, 744))
    (item,) = extract("a.pdf", pdf([first, last]))
    assert parts(item)[-2:] == ["Phú Lâm, ngày 16 tháng 12 năm 2024", "Lương Thị Thanh"]


def test_a_dash_between_two_numbers_is_no_list_item(text_of):
    lines = [("việc " * 12 + "năm học 2023", 60, 780), ("- 2024 đủ, đúng hạn", 60, 764)]
    assert "2023 - 2024" in text_of("a.pdf", pdf([page(*lines)]))


def test_a_label_begins_a_line_after_a_full_one(extract):
    lines = [("Chức vụ: " + "giáo viên " * 6 + "Tin", 40, 780), ("Đơn vị công tác: Trường", 40, 764)]
    (item,) = extract("a.pdf", pdf([page(*lines)]))
    assert len(parts(item)) == 2


def test_a_hyphen_at_a_line_end_stays(text_of):
    lines = [("việc " * 12 + "xã hội -", 60, 780), ("nghề nghiệp của đơn vị", 60, 764)]
    assert "xã hội - nghề nghiệp" in text_of("a.pdf", pdf([page(*lines)]))


def test_a_hyphen_inside_a_word_is_not_followed_by_a_blank(text_of):
    lines = [("việc " * 12 + "năm học 2023-", 60, 780), ("2024 của trường", 60, 764)]
    assert "năm học 2023-2024 của" in text_of("a.pdf", pdf([page(*lines)]))


def test_a_two_column_head_is_read_column_by_column(extract):
    lines = [
        ("ĐẢNG BỘ PHƯỜNG PHÚ LÂM", 70, 780),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 330, 780),
        ("CHI BỘ TRƯỜNG HỌC", 85, 764),
        ("Phú Lâm, ngày 16 tháng 12", 325, 764),
        (LONG, 40, 720),
    ]
    (item,) = extract("a.pdf", pdf([page(*lines)]))
    assert parts(item) == [lines[0][0], lines[2][0], lines[1][0], lines[3][0], LONG]


def test_labels_and_values_in_columns_are_read_row_by_row(extract):
    lines = [("Họ và tên:", 60, 780), ("Nguyễn Văn An", 200, 780), ("Chức vụ:", 60, 764), ("Giáo viên", 200, 764)]
    (item,) = extract("a.pdf", pdf([page(*lines)]))
    assert parts(item) == ["Họ và tên: Nguyễn Văn An", "Chức vụ: Giáo viên"]


def test_cells_between_drawn_lines_are_read_row_by_row_and_joined_inside(extract):
    content = grid([50, 100, 270], [700, 740, 780]) + page(
        ("1", 55, 765),
        ("Chấp hành sự phân công của", 105, 765),
        ("tổ chức", 105, 750),
        ("2", 55, 725),
        ("Tốt", 105, 725),
    )
    (item,) = extract("a.pdf", pdf([content]))
    assert parts(item) == ["1", "Chấp hành sự phân công của tổ chức", "2", "Tốt"]
    assert item.blocks[1].place == "page=1 table=1 row=1 column=2"
    assert item.blocks[1].kind == "cell"


def test_running_heads_and_page_numbers_are_set_apart_after_the_body(extract):
    pages = [page(("Phiếu năm 2024", 60, 800), (f"Nội dung {LONG} {n}", 40, 600), (str(n), 290, 30)) for n in (1, 2, 3)]
    (item,) = extract("a.pdf", pdf(pages))
    assert [block.kind.value for block in item.blocks] == ["paragraph"] * 3 + ["header"] + ["footer"] * 3
    assert parts(item)[3] == "Phiếu năm 2024"


def test_a_paragraph_goes_on_over_a_page_break(text_of):
    text = f"{LONG}, {LONG}."
    first, second = page((LONG + ",", 40, 100)), page((LONG + ".", 40, 760))
    assert (
        text_of("a.pdf", pdf([first, second.replace(f"{ord('B'):04X}", f"{ord('b'):04X}", 1)])).lower() == text.lower()
    )


def test_blocks_say_the_page(extract):
    (item,) = extract("a.pdf", pdf([page((LONG, 40, 700)), page((f"2. {LONG}", 40, 700))]))
    assert [block.place for block in item.blocks] == ["page=1", "page=2"]


def test_lines_drawn_over_each_other_are_all_kept(extract):
    lines = [("một hai ba bốn", 60, 700), ("năm sáu", 70, 701), ("bảy tám chín", 65, 702)]
    (item,) = extract("a.pdf", pdf([page(*lines)]))
    assert sorted(" ".join(parts(item)).split()) == sorted(" ".join(text for text, _, _ in lines).split())


def test_a_scan_says_how_to_read_it(extract, monkeypatch):
    monkeypatch.setattr(ocr, "missing", lambda: ocr.REMEDY)
    (item,) = extract("a.pdf", pdf(["q 500 0 0 700 40 40 cm /I Do Q"]))
    assert item.reason == "scan"
    assert "pip install 'kiemdiem[ocr]'" in item.detail


def test_a_picture_page_among_others_is_told(extract, monkeypatch):
    monkeypatch.setattr(ocr, "missing", lambda: ocr.REMEDY)
    (item,) = extract("a.pdf", pdf([page((LONG, 40, 700)), "q 500 0 0 700 40 40 cm /I Do Q"]))
    assert [(note.code, note.detail) for note in item.notes] == [("scan_pages", "pages=2")]


def test_marks_that_share_the_box_of_their_letter_stay_with_it():
    """As pdfium gives decomposed text: one glyph for a letter and its marks, each with the glyph's box."""
    boxes = [("h", 40), ("o", 46), ("\u0323", 46), ("\u0302", 46), ("c", 52)]
    chars = [Char(text, x, 700, x + 6, 712, 703, order=order) for order, (text, x) in enumerate(boxes)]
    assert [fragment.text for fragment in fragments(chars, (), HiddenStretches())] == [
        "".join(text for text, _ in boxes)
    ]


def test_an_encrypted_pdf_is_told_as_such(extract):
    (item,) = extract("a.pdf", pdf([page((LONG, 40, 700))], encrypted=True))
    assert item.reason == "encrypted"


def test_pages_beyond_the_limit_are_left_out_and_told(extract):
    (item,) = extract("a.pdf", pdf([page((f"{n}. {LONG}", 40, 700)) for n in range(5)]), max_pages=2)
    assert [(note.code, note.detail) for note in item.notes if note.code == "truncated"] == [
        ("truncated", "read=2 total=5 unit=pages")
    ]
    assert "3. " not in item.text


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\nxref trailer", pdf_of_lines(LONG)[:150]])
def test_a_cut_pdf_is_damaged(data, extract):
    (item,) = extract("a.pdf", data)
    assert item.reason == "damaged"


def test_a_pdf_with_a_single_short_line_is_read(text_of):
    assert text_of("a.pdf", pdf([page(("Không có.", 40, 700))])) == "Không có."


def test_a_raised_note_number_does_not_tear_its_line_apart(text_of):
    before, after = "Ứng dụng công nghệ còn chậm", ", có lúc nóng vội."
    x = 60 + 6 * len(before)
    content = show(before, 60, 700) + show("1", x, 706, size=7) + show(after, x + 3.5, 700)
    assert text_of("a.pdf", pdf([content])) == f"{before}1{after}"


def test_a_head_whose_lower_line_reaches_below_the_upper_gap_is_read_column_by_column(extract):
    lines = [("ĐẢNG BỘ XÃ PHÚ", 72, 780), ("ĐẢNG CỘNG SẢN VIỆT NAM", 190, 780)]
    lines += [("CHI BỘ TRƯỜNG", 66, 764), ("Phú Lâm, ngày 12 tháng 12 năm 2024", 165, 764)]
    (item,) = extract("a.pdf", pdf([page(*lines)]))
    assert parts(item) == [lines[0][0], lines[2][0], lines[1][0], lines[3][0]]


def test_what_was_typed_into_form_fields_stands_behind_its_label(text_of):
    content = page((LONG[:80], 60, 740), ("Họ và tên:", 60, 700), ("Ưu điểm", 60, 660), ("Hạn chế", 60, 580))
    answer = "Đã soạn 24 phiếu đọc hiểu.\rDạy thay 16 tiết."
    fields = [("140 698 400 714", "Lê Thị Bình"), ("60 600 500 655", answer), ("60 560 500 575", "")]
    text = text_of("a.pdf", pdf([content], fields=fields))
    assert text.split("\n")[1:] == ["Họ và tên: Lê Thị Bình", "Ưu điểm", *answer.split("\r"), "Hạn chế"]
