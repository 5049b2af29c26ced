"""Spreadsheets of Excel 97-2003 (.xls) and OpenDocument (.ods), by the library python-calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from importlib.util import find_spec
from typing import Any

from detector.documents import SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers import ods_unseen, xls_unseen
from detector.readers.base import Extract, Failure, Reader, Remark
from detector.readers.limits import check_package, damaged, encrypted, open_zip, parse_xml, unpack
from detector.readers.sheet_xml import MAX_COLUMNS, MAX_ROWS, Unseen, shown_moment
from detector.readers.sheets import sheet_events
from detector.readers.table import rows_left_out
from detector.settings import Settings

_REMEDY = N_("Open it and save it as .xlsx, or add the reader: pip install 'kiemdiem[office]'.")
_MOST_CELLS = 20_000_000  # between the first and the last one that is filled, as the library holds them


def missing() -> str | None:
    return None if find_spec("python_calamine") else _REMEDY


def read(data: bytes, settings: Settings) -> Iterator[Extract | Failure | Remark]:
    """What its visible sheets hold; formulas give their last values."""
    sheets, hidden = _sheets(data, settings)
    yield from sheet_events(sheets, settings, hidden=hidden, unseen=_unseen(data, settings))
    yield from rows_left_out(sheets.values())


def first_rows(data: bytes, settings: Settings) -> list[list[str]]:
    """Cells of the first visible sheet, by row. Raises `ReadError`."""
    sheets, _ = _sheets(data, settings)
    return next(iter(sheets.values()), [])


def _sheets(data: bytes, settings: Settings) -> tuple[dict[str, list[list[str]]], list[str]]:
    """Rows of the visible sheets by title (of all, where none is visible), and titles of the hidden ones."""
    if missing():
        raise ReadError(
            SkipReason.UNSUPPORTED,
            N_("Spreadsheets of this kind need a reader of their own. {remedy}").format(remedy=_REMEDY),
        )
    import python_calamine

    if data.startswith(b"PK"):
        check_package(data, settings)
        _check_content(data, settings)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = {one.name for one in book.sheets_metadata if one.visible is python_calamine.SheetVisibleEnum.Visible}
        titles = [title for title in book.sheet_names if title in visible] or book.sheet_names
        sheets = {title: _rows(book.get_sheet_by_name(title)) for title in titles}
    except python_calamine.PasswordError as error:
        raise encrypted() from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise damaged(N_("not a complete workbook ({error})").format(error=error)) from error
    return sheets, [title for title in book.sheet_names if title not in titles]


def _unseen(data: bytes, settings: Settings) -> Mapping[str, Unseen]:
    if not data.startswith(b"PK"):
        return xls_unseen.unseen_cells(data)
    with open_zip(data, settings) as package:
        parts = [package.NameToInfo.get(name) for name in ("content.xml", "styles.xml")]
        roots = [parse_xml(unpack(package, part, settings)) if part else None for part in parts]
    return {} if roots[0] is None else ods_unseen.unseen_cells(*roots)


def _check_content(data: bytes, settings: Settings) -> None:
    """Raises `ReadError` where the XML of the cells breaks off: the library would give what stands before."""
    with open_zip(data, settings) as package:
        if (info := package.NameToInfo.get("content.xml")) is not None:
            parse_xml(unpack(package, info, settings))


def _rows(sheet: Any) -> list[list[str]]:
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        raise damaged(N_("its cells lie too far apart"))
    rows = [[_shown(cell) for cell in row[:MAX_COLUMNS]] for row in sheet.to_python(False, MAX_ROWS)]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return shown_moment(value)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


READER = Reader(N_("Excel 97-2003, OpenDocument spreadsheet"), (".xls", ".ods"), read, extra="office", missing=missing)
