"""`detector.text.fields`: what the head and the foot of a form say about its writer."""

from __future__ import annotations

import unicodedata

import pytest

from detector.documents import Block, BlockKind, Document
from detector.text.fields import self_rating, with_fields


def fields(text: str) -> tuple[str | None, str | None, str | None, int | None]:
    """author, post, unit, year"""
    document = with_fields(Document("an", "an", text))
    return document.author, document.post, document.unit, document.year


EXPECTED = ("Nguyễn Văn An", "Giáo viên Toán", "Trường THCS Sông Cầu", 2024)


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2024\nHọ và tên: Nguyễn Văn An\nChức vụ: Giáo viên Toán\nĐơn vị công tác: Trường THCS Sông Cầu\n",
        "Năm học: 2023-2024\nHọ tên: Nguyễn Văn An.\nChức danh: Giáo viên Toán;\nNơi công tác: Trường THCS Sông Cầu",
        "Năm 2024\nHọ và tên\nNguyễn Văn An\nChức vụ\nGiáo viên Toán\nĐơn vị công tác\nTrường THCS Sông Cầu\n",
        "NĂM 2024\nHỌ VÀ TÊN: NGUYỄN VĂN AN\nChức vụ: Giáo viên Toán\nĐƠN VỊ CÔNG TÁC: Trường THCS Sông Cầu\n",
        "Năm 2024\nHọ và tên:\tNguyễn Văn An\tChức vụ:\tGiáo viên Toán\nĐơn vị công tác:\tTrường THCS Sông Cầu",
        "Năm 2024\nHọ và tên: Nguyễn Văn An    Chức vụ: Giáo viên Toán\nĐơn vị công tác: Trường THCS Sông Cầu",
        "Năm 2024\n- Họ và tên: Nguyễn Văn An\n- Chức vụ: Giáo viên Toán\n- Đơn vị công tác: Trường THCS Sông Cầu",
        "Năm 2024\n1. Họ và tên: Nguyễn Văn An\n2. Chức vụ: Giáo viên Toán\n3. Đơn vị: Trường THCS Sông Cầu",
        "Năm 2024\nHọ và tên: ..Nguyễn Văn An....\nChức vụ: …Giáo viên Toán…\nNơi công tác: __Trường THCS Sông Cầu__",
        "nam 2024\nho va ten: Nguyễn Văn An\nchuc vu: Giáo viên Toán\ndon vi cong tac: Trường THCS Sông Cầu",
    ],
    ids=["lines", "other labels", "cells", "capitals", "tabs", "one line", "bullets", "numbers", "leaders", "no marks"],
)
def test_the_same_person_in_every_layout(text: str) -> None:
    author, post, unit, year = fields(text)
    assert (author, (post or "").rstrip(";"), unit, year) == EXPECTED


@pytest.mark.parametrize("text", ["Họ tên: Lê An\nChức vụ: Giáo viên", "1. Họ tên:\tLê An\t+ Chức vụ:\tGiáo viên\n"])
def test_a_gap_elsewhere_changes_no_field(text: str) -> None:
    assert (
        fields(text)[:2] == fields(f"{text}\nmột   hai")[:2] == fields(f"\n   \n{text}")[:2] == ("Lê An", "Giáo viên")
    )


def test_a_name_in_capitals_is_given_as_names_are_written_and_a_unit_as_it_stands() -> None:
    text = "HỌ VÀ TÊN: NGUYỄN VĂN AN\nCHỨC VỤ: GIÁO VIÊN\nĐƠN VỊ CÔNG TÁC: TRƯỜNG THCS SÔNG CẦU\n"
    assert fields(text)[:3] == ("Nguyễn Văn An", "GIÁO VIÊN", "TRƯỜNG THCS SÔNG CẦU")
    assert fields("Họ và tên: Lê Thị Mai (B)\n")[0] == "Lê Thị Mai (B)"
    assert fields("Họ và tên: Y Moan ÊBan\n")[0] == "Y Moan ÊBan"


def test_a_decomposed_name_is_given_composed() -> None:
    text = unicodedata.normalize("NFD", "Họ và tên: Nguyễn Văn An\n")
    assert fields(text)[0] == "Nguyễn Văn An"


@pytest.mark.parametrize(
    "text", ["", "Mùa lũ vừa qua cả xóm ngập sâu.", "Họ và tên:\n\nChức vụ:", "Họ và tên: ........."]
)
def test_what_is_not_there_is_not_known(text: str) -> None:
    assert fields(text)[0] is None


def test_the_value_below_or_in_the_next_cell_ends_at_the_label_behind_it() -> None:
    assert (
        fields("Họ và tên:\nĐinh Công Mạnh        Ngày sinh: 30/4/1972\nChức vụ:\nTrưởng thôn")[0] == "Đinh Công Mạnh"
    )
    text = "Họ và tên:\nĐinh Công Mạnh   Ngày sinh: 30/4/1972"
    places = ("table=1 row=1 column=1", "table=1 row=1 column=2")
    blocks = (Block(0, 10, BlockKind.CELL, places[0]), Block(11, len(text), BlockKind.CELL, places[1]))
    assert with_fields(Document("a", "a", text, blocks=blocks)).author == "Đinh Công Mạnh"


def test_an_empty_field_does_not_take_the_next_label_for_its_value() -> None:
    assert fields("Họ và tên:\nChức vụ: Giáo viên\nĐơn vị công tác: Trường THCS Sông Cầu\n")[:2] == (None, "Giáo viên")
    assert fields("Họ và tên:\tChức vụ:\tĐơn vị công tác: Trường THCS Sông Cầu\n")[:2] == (None, None)


def test_a_word_inside_a_sentence_is_no_label() -> None:
    assert fields("Tôi thấy đơn vị công tác: nơi nào cũng tốt.\nKhông nêu họ và tên: ai cả.")[:3] == (None, None, None)


def test_the_first_of_two_labels_counts() -> None:
    assert fields("Họ và tên: Lê An\nHọ và tên: Trần Bình\n")[0] == "Lê An"


def test_a_label_far_below_the_head_is_not_read() -> None:
    assert fields("Một câu dài. " * 250 + "\nHọ và tên: Lê An\n")[0] is None


def test_what_the_roster_says_is_not_changed() -> None:
    document = Document("an", "an", "Năm 2024\nHọ và tên: Lê An\nXếp loại: Hoàn thành tốt nhiệm vụ", author="Trần Bình")
    found = with_fields(document)
    assert (found.author, found.year, found.self_rating) == ("Trần Bình", 2024, "good")


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Hoàn thành xuất sắc nhiệm vụ", "excellent"),
        ("Hoàn thành tốt nhiệm vụ", "good"),
        ("Hoàn thành nhiệm vụ", "completed"),
        ("Không hoàn thành nhiệm vụ", "not_completed"),
        ("HTTNV", "good"),
        ("hoan thanh tot nhiem vu", "good"),
        ("HOÀN THÀNH TỐT NHIỆM VỤ.", "good"),
    ],
)
def test_the_only_level_that_is_named_is_the_rating(line: str, level: str) -> None:
    assert self_rating(f"Nội dung.\nIV. TỰ XẾP LOẠI\n{line}\n") == level
    assert self_rating(f"Tự xếp loại: {line}") == level


BOXES = """Tự xếp loại chất lượng:
{} Hoàn thành xuất sắc nhiệm vụ
{} Hoàn thành tốt nhiệm vụ
{} Hoàn thành nhiệm vụ
{} Không hoàn thành nhiệm vụ
"""


@pytest.mark.parametrize("tick", ["☑", "☒", "✓", "[x]", "[X]", "x", "X"])
@pytest.mark.parametrize(("row", "level"), list(enumerate(["excellent", "good", "completed", "not_completed"])))
def test_of_four_boxes_the_ticked_one_is_the_rating(tick: str, row: int, level: str) -> None:
    empty = "[ ]" if tick.startswith("[") else "☐"
    assert self_rating(BOXES.format(*(tick if at == row else empty for at in range(4)))) == level


@pytest.mark.parametrize("ticks", [("☐",) * 4, ("☑", "☑", "☐", "☐")])
def test_no_box_or_two_boxes_are_no_rating(ticks: tuple[str, ...]) -> None:
    assert self_rating(BOXES.format(*ticks)) is None


def test_the_last_place_that_rates_counts() -> None:
    assert self_rating("Năm trước xếp loại: Hoàn thành nhiệm vụ.\nTự xếp loại: Hoàn thành tốt nhiệm vụ.") == "good"


def test_a_level_without_the_word_for_rating_is_none() -> None:
    assert self_rating("Tôi hoàn thành tốt nhiệm vụ được giao.") is None
    assert self_rating("") is None
