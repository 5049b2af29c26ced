"""Where a passage stands, and how the report says it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from detector.analysis import analyse
from detector.documents import Block, BlockKind, Document
from detector.places import Place, place_of
from detector.settings import Settings
from detector.storage import load, save
from detector.wording import place_words
from detector.writers import WriteOptions, writer
from tests.provenance.build import paragraphs

SECTION = "II. Hạn chế, khuyết điểm và nguyên nhân"  # printed on the form
TEXT = "BẢN KIỂM ĐIỂM\nI. Ưu điểm\nTôi dạy 18 tiết mỗi tuần.\nII. Hạn chế\nTôi còn nói nhanh."


def at(words: str) -> int:
    return TEXT.index(words)


DOCUMENT = Document(
    "a.pdf",
    "a.pdf",
    TEXT,
    blocks=(
        Block(0, 13, place="page=1"),
        Block(at("I. Ưu"), at("II.") - 1, BlockKind.CELL, "page=1 table=2 row=3 column=1"),
        Block(at("II."), len(TEXT), BlockKind.HIDDEN, "page=2"),
    ),
    sections=((at("I. Ưu"), "I. Ưu điểm"), (at("II."), "II. Hạn chế")),
)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("BẢN", Place(page=1)),
        ("KIỂM", Place(page=1)),
        ("Tôi dạy", Place("I. Ưu điểm", page=1, table=2, row=3, column=1, kind=BlockKind.CELL)),
        ("II.", Place("II. Hạn chế", page=2, kind=BlockKind.HIDDEN)),
        ("nhanh", Place("II. Hạn chế", page=2, kind=BlockKind.HIDDEN)),
    ],
)
def test_the_place_of_a_character_is_that_of_its_block_and_section(words: str, place: Place) -> None:
    assert place_of(DOCUMENT, at(words)) == place


def test_a_sheet_may_have_a_name_of_several_words() -> None:
    document = Document(
        "a.xlsx#row=14", "a.xlsx", "abc", blocks=(Block(0, 3, place="sheet=Câu trả lời 1 row=14 column=3"),)
    )
    assert place_of(document, 0) == Place(sheet="Câu trả lời 1", row=14, column=3)


def test_the_header_of_a_column_is_the_section_of_an_answer() -> None:
    place = "sheet=Trang 1 row=4 column=6 header=Hạn chế, khuyết điểm"
    document = Document("a.xlsx#row=4", "a.xlsx#row=4", "abc", blocks=(Block(0, 3, BlockKind.CELL, place),))
    found = Place("Hạn chế, khuyết điểm", sheet="Trang 1", row=4, column=6, kind=BlockKind.CELL)
    assert place_of(document, 0) == found


def test_a_table_inside_a_table_is_told_by_the_outer_one() -> None:
    place = "page=3 table=2 row=4 column=1 table=1 row=1 column=2"
    document = Document("a.docx", "a.docx", "abc", blocks=(Block(0, 3, BlockKind.CELL, place),))
    assert place_of(document, 0) == Place(page=3, table=2, row=4, column=1, kind=BlockKind.CELL)


def test_a_plain_text_knows_no_place() -> None:
    assert place_of(Document("a.txt", "a.txt", "abc"), 0) == Place()


@pytest.mark.parametrize(
    ("place", "vi", "en"),
    [
        (Place(), "", ""),
        (Place("II. Hạn chế", page=2), "II. Hạn chế · trang 2", "II. Hạn chế · page 2"),
        (Place(table=1, row=3, column=2), "bảng 1, hàng 3, cột 2", "table 1, row 3, column 2"),
        (Place(sheet="Trang 1", row=14), "trang tính Trang 1, hàng 14", "sheet Trang 1, row 14"),
        (Place(kind=BlockKind.HIDDEN), "chữ ẩn", "hidden text"),
    ],
)
def test_a_place_is_said_in_both_languages(place: Place, vi: str, en: str) -> None:
    assert (place_words(place, "vi"), place_words(place, "en")) == (vi, en)


def test_every_passage_of_a_report_has_its_section_in_the_workbook_and_after_loading(tmp_path: Path) -> None:
    copied = (
        "Mùa lũ tháng chín nước ngập sân trường gần một mét, tôi cùng các cô nuôi chuyển hết hồ sơ lên gác thư viện. "
        "Sau khi nước rút, chúng tôi dọn bùn suốt ba ngày rồi mới mở cửa đón học sinh trở lại lớp học tầng một."
    )
    texts = {
        name: f"Họ và tên: {name}\nI. Ưu điểm, kết quả đạt được\n{own}\n{SECTION}\n{copied}"
        for name, own in (
            ("Lê An", "Tôi viết bộ câu hỏi Địa lý."),
            ("Vũ Bình", "Tôi phụ trách đội trống của liên đội."),
        )
    }
    report = analyse([paragraphs(name, text) for name, text in texts.items()], settings=Settings())
    save(report, tmp_path / "run")
    assert load(tmp_path / "run") == report
    assert len(report.passages) > 0
    for passage in report.passages:
        for side in (passage.left, passage.right):
            assert place_of(report.document(side.id), side.start).section == SECTION
    (path,) = writer("xlsx").write(report, tmp_path / "r.xlsx", WriteOptions(lang="en", names=True))
    header, *rows = openpyxl.load_workbook(path)["Shared passages"].iter_rows(values_only=True)
    assert [(row[header.index("Place, left")], row[header.index("Place, right")]) for row in rows] == [
        (SECTION, SECTION)
    ] * len(report.passages)
