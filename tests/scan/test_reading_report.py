"""The reading report of a folder with every outcome: each file once, the counts add up, the remedies help."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import html

import detector
from detector import wording
from detector.documents import Document, ReadingNote, SkippedFile, SkipReason
from detector.report import Finding, Report, Submission
from detector.settings import Settings
from detector.storage import load, save
from detector.writers import WriteOptions, writer
from detector.writers.html import write_html
from detector.writers.outcomes import GROUPS, file_outcomes, grouped
from tests.readers.make import TRUTH, docx_of_lines, pdf, pdf_of_lines, show, tcvn3, zip_of
from tests.readers.test_tables import xlsx
from tests.reports import report_of

from .conftest import SUBMISSIONS

TEXT = (SUBMISSIONS / "a17_ta_thi_hang.txt").read_bytes()
OTHER = (SUBMISSIONS / "a16_dinh_van_long.txt").read_text("utf-8")
GARBLED = OTHER.replace("ươ", "ư­").replace("ế", "õ").replace("ộ", "iă").replace("ạ", "¹").replace("ô", "ơơ")
ANSWERS = [
    ["Họ và tên", "Kết quả công tác trong kỳ"],
    ["Lý Thị Yên", "Tôi trực thư viện mỗi tuần bốn buổi, bọc lại 130 cuốn sách giáo khoa cũ cho học sinh mượn."],
    ["Hà Văn Vũ", "Tôi sửa xong hệ thống điện hai dãy phòng học tầng hai trước ngày khai giảng năm học mới."],
]

GROUP_OF = {
    "good.docx": "read",
    "good.pdf": "read",
    "list.xlsx": "too_short",
    "old_font.docx": "repaired",
    "garbled.txt": "doubtful",
    "no_marks.txt": "unmarked",
    "renamed.doc": "remark",
    "short.txt": "too_short",
    "twin_1.txt": "read",
    "twin_2.txt": "duplicate",
    "unit.zip!inner.txt": "read",
    "unit.zip!lost.rar": "unsupported",
    "locked.pdf": "encrypted",
    "cut_off.docx": "damaged",
    "program.exe": "unsupported",
    "picture.pdf": "scan",
    "empty.txt": "empty",
    "huge.txt": "too_large",
    "link.txt": "no_access",
}


def files() -> Mapping[str, bytes]:
    word = (SUBMISSIONS / "a01_nguyen_thi_lan.docx").read_bytes()
    bare = "".join(c for c in unicodedata.normalize("NFD", OTHER.replace("đ", "d").replace("Đ", "D")) if c.isascii())
    return {
        "good.docx": word,
        "good.pdf": (SUBMISSIONS / "a12_trinh_thi_bich.pdf").read_bytes(),
        "list.xlsx": xlsx(ANSWERS),
        "old_font.docx": docx_of_lines(tcvn3(TRUTH.lower() + "\n" + OTHER.lower()), ".VnTime"),
        "garbled.txt": GARBLED.encode(),
        "no_marks.txt": bare.encode(),
        "renamed.doc": (SUBMISSIONS / "a02_tran_van_hung.docx").read_bytes(),
        "short.txt": "Hoàn thành tốt nhiệm vụ được giao.".encode(),
        "twin_1.txt": TEXT,
        "twin_2.txt": TEXT,
        "unit.zip": zip_of(
            {"inner.txt": (SUBMISSIONS / "a03_pham_thu_ha.txt").read_bytes(), "lost.rar": b"Rar!\x1a\x07"}
        ),
        "locked.pdf": pdf([show(TRUTH.split("\n")[0], 40, 700)], encrypted=True),
        "cut_off.docx": word[: len(word) // 2],
        "program.exe": b"MZ\x00\x00",
        "picture.pdf": pdf(["q 500 0 0 700 40 40 cm /I Do Q"]),
        "empty.txt": b"",
        "huge.txt": b"x " * 800_000,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office")
    (root / "unit").mkdir()
    for name, data in files().items():
        (root / "unit" / name).write_bytes(data)
    (root / "elsewhere.txt").write_bytes(TEXT)
    (root / "unit" / "link.txt").symlink_to(root / "elsewhere.txt")
    return root / "unit"


@pytest.fixture(scope="module")
def without_programs() -> Iterator[None]:
    """As on a computer without tesseract and LibreOffice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "")
        yield


@pytest.fixture(scope="module")
def report(folder: Path, without_programs: None) -> Report:  # noqa: ARG001
    return detector.scan([folder], settings=Settings(max_file_bytes=1_500_000), jobs=2)


def names(report: Report, folder: Path) -> dict[str, str]:
    return {one.path.removeprefix(f"{folder}/"): one.group for one in file_outcomes(report)}


def test_every_file_of_the_folder_is_in_one_group(report: Report, folder: Path) -> None:
    assert names(report, folder) == GROUP_OF


def test_no_text_and_no_lost_file_is_forgotten(report: Report) -> None:
    outcomes = file_outcomes(report)
    assert sum(one.texts for one in outcomes) == len(report.submissions)
    assert sum(bool(one.reasons) for one in outcomes) == len(report.skipped)
    assert sum(map(len, grouped(outcomes).values())) == len(outcomes) == len(GROUP_OF)


def test_rows_of_a_table_are_texts_of_one_file(report: Report) -> None:
    (answers,) = [one for one in file_outcomes(report) if one.path.endswith("list.xlsx")]
    assert answers.texts == 2


def test_the_second_of_two_equal_files_names_the_first(report: Report) -> None:
    (twin,) = [one for one in file_outcomes(report) if one.group == "duplicate"]
    assert twin.same_as is not None
    assert twin.same_as.endswith("twin_1.txt")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_lists_every_file_once_and_its_sums_are_right(
    report: Report, folder: Path, tmp_path: Path, lang: str
) -> None:
    (path,) = write_html(report, tmp_path / "report.html", lang=lang)
    page = html.fromstring(path.read_text(encoding="utf-8"))
    listed = [
        str(name).removeprefix(f"{folder}/") for name in page.xpath("//details[@class='outcome']//li/span/bdi/text()")
    ]
    assert sorted(listed) == sorted(GROUP_OF)
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//table[@id='outcomes']/tbody/tr")]
    *groups, (_, files_sum, texts_sum, _) = rows
    assert sum(int(row[1]) for row in groups) == int(files_sum) == len(GROUP_OF)
    assert sum(int(row[2]) for row in groups) == int(texts_sum) == len(report.submissions)
    assert all(row[3] for row in groups)  # each with what to do
    assert page.xpath("//main/section/@id")[0] == "overview"
    assert page.xpath("//section[@id='overview']//a[@href='#reading']")  # what was not read is one step away


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_workbook_has_the_same_files_and_sums(report: Report, folder: Path, tmp_path: Path, lang: str) -> None:
    (path,) = writer("xlsx").write(report, tmp_path / "r.xlsx", WriteOptions(lang=lang, names=True))
    book = openpyxl.load_workbook(path)
    _, *groups, total = book.worksheets[0].iter_rows(values_only=True)
    assert sum(row[1] for row in groups) == total[1] == len(GROUP_OF)
    assert sum(row[2] for row in groups) == total[2] == len(report.submissions)
    _, *rows = book.worksheets[1].iter_rows(values_only=True)
    assert {row[0].removeprefix(f"{folder}/"): row[2] for row in rows} == {
        name: wording.label(wording.OUTCOME_LABELS, group, lang) for name, group in GROUP_OF.items()
    }


def test_a_vietnamese_page_says_the_numbers_of_a_remark_in_vietnamese(report: Report, tmp_path: Path) -> None:
    (path,) = write_html(report, tmp_path / "report.html", lang="vi")
    words = html.fromstring(path.read_text(encoding="utf-8")).get_element_by_id("reading").text_content()
    assert "đuôi tệp .doc, thực ra là .docx" in words
    assert "dòng dùng tcvn3" in words
    assert "số chữ có dấu" in words
    assert "lines=" not in words
    assert "readable=" not in words


@pytest.mark.usefixtures("without_programs")
def test_the_remedies_help_when_they_are_followed(tmp_path: Path) -> None:
    lines = ["Bản của người số {}.", *TRUTH.split("\n")]
    mended = {
        "locked.pdf": pdf_of_lines,  # saved without the password
        "cut_off.docx": docx_of_lines,  # sent again
        "program.docx": docx_of_lines,  # the document instead of the program
        "picture.docx": docx_of_lines,  # the typed file
        "empty.txt": str.encode,
        "lost.txt": str.encode,  # taken out of the .rar
        "garbled.docx": docx_of_lines,
    }
    for number, (name, make) in enumerate(mended.items()):
        (tmp_path / name).write_bytes(make("\n".join(lines).format(number)))
    report = detector.scan([tmp_path])
    assert len(report.skipped) == 0
    assert {one.group for one in file_outcomes(report)} <= {"read", "too_short"}


def test_a_saved_run_has_the_same_reading_report(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path / "run")
    assert file_outcomes(load(tmp_path / "run")) == file_outcomes(report)


def row(id: str, *codes: str, path: str = "", flags: tuple[str, ...] = ()) -> Submission:
    document = Document(id, path or f"/{id}", f"Văn bản {id}", notes=tuple(ReadingNote(code) for code in codes))
    return Submission(document, 3, {}, None, tuple(Finding(kind, 0, 0) for kind in flags), None, ())


@pytest.mark.parametrize(
    ("codes", "flags", "group"),
    [
        ((), (), "read"),
        (("ocr",), (), "ocr"),
        (("ocr", "doubtful"), (), "doubtful"),
        (("repaired",), (), "repaired"),
        (("repaired",), ("not_enough_text",), "too_short"),
        (("hidden_sheet",), (), "remark"),
        (("encoding",), ("shared",), "repaired"),
    ],
)
def test_what_matters_most_decides_the_group(codes: tuple[str, ...], flags: tuple[str, ...], group: str) -> None:
    report = report_of(Settings(), [row("a.docx", *codes, flags=flags)], [], [], [], [])
    assert [one.group for one in file_outcomes(report)] == [group]


def test_a_table_with_rows_that_could_not_be_read_is_partly_read() -> None:
    rows = [row(f"l.csv#row={n}", path=f"/l.csv#row={n}") for n in (2, 3)]
    lost = SkippedFile("/l.csv#row=100001", SkipReason.TOO_LARGE, "Rows after the first were not read.")
    (one,) = file_outcomes(report_of(Settings(), rows, [], [], [], [lost]))
    assert (one.path, one.group, one.texts, one.reasons) == ("/l.csv", "partly", 2, ("too_large",))


def test_equal_rows_of_one_table_are_no_duplicate_file() -> None:
    rows = [replace(row("x"), document=Document(f"l.csv#row={n}", f"/l.csv#row={n}", "như nhau")) for n in (2, 3)]
    assert [one.group for one in file_outcomes(report_of(Settings(), rows, [], [], [], []))] == ["read"]


def test_every_group_and_reason_has_words_and_a_remedy() -> None:
    assert set(wording.OUTCOME_LABELS) == set(wording.OUTCOME_REMEDIES) == set(GROUPS)
    assert {str(reason) for reason in SkipReason} <= set(GROUPS)


def test_what_does_not_fit_the_roster_stands_in_the_reading_report(tmp_path: Path) -> None:
    report = report_of(
        Settings(), [row("a.docx")], [], [], [], [], scan_notes=[("roster_person_without_file", "Lê Thị Vắng")]
    )
    (path,) = write_html(report, tmp_path / "report.html", lang="vi")
    words = html.fromstring(path.read_text(encoding="utf-8")).get_element_by_id("reading").text_content()
    assert "Có trong danh sách nhưng chưa có tệp của người này" in words
    assert "Lê Thị Vắng" in words
    (book,) = writer("xlsx").write(report, tmp_path / "r.xlsx", WriteOptions(lang="en", names=True))
    cells = list(openpyxl.load_workbook(book)["Roster"].iter_rows(values_only=True, min_row=2))
    assert cells == [("In the roster, but there is no file of this person", "Lê Thị Vắng")]
