"""Answers of an online form: one row, one submission."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from detector.errors import InputError
from tests.readers.make import zip_of, zip_with

FIXTURES = Path(__file__).parent / "fixtures"

HEADER = ["Dấu thời gian", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Năm", "Ưu điểm, kết quả đạt được", "Hạn chế"]
PRAISE = (
    "Đã soạn 24 phiếu đọc hiểu, dạy thay 16 tiết cho đồng nghiệp trong học kỳ I.",
    "Trực 30 ca đêm, tiêm chủng cho 412 trẻ trong xã, không để xảy ra sai sót.",
)
FAULTS = (
    "Ứng dụng công nghệ thông tin còn chậm, ngại hỏi đồng nghiệp trẻ.",
    "Chưa ghi sổ kịp thời trong hai tháng đầu năm vì quá tải công việc.",
)
ROWS = [
    ["16/12/2024 8:00", "Nguyễn Văn An", "Giáo viên", "Trường THCS Phú Lâm", "2024", PRAISE[0], FAULTS[0]],
    ["16/12/2024 9:00", "Lê Thị Bình", "Điều dưỡng", "Trạm y tế", "2024", PRAISE[1], FAULTS[1]],
]


def xlsx(*sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Trang {number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows: list[list[str]], delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)


FILES = {
    "xlsx": ("a.xlsx", xlsx([HEADER, *ROWS])),
    "xlsx with a title above": ("a.xlsx", xlsx([["TỔNG HỢP"], [], HEADER, *ROWS])),
    "csv": ("a.csv", csv([HEADER, *ROWS], ",").encode()),
    "csv with semicolons": ("a.csv", csv([HEADER, *ROWS], ";").encode("utf-8-sig")),
    "csv as Excel's Unicode text": ("a.csv", csv([HEADER, *ROWS], "\t").encode("utf-16")),
}


@pytest.mark.parametrize("case", FILES)
def test_each_row_is_a_submission_with_headers_as_form_lines_and_header_fields(case, extract):
    first, second = extract(*FILES[case])
    assert first.text == "\n".join([HEADER[5], ROWS[0][5], HEADER[6], ROWS[0][6]])
    assert first.fields == {
        "author": "Nguyễn Văn An",
        "post": "Giáo viên",
        "unit": "Trường THCS Phú Lâm",
        "year": "2024",
    }
    assert second.fields["author"] == "Lê Thị Bình"
    assert first.part.startswith("#row=")


def test_rows_are_named_as_the_spreadsheet_shows_them(extract):
    found = extract("a.xlsx", xlsx([["TỔNG HỢP"], [], HEADER, *ROWS]))
    assert [item.part for item in found] == ["#row=4", "#row=5"]
    assert found[0].blocks[1].place == "sheet=Trang 1 row=4 column=6 header=Ưu điểm, kết quả đạt được"


def test_rows_without_an_answer_are_no_submissions_and_told_if_they_have_a_name(extract):
    rows = [HEADER, ROWS[0], ["16/12", "Ai đó", "", "", "", "", ""], ["16/12", "", "", "", "", "", ""], ROWS[1]]
    found = extract("a.xlsx", xlsx(rows))
    assert [item.part for item in found] == ["#row=2", "#row=3", "#row=5"]
    assert found[1].reason == "empty"


def test_a_form_laid_out_as_a_sheet_is_one_text(extract):
    rows = [["PHIẾU TỰ ĐÁNH GIÁ"], ["Họ và tên:", "Nguyễn Văn An"], ["Ưu điểm:", ROWS[0][5]], ["Hạn chế:", ROWS[0][6]]]
    (item,) = extract("a.xlsx", xlsx(rows))
    assert item.text.split("\n") == [cell for row in rows for cell in row]
    assert item.part == ""


def test_answers_with_line_breaks_and_quotes_stay_whole(extract):
    answer = 'Đã làm 3 việc:\n- "Tủ sách" cho 12 lớp, mỗi lớp 30 cuốn sách;\n- 24 phiếu đọc hiểu.'
    rows = [HEADER, [*ROWS[0][:5], answer.replace('"', '""'), ROWS[0][6]], ROWS[1]]
    assert answer in extract("a.csv", csv(rows, ",").encode())[0].text


def test_an_empty_workbook_is_empty(extract):
    (item,) = extract("a.xlsx", xlsx([]))
    assert item.reason == "empty"


def test_a_spreadsheet_with_entities_is_refused(extract):
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES["xlsx"][1])) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]>' if name == "xl/worksheets/sheet1.xml" else b""
            new.writestr(name, bomb + old.read(name))
    (item,) = extract("a.xlsx", out.getvalue())
    assert item.reason == "damaged"


def test_hidden_sheets_are_not_read_and_told(extract):
    book = openpyxl.load_workbook(io.BytesIO(xlsx([HEADER, *ROWS], [["ẩn"]])))
    book["Trang 2"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found = extract("a.xlsx", out.getvalue())
    assert {(note.code, note.detail) for item in found for note in item.notes} == {("hidden_sheet", "sheets=Trang 2")}


def test_rows_beyond_the_limit_are_told(extract):
    found = extract("a.csv", ("x,y\n" * 100_005).encode())
    assert (found[-1].part, found[-1].reason) == ("#row=100001", "too_large")


def named(extract, columns: str, rows: list[list[str]]):
    return extract("a.xlsx", xlsx(rows), columns=columns)


def test_named_columns_are_taken_whatever_they_hold_and_the_others_by_their_content(extract):
    rows = [["Mã", "Ghi chú", "Người làm đơn", "Ưu điểm (ghi rõ)", "Năm"], ["1", "Tốt.", "An", PRAISE[0], "2024"]]
    (item,) = named(extract, "text=ghi chu; name=Người làm đơn", rows)
    assert item.text.split("\n") == ["Ghi chú", "Tốt."]
    assert item.fields == {"author": "An", "year": "2024"}


def test_the_beginning_of_a_header_is_enough_where_one_column_has_it(extract):
    (item,) = named(extract, "text=ưu điểm", [["Tên", "Ưu điểm, kết quả đạt được trong kỳ"], ["An", "Tốt."]])
    assert item.text.endswith("Tốt.")


@pytest.mark.parametrize(("columns", "missing"), [("text=Hạn", "'Hạn'"), ("text=Ưu; name=Họ tên", "'Họ tên'")])
def test_a_column_that_is_not_there_or_not_one_is_told_with_those_that_are(columns, missing, extract):
    rows = [["PHIẾU 2024"], ["Tên", "Ưu điểm", "Hạn chế", "Hạn nộp"], ["An", PRAISE[0], FAULTS[0], "5/12"]]
    (item,) = named(extract, columns, rows)
    assert item.reason == "no_column"
    assert f"named {missing}." in item.detail
    assert "'Tên', 'Ưu điểm', 'Hạn chế', 'Hạn nộp'" in item.detail


def test_a_scan_stops_where_no_list_has_the_named_column_and_else_tells_the_file(folder, read):
    unit = folder({"a.csv": csv([HEADER, *ROWS], ","), "b.txt": PRAISE[0]})
    with pytest.raises(InputError, match=r"a\.csv: No single column is named 'Thành tích'\. The columns are 'Dấu"):
        read(unit, columns="text=Thành tích")
    folder({"c.csv": csv([["Tên", "Thành tích"], ["An", PRAISE[1]]], ";")})
    reading = read(unit, columns="text=Thành tích")
    assert [document.id for document in reading.documents] == ["b.txt", "c.csv#row=2"]
    assert [(Path(file.path).name, file.reason) for file in reading.skipped] == [("a.csv", "no_column")]


def test_a_list_of_one_row_is_a_list_where_its_header_names_fields(extract):
    (item,) = extract("a.xlsx", xlsx([HEADER, ROWS[0]]))
    assert item.part == "#row=2"
    assert item.fields["author"] == "Nguyễn Văn An"


def test_sheets_beside_a_list_of_answers_are_not_read_and_told(extract):
    found = extract("a.xlsx", xlsx([HEADER, *ROWS], [["Ghi chú của tổ"]]))
    assert {(note.code, note.detail) for item in found for note in item.notes} == {("unread_sheet", "sheets=Trang 2")}


def ods(rows: list[list[str]], *, hidden: list[list[str]] | None = None) -> bytes:
    """An OpenDocument spreadsheet of one sheet, and a hidden one."""

    def table(title: str, cells: list[list[str]], style: str) -> str:
        lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in cells)
        return f'<table:table table:name="{title}" table:style-name="{style}">{lines}</table:table>'

    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    hides = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="ta2" style:family="table">{hides}</style:style>'
    body = table("Trang 1", rows, "ta1") + (table("Ẩn", hidden, "ta2") if hidden else "")
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def test_an_open_document_list_gives_what_the_workbook_gives(extract):
    pytest.importorskip("python_calamine")
    expected = extract("a.xlsx", xlsx([HEADER, *ROWS]))
    found = extract("a.ods", ods([HEADER, *ROWS], hidden=[["x"]]))
    assert [(one.text, one.fields, one.part) for one in found] == [(one.text, one.fields, one.part) for one in expected]
    assert {(note.code, note.detail) for item in found for note in item.notes} == {("hidden_sheet", "sheets=Ẩn")}


def test_an_old_workbook_is_read_as_a_list_too(extract):
    pytest.importorskip("python_calamine")
    found = extract("a.xls", (FIXTURES / "answers.xls").read_bytes())
    assert [one.fields["author"] for one in found] == ["Nguyễn Văn An", "Trần Thị Bình", "Lê Chi"]
    assert all(one.text.startswith("Kết quả công tác trong năm\nTôi đã ") for one in found)
    assert {note.detail for item in found for note in item.notes if note.code == "hidden_sheet"} == {"sheets=Ẩn"}


@pytest.mark.parametrize("name", ["a.xls", "a.ods"])
def test_a_broken_spreadsheet_of_these_kinds_is_told(name, extract):
    pytest.importorskip("python_calamine")
    whole = (FIXTURES / "answers.xls").read_bytes() if name == "a.xls" else ods([HEADER, *ROWS])
    cut = whole[:3000] if name == "a.xls" else zip_with(whole, {"content.xml": "<office:document-content>"})
    (item,) = extract(name, cut)
    assert item.reason == "damaged"


def test_a_workbook_with_styles_that_other_readers_refuse_is_read(extract):
    found = extract("a.xlsx", (FIXTURES / "odd_style.xlsx").read_bytes())
    assert [type(item).__name__ for item in found] == ["Extract"] * 8
    assert all(item.text and item.fields["author"] for item in found)


def test_dates_stay_dates_where_styles_are_left_out(extract):
    book = openpyxl.Workbook()
    for row in ([*HEADER, "Ngày nộp"], [*ROWS[0], date(2025, 12, 3)], [*ROWS[1], date(2025, 12, 4)]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as package:
        styles = package.read("xl/styles.xml").replace(b"<fills", b"<fills><fill/></fills><fills", 1)
    odd = zip_with(out.getvalue(), {"xl/styles.xml": styles})
    (whole,) = extract("a.xlsx", zip_with(odd, {}), columns="text=Ngày nộp")[:1]
    assert whole.text == "Ngày nộp\n03/12/2025"
