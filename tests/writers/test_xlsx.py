from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from detector.documents import Document, SkippedFile, SkipReason
from detector.matches import Passage, Side
from detector.report import LearntLine, Report, Submission
from detector.settings import Settings
from detector.writers import WriteOptions, writer
from detector.writers.xlsx import draw
from tests.reports import report_of
from tests.storage.small_report import COPIED, shares


def book(report: Report, folder: Path, **options: Any) -> openpyxl.Workbook:
    (path,) = writer("xlsx").write(
        report, folder / "result.xlsx", WriteOptions(**{"lang": "en", "names": True} | options)
    )
    return openpyxl.load_workbook(path)


def rows(sheet: Any) -> list[dict[str, Any]]:
    header, *values = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in values]


def test_there_is_a_sheet_per_question_in_reading_order(report: Report, tmp_path: Path) -> None:
    names = book(report, tmp_path).sheetnames
    assert " ".join(names[:2]) == "Reading report Files"
    assert names[2:] == [
        "Submissions",
        "Pairs",
        "Shared passages",
        "Texts of many",
        "Groups",
        "Learnt form",
        "Settings",
    ]


def test_every_file_is_in_the_reading_report_exactly_once(report: Report, tmp_path: Path) -> None:
    files = rows(book(report, tmp_path)["Files"])
    assert [row["File"] for row in files] == [
        "/2023/chi.txt",
        "/unit/chi.txt",
        "/unit/dung.txt",
        "/unit/giang_nguyen.pdf",
        "/unit/to_1/an.docx",
        "/unit/to_1/binh.docx",
    ]
    locked = files[3]
    assert (locked["Outcome"], locked["Texts"]) == ("not read", 0)
    assert locked["Reason"].startswith("The file is locked with a password; ")
    assert locked["What to do"] == "Save a copy without a password and scan again."


def test_a_table_file_with_a_bad_row_is_partly_read(tmp_path: Path) -> None:
    submissions = [
        Submission(Document(f"list.xlsx#row={n}", "/list.xlsx", "a"), 1, shares(own=1), None, (), None, ())
        for n in (2, 3)
    ]
    bad = SkippedFile("/list.xlsx", SkipReason.EMPTY, "row 4 has no text")
    (row,) = rows(book(report_of(Settings(), submissions, [], [], [], [bad]), tmp_path)["Files"])
    assert (row["File"], row["Outcome"], row["Texts"]) == ("/list.xlsx", "partly read", 2)


def test_shares_are_percentages_and_counts_are_numbers(report: Report, tmp_path: Path) -> None:
    sheet = book(report, tmp_path)["Submissions"]
    header = [cell.value for cell in sheet[1]]
    form = sheet.cell(2, header.index("printed form") + 1)
    syllables = sheet.cell(2, header.index("Syllables") + 1)
    assert (form.value, form.number_format) == (pytest.approx(1 / 6), "0.0%")
    assert (syllables.value, syllables.number_format) == (18, "#,##0")


def test_passages_quote_both_originals(report: Report, tmp_path: Path) -> None:
    passage = rows(book(report, tmp_path)["Shared passages"])[0]
    assert (passage["Person, left"], passage["Person, right"]) == ("Nguyễn Văn An", "Trần Thị Bình")
    assert (passage["Passage, left"], passage["Passage, right"]) == (COPIED, COPIED)


def test_quotes_are_cut_at_500_characters(tmp_path: Path) -> None:
    left, right = (Document(f"{n}.txt", f"/{n}.txt", "à" * 2000) for n in "ab")
    submissions = [Submission(one, 1, shares(shared=1), None, (), None, ()) for one in (left, right)]
    passages = [Passage(Side(left.id, 0, 500), Side(right.id, 0, 501))]
    (row,) = rows(book(report_of(Settings(), submissions, [], passages, [], []), tmp_path)["Shared passages"])
    assert row["Passage, left"] == "à" * 500
    assert row["Passage, right"] == "à" * 499 + "…"


def test_sheets_are_ready_to_sort_and_scroll(report: Report, tmp_path: Path) -> None:
    for sheet in book(report, tmp_path):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert sheet["A1"].font.bold
        assert sheet.column_dimensions["A"].width >= 9


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r\n=1",
    '=HYPERLINK("http://x","y")',
    "#N/A",
    "<script>&",
    "\x01=2",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_an_error_or_markup(tmp_path: Path, text: str) -> None:
    document = Document(f"{text}.txt", f"/{text}", text, author=text, unit=text)
    report = report_of(
        Settings(),
        [Submission(document, 1, shares(own=1), None, (), text, ())],
        [],
        [],
        [],
        [SkippedFile(text, SkipReason.DAMAGED, text)],
        learnt_form=[LearntLine(text, 1, 1)],
        scan_notes=[(text, text)],
    )
    for sheet in book(report, tmp_path):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    parts = _parts(tmp_path / "result.xlsx")
    assert "<f>" not in parts
    assert "<script" not in parts
    assert "\x01" not in parts


def test_what_looks_like_a_formula_is_marked_as_text_for_who_edits_it(tmp_path: Path) -> None:
    document = Document("a", "/a", "x", author="=1+1")
    report = report_of(Settings(), [Submission(document, 1, shares(), None, (), None, ())], [], [], [], [])
    cell = book(report, tmp_path)["Submissions"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert 'quotePrefix="1"' in _parts(tmp_path / "result.xlsx")


def test_a_name_of_a_megabyte_fits_the_cell(tmp_path: Path) -> None:
    document = Document("a", "/a", "x", author="🧑" * 1_000_000)
    report = report_of(Settings(), [Submission(document, 1, shares(), None, (), None, ())], [], [], [], [])
    value = book(report, tmp_path)["Submissions"]["A2"].value
    assert len(value.encode("utf-16-le")) / 2 <= 32_767


def test_rows_beyond_what_a_sheet_holds_are_told(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draw, "MAX_ROWS", 2)
    sheets = book(report, tmp_path)
    assert sheets["Pairs"]["A4"].value.startswith("There are more rows")
    assert sheets["Shared passages"].max_row == 3


def test_persons_are_codes_unless_names_are_asked_for(report: Report, tmp_path: Path) -> None:
    book(report, tmp_path, names=False, salt="s")
    parts = _parts(tmp_path / "result.xlsx").casefold()
    assert not re.search("nguy(ễ|e)n|binh|bình|giang", parts)
    assert "n-" in parts


def test_the_settings_sheet_says_what_the_scan_was_run_with(report: Report, tmp_path: Path) -> None:
    values = {row["Setting"]: row["Value"] for row in rows(book(report, tmp_path)["Settings"])}
    assert values["least rarity of a pair, bits"] == Settings().pair_min_bits
    assert "shingle_cap" in values  # a note of another version has no words
    assert "Version of the program" in values


def _parts(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_every_sheet_prints_on_a4_with_its_titles_on_every_page(report: Report, tmp_path: Path) -> None:
    for sheet in book(report, tmp_path):
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddFooter.center.text == "&P / &N"
    assert book(report, tmp_path)["Groups"].sheet_properties.pageSetUpPr.fitToPage
