"""Workbooks with one sheet for each person: as many texts as people, however the name is labelled."""

from __future__ import annotations

import io

import openpyxl
import pytest

NAMES = ("Lò Văn Inh", "Vi Thị Thơm", "Mùa A Sử")
BODY = "Năm qua tôi phụ trách {} xóm vùng cao, mở lớp xóa mù chữ buổi tối và vận động dời chuồng trại ra xa nhà."
HEADS = {
    "a label with a hint": [["1. Họ và tên (viết in hoa):", "{upper}"]],
    "in two languages": [["Full name / Họ và tên:", "{name}"]],
    "whose name it is": [["Họ tên công nhân:", "{name}"], ["Tổ:", "May 2"]],
    "what the person is": [["Nhân viên:", "{name}"], ["Bộ phận:", "Tổ May 2"]],
    "labels above values": [["Họ và tên", "Chức vụ"], ["{name}", "Giáo viên"]],
}


@pytest.mark.parametrize("head", HEADS)
def test_each_sheet_is_the_text_of_its_person(extract, head: str) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, name in enumerate(NAMES):
        sheet = book.create_sheet(f"Trang {number + 1}")
        sheet.append(["PHIẾU TỰ ĐÁNH GIÁ NĂM 2025"])
        for row in HEADS[head]:
            sheet.append([cell.format(name=name, upper=name.upper()) for cell in row])
        for line in ([], ["I. Kết quả"], [BODY.format(number + 3)], ["II. Hạn chế"], [f"Nộp muộn {number} lần."]):
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    found = extract("a.xlsx", out.getvalue())
    assert [item.fields["author"] for item in found] == list(NAMES)
    assert all(BODY.format(number + 3) in item.text for number, item in enumerate(found))


def test_the_name_of_another_person_makes_no_sheet_hers(extract) -> None:
    book = openpyxl.Workbook()
    for row in (["Họ và tên chồng:", "Lò Văn Inh"], ["I. Kết quả"], [BODY.format(4)]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    (item,) = extract("a.xlsx", out.getvalue())
    assert "author" not in item.fields


def _titled(*titles: str) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, title in enumerate(titles):
        sheet = book.create_sheet(title)
        for line in ("PHIẾU TỰ ĐÁNH GIÁ NĂM 2025", "I. Kết quả", BODY.format(number + 3), "II. Hạn chế", "Nộp muộn."):
            sheet.append([line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_sheets_whose_titles_alone_are_names_are_texts_of_these_people(extract) -> None:
    found = extract("a.xlsx", _titled("Mẫu Trống", *NAMES, "NGUYỄN VĂN ÂN"))
    assert [item.fields.get("author") for item in found] == [*NAMES, "Nguyễn Văn Ân"]


@pytest.mark.parametrize("titles", [("Phần Một", "Phần Hai"), ("Quý Một", "Quý Hai"), ("Lò Văn Inh", "Phụ Lục")])
def test_sheets_with_other_titles_are_one_persons_text(extract, titles) -> None:
    (item,) = extract("a.xlsx", _titled(*titles))
    assert "author" not in item.fields
