"""Workbooks with one sheet for each person, and workbooks that cost more than they weigh."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from detector.documents import SkipReason
from detector.readers.base import Extract, Failure
from detector.readers.extract import extract_file
from detector.settings import Settings

from .hostile_books import BOOKS
from .lists import workbook

TEXT = "Trong năm tôi đã soạn 24 phiếu đọc hiểu, dạy thay 16 tiết và giữ thư viện ba buổi một tuần."
NAMES = ["Lê Văn An", "Trần Thị Bình", "Vũ Đức Chi", "Hà Thị Dung", "Y Êban", "Nguyễn Hoàng Minh Anh"]


def extracts(data: bytes, name: str = "a.xlsx", **settings: object) -> list[Extract | Failure]:
    events = extract_file(name, data, Settings().replace(**settings))
    return [one for one in events if isinstance(one, Extract | Failure)]


def beside(name: str) -> list[list[str]]:
    return [
        ["PHIẾU TỰ ĐÁNH GIÁ NĂM 2025"],
        [],
        ["Họ và tên:", "", name, "Chức vụ:", "Giáo viên"],
        ["Kết quả công tác"],
        [f"{TEXT} {name}"],
        ["Hạn chế"],
        ["Chưa ghi sổ kịp thời."],
    ]


def in_one_cell(name: str) -> list[list[str]]:
    return [["PHIẾU"], [f"1. Họ và tên: {name}", "Đơn vị: Trường A"], ["2. Ưu điểm:", f"{TEXT} {name}"]]


def without_colon(name: str) -> list[list[str]]:
    return [["Họ và tên", name], ["Chức vụ", "Giáo viên"], ["Ưu điểm", f"{TEXT} {name}"], ["Hạn chế", "Ghi sổ chậm."]]


def below(name: str) -> list[list[str]]:
    return [["PHIẾU"], ["Họ và tên"], [name], ["Ưu điểm"], [f"{TEXT} {name}"]]


@pytest.mark.parametrize("layout", [beside, in_one_cell, without_colon, below])
def test_a_sheet_for_each_person_is_a_submission_for_each(layout) -> None:
    found = extracts(workbook(**{f"Tờ {n}": layout(name) for n, name in enumerate(NAMES, 1)}))
    assert [(one.part, one.fields["author"]) for one in found] == [
        (f"#sheet=Tờ {n}", name) for n, name in enumerate(NAMES, 1)
    ]
    assert all(f"{TEXT} {name}" in one.text for one, name in zip(found, NAMES, strict=True))


def test_merged_cells_and_a_blank_sheet_and_a_list_of_the_people_beside_them() -> None:
    book = openpyxl.Workbook()
    listed = book.active
    listed.title = "Danh sách"
    for row in (["STT", "Họ và tên", "Chức vụ"], *([n, name, "Giáo viên"] for n, name in enumerate(NAMES, 1))):
        listed.append(row)
    for title, name in (("Mẫu", "……………………"), *((f"P{n}", name) for n, name in enumerate(NAMES, 1))):
        sheet = book.create_sheet(title)
        for at, row in enumerate(beside(name), 1):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column, value or None)
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("A5:E5")
    out = io.BytesIO()
    book.save(out)
    found = extracts(out.getvalue())
    assert [one.fields["author"] for one in found if isinstance(one, Extract)] == NAMES
    assert {(one.part, one.reason) for one in found if isinstance(one, Failure)} == {
        ("#sheet=Mẫu", SkipReason.BLANK_FORM),
        ("#sheet=Danh sách", SkipReason.PEOPLE_LIST),
    }


def test_the_sheets_of_one_persons_form_are_one_text() -> None:
    found = extracts(workbook(Một=without_colon("Lê Văn An"), Hai=[["Phương hướng"], ["Sẽ học thêm một lớp tin học."]]))
    assert [(one.part, one.fields) for one in found] == [("", {"author": "Lê Văn An"})]
    assert found[0].text.endswith("Sẽ học thêm một lớp tin học.")


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            ["STT", "Họ và tên", "Chức vụ", "Xếp loại"],
            [[n, name, "Giáo viên", "HTTNV"] for n, name in enumerate(NAMES)],
        ),
        (["Họ đệm", "Tên", "Lớp"], [["Lê Văn", "An", "6A"], ["Vũ Đức", "Chi", "7B"], ["Hà Thị", "Dung", "8C"]]),
        (
            ["Họ và tên", "Điểm", "Ghi chú"],
            [[name, "9", "Nghỉ thai sản từ tháng 3 đến tháng 8, có quyết định"] for name in NAMES],
        ),
        (
            ["Họ và tên", "Nhiệm vụ được phân công"],
            [[name, "Dạy Toán 6A, 6B, chủ nhiệm 6A, phụ trách phòng tin học"] for name in NAMES],
        ),
        (
            ["Họ và tên", "Tự xếp loại", "Nhận xét của lãnh đạo"],
            [[name, "HTTNV", "Đồng chí hoàn thành tốt nhiệm vụ được giao trong năm qua"] for name in NAMES],
        ),
    ],
)
def test_lists_of_people_are_offered_as_a_roster(header: list[str], rows: list[list[str]]) -> None:
    (one,) = extracts(workbook(Trang=[["DANH SÁCH"], header, *rows]))
    assert (one.part, one.reason) == ("", SkipReason.PEOPLE_LIST)
    assert "--roster" in one.detail


def test_answers_that_are_short_are_answers_all_the_same() -> None:
    rows = [[name, "Nhiệt tình", "Không"] for name in NAMES]
    found = extracts(workbook(Trang=[["Họ và tên", "Ưu điểm", "Hạn chế"], *rows]))
    assert [one.fields["author"] for one in found] == NAMES


def test_a_workbook_with_odd_styles_is_read() -> None:
    data = (Path(__file__).parents[1] / "readers" / "fixtures" / "odd_style.xlsx").read_bytes()
    assert len(extracts(data)) == 8


def test_dates_numbers_and_signs_are_read_as_a_spreadsheet_shows_them() -> None:
    import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["PHIẾU", datetime.date(2025, 12, 3), datetime.datetime(2025, 12, 3, 7, 5, 9), datetime.time(7, 30)],
        [24, 0.1, 1e15, True],
        [None, "a\r\nb", "=1+1"],
    ):
        sheet.append(row)
    sheet["A4"] = 45_000
    sheet["A4"].number_format = '"ngày" 0'
    sheet["B4"] = 45_000
    sheet["B4"].number_format = "[$-42A]dd/mm/yy;@"
    out = io.BytesIO()
    book.save(out)
    (one,) = extracts(out.getvalue())
    assert one.text.split("\n") == [
        *("PHIẾU", "03/12/2025", "03/12/2025 07:05:09", "07:30", "24", "0.1", "1e+15", "True", "a", "b"),
        *("45000", "15/03/2023"),
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured there")
@pytest.mark.parametrize("name", BOOKS)
def test_a_scan_of_a_hostile_workbook_stays_below_500_megabytes(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(BOOKS[name]())
    (tmp_path / "b.txt").write_text("Đã soạn 24 phiếu đọc hiểu cho khối sáu.", encoding="utf-8")
    assert (tmp_path / "a.xlsx").stat().st_size < 2_000_000
    code = (
        "import detector, resource, sys\n"
        "report = detector.scan([sys.argv[1]])\n"
        "status = open('/proc/self/status').read()\n"  # ru_maxrss is at first that of the process that started this one
        "own = int(status.split('VmHWM:')[1].split()[0])\n"
        "children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(max(own, children) // 1024, 'b.txt' in [row.id for row in report.submissions])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    megabytes, others_read = done.stdout.split()
    assert int(megabytes) < 500
    assert others_read == "True"
