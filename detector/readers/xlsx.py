"""Spreadsheets (.xlsx, .xlsm): the answers of an online form, a form laid out as a sheet, or one sheet a person."""

from __future__ import annotations

from collections.abc import Iterator

from detector.documents import SkipReason
from detector.language import N_
from detector.readers.base import Extract, Failure, Reader, Remark
from detector.readers.sheet_xml import read_workbook
from detector.readers.sheets import sheet_events
from detector.settings import Settings


def read(data: bytes, settings: Settings) -> Iterator[Extract | Failure | Remark]:
    """What its visible sheets hold; formulas give their last values."""
    book = read_workbook(data, settings)
    sheets = {sheet.title: sheet.rows for sheet in book.sheets}
    unseen = {sheet.title: sheet.unseen for sheet in book.sheets}
    yield from sheet_events(sheets, settings, hidden=book.hidden, unseen=unseen)
    if book.cut:
        yield Failure("#rest", SkipReason.TOO_LARGE, book.cut)


def first_rows(data: bytes, settings: Settings) -> list[list[str]]:
    """Cells of the first visible sheet, by row. Raises `ReadError`."""
    return read_workbook(data, settings, first=True).sheets[0].rows


READER = Reader(N_("spreadsheet"), (".xlsx", ".xlsm"), read)
