"""What looks like a field of the writer and is none: better no value than another person's or another thing's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.heads.build import docx
from tests.heads.layouts import Layout, Part, Runs, Table
from tests.heads.measure import FIELDS, read

X, G, C, N = (
    f"{level} nhiệm vụ" for level in ("Hoàn thành xuất sắc", "Hoàn thành tốt", "Hoàn thành", "Không hoàn thành")
)
NAME = "Họ và tên: Lò Văn Tém"
SIGNED = "NGƯỜI TỰ ĐÁNH GIÁ"
ALL_STRUCK = Runs((("Tự xếp loại: ", False), (X, True), ("; ", False), (G, True), ("; ", False), (C, True)))
TRAPS: dict[str, tuple[tuple[Part, ...], dict[str, object]]] = {
    "two ratings with a blank between": ((NAME, f"Cá nhân tự xếp loại: {G} Chi bộ xếp loại: {C}"), {"rating": None}),
    "the cell's proposal in brackets": ((NAME, f"Tự xếp loại: {G} (chi bộ đề nghị: {C})"), {"rating": "good"}),
    "two own ratings that differ": ((f"Tự xếp loại công chức: {G}", f"Tự xếp loại đảng viên: {X}"), {"rating": None}),
    "a level for each task": (
        (Table((("Nhiệm vụ", "Mức độ hoàn thành"), ("Trực đêm", C), ("Ghi sổ", C))), "Tự xếp loại: ......"),
        {"rating": None},
    ),
    "two ticks": ((Table(((X, G, C, N), ("x", "x", "", ""))),), {"rating": None}),
    "all levels struck out": ((ALL_STRUCK,), {"rating": None}),
    "letters that are no ratings": (("Xếp hạng doanh nghiệp: A", "Tự đánh giá tiếng Anh: B"), {"rating": None}),
    "a tick for the gender": (("Giới tính: Nam ☑ Nữ ☐", f"Tự xếp loại: {X} ☐ {G} ☐ {C} ☐ {N} ☐"), {"rating": None}),
    "a witness named first": (("Họ và tên người làm chứng: Vi Thị Hoa", NAME), {"author": "Lò Văn Tém"}),
    "a wife in the same row": (
        (
            Table(
                (("Họ và tên", "Lò Văn Tém", "Họ và tên vợ", "Vi Thị Hoa"),),
            ),
        ),
        {"author": "Lò Văn Tém"},
    ),
    "a nickname behind the name": ((f"{NAME} (Giáo)",), {"author": "Lò Văn Tém", "post": None}),
    "the judge's post and office": (
        (NAME, "Chức vụ của người nhận xét: Hiệu trưởng", "Đơn vị của người nhận xét: Sở Y tế"),
        {"post": None, "unit": None},
    ),
    "a unit of measure": ((NAME, "Đơn vị tính: triệu đồng", "Trường hợp đặc biệt: không"), {"unit": None}),
    "who manages the file": ((NAME, "Thuộc: diện Ban Thường vụ quản lý"), {"unit": None}),
    "years of service": ((NAME, "Năm vào ngành: 2009", "Năm tuyển dụng: 2011"), {"year": None}),
    "a term of office": (("BẢN KIỂM ĐIỂM NHIỆM KỲ 2020-2025", NAME), {"year": None}),
    "a date of January": ((NAME, "Mường Khoa, ngày 05 tháng 01 năm 2026"), {"year": None}),
}


@pytest.mark.parametrize("name", TRAPS)
def test_no_value_is_taken_from_what_only_looks_like_one(name: str, tmp_path: Path) -> None:
    lines, expected = TRAPS[name]
    path = tmp_path / "a.docx"
    in_head = set(expected) <= {"author", "unit", "post", "year"}
    head, foot = (lines, (SIGNED,)) if in_head else ((), lines)
    path.write_bytes(docx(Layout(name, head, foot)))
    document = read(path)
    found = {field: document.self_rating if field == "rating" else getattr(document, field) for field in FIELDS}
    assert {field: found[field] for field in expected} == expected
