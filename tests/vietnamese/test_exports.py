"""Every file that is handed to people, in Vietnamese: no English and no word of the program's inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from detector.report import Report
from detector.slips.draw import draw_slip
from detector.slips.text import slip_text
from detector.slips.unit import slips_of
from detector.writers import writer
from detector.writers.base import WriteOptions
from tests.full_report import full_report
from tests.review.conftest import Visitor
from tests.vietnamese.test_pages import report, texts_of, visitor
from tests.vietnamese.words import foreign, seen_in

__all__ = ["report", "visitor"]

VI = WriteOptions(lang="vi", names=True, salt="00")


def words_of_docx(content: bytes) -> str:
    document = pytest.importorskip("docx").Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    edges = (
        part.text
        for section in document.sections
        for side in (section.header, section.footer)
        for part in side.paragraphs
    )
    about = document.core_properties
    return "\n".join([*(part.text for part in document.paragraphs), *cells, *edges, about.title, about.subject])


def words_of_xlsx(content: bytes) -> Iterator[str]:
    book = pytest.importorskip("openpyxl").load_workbook(BytesIO(content))
    for sheet in book:
        yield sheet.title
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


def known_of(given: Report) -> list[str]:
    settings = [str(value) for value in (given.settings.columns, given.settings.previous_columns) if value]
    members = [member for group in given.clusters for member in (*group.members, group.id)]
    return [*texts_of(given), *settings, *members, "STT text name"]


@pytest.mark.parametrize("given", ["full", "unit"])
def test_the_report_and_the_workbook_have_no_foreign_word(report: Report, tmp_path: Path, given: str) -> None:
    chosen = full_report() if given == "full" else report
    (page,) = writer("html").write(chosen, tmp_path / "r.html", VI)
    text = page.read_text(encoding="utf-8")
    assert foreign(seen_in(text), known_of(chosen)) == []
    (book,) = writer("xlsx").write(chosen, tmp_path / "r.xlsx", VI)
    assert foreign("\n".join(words_of_xlsx(book.read_bytes())), known_of(chosen)) == []
    (record,) = writer("docx").write(chosen, tmp_path / "r.docx", VI)
    assert foreign(words_of_docx(record.read_bytes()), known_of(chosen)) == []


def test_the_script_of_the_report_has_a_word_for_every_message(report: Report, tmp_path: Path) -> None:
    (page,) = writer("html").write(report, tmp_path / "r.html", VI)
    messages = re.search(r'"messages": ?(\{.*?\})', page.read_text(encoding="utf-8"))
    if messages:
        values = re.findall(r'": ?"((?:[^"\\]|\\.)*)"', messages[1])
        assert values
        assert foreign("\n".join(re.sub(r"\{\w+\}", "", value) for value in values)) == []


@pytest.mark.parametrize(
    "format", ["docx", "html", "person_docx", "person_html", "slip_docx", "slip_html", "xlsx", "key"]
)
@pytest.mark.parametrize("names", ["yes", ""])
def test_what_the_review_hands_on_has_no_foreign_word(
    visitor: Visitor, report: Report, format: str, names: str
) -> None:
    row, _ = visitor.pair_rows("to_1/an.docx", "to_1/tran_thi_binh.docx")
    answer = visitor.post("/hand-on", format=format, lang="vi", which="flagged", person=row, names=names)
    text = {
        "docx": words_of_docx,
        "html": lambda content: seen_in(content.decode()),
        "xlsx": lambda content: "\n".join(words_of_xlsx(content)),
        "key": lambda content: content.decode("utf-8-sig"),
    }[format.rpartition("_")[2]](answer.content)
    assert len(text) > 100
    assert foreign(text, known_of(report)) == []


def test_the_bundles_have_no_foreign_word(visitor: Visitor, report: Report) -> None:
    for format in ("persons_zip", "slips_zip"):
        with ZipFile(BytesIO(visitor.post("/hand-on", format=format, lang="vi").content)) as bundle:
            for name in bundle.namelist():
                text = words_of_docx(bundle.read(name))
                assert foreign(text, known_of(report)) == []


def test_a_slip_in_words_has_no_foreign_word(report: Report) -> None:
    for slip in slips_of(report, salt="00", names=True):
        assert foreign(slip_text(slip, "vi"), known_of(report)) == []
        assert foreign(seen_in(draw_slip(slip, "vi", "html").decode()), known_of(report)) == []
