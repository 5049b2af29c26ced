"""Spreadsheets (.xlsx, .xlsm): the answers of an online form, or a form laid out as a sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from detector.documents import ReadingNote
from detector.readers.base import Extract, Failure, Reader
from detector.readers.limits import check_package, damaged
from detector.readers.table import MAX_COLUMNS, MAX_ROWS, row_extracts, rows_left_out, whole_extract
from detector.readers.table_names import list_columns
from detector.readers.xlsx_styles import with_plain_styles
from detector.settings import Settings

_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError)


def read(data: bytes, settings: Settings) -> Iterator[Extract | Failure]:
    """One extract a row for a list of answers, else one for the whole file; formulas give their last values."""
    sheets, hidden = _sheets(data, settings)
    yield from read_sheets(sheets, hidden, settings)


def read_sheets(
    sheets: dict[str, list[list[str]]], hidden: list[str], settings: Settings
) -> Iterator[Extract | Failure]:
    """What the visible sheets hold, by title; `hidden` are the titles of the others."""
    notes = (ReadingNote("hidden_sheet", f"sheets={', '.join(hidden)}"),) if hidden else ()
    for item in _extracts(sheets, settings):
        yield replace(item, notes=(*item.notes, *notes)) if isinstance(item, Extract) else item
    yield from rows_left_out(sheets.values())


def first_rows(data: bytes, settings: Settings) -> list[list[str]]:
    """Cells of the first visible sheet, by row. Raises `ReadError`."""
    sheets, _ = _sheets(data, settings)
    return next(iter(sheets.values()), [])


def _sheets(data: bytes, settings: Settings) -> tuple[dict[str, list[list[str]]], list[str]]:
    """Rows of the visible sheets by title (of all, where none is visible), and titles of the hidden ones."""
    check_package(data, settings)
    try:
        try:
            book = _load(data)
        except _UNREADABLE:
            book = _load(with_plain_styles(data, settings))
    except _UNREADABLE as error:
        raise damaged(f"not a complete workbook ({error})") from error
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        hidden = [sheet.title for sheet in book.worksheets if sheet not in shown]
        return {sheet.title: _rows(sheet) for sheet in shown}, hidden
    finally:
        book.close()


def _load(data: bytes) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _extracts(sheets: dict[str, list[list[str]]], settings: Settings) -> Iterator[Extract | Failure]:
    lists = list_columns(sheets, settings)
    left = [title for title, rows in sheets.items() if title not in lists and rows]
    notes = (ReadingNote("unread_sheet", f"sheets={', '.join(left)}"),) if left else ()
    for number, (title, columns) in enumerate(lists.items()):
        part = "#" if number == 0 else f"#sheet={title} "
        for item in row_extracts(sheets[title], columns, sheet=title, part=part):
            yield replace(item, notes=(*item.notes, *notes)) if isinstance(item, Extract) else item
    if not lists:
        yield from _whole(sheets)


def _whole(sheets: dict[str, list[list[str]]]) -> Iterator[Extract]:
    """Each sheet as one text; the first has the file's own name."""
    extracts = [whole_extract(rows, sheet=title) for title, rows in sheets.items()]
    filled = [extract for extract in extracts if extract.text] or [Extract("")]
    for number, extract in enumerate(filled, 1):
        yield extract if number == 1 else replace(extract, part=f"#sheet={number}")


def _rows(sheet: Any) -> list[list[str]]:
    """Cells as text; trailing empty rows, which spreadsheets have by the million, are not kept."""
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    filled = 0
    for row in islice(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), MAX_ROWS):
        rows.append([_shown(cell) for cell in row])
        filled = len(rows) if any(rows[-1]) else filled
    return rows[:filled]


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


READER = Reader("spreadsheet", (".xlsx", ".xlsm"), read)
