"""Draws sheets into an Excel file, with every text stored as text, so that no cell can become a formula."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from detector.result_files import MARK
from detector.wording import N_
from detector.writers.cells import clean, cut, looks_like_formula
from detector.writers.xlsx.sheets import Cell, Look, Sheet, Words

# Excel's limits: 1,048,576 rows with the header; 32,767 UTF-16 units in a cell, and a character is at most two.
MAX_ROWS = 1_048_574
MAX_CHARACTERS = 16_000

_CUT = N_("There are more rows than a sheet can hold: export csv or jsonl for all of them.")

# Write-only sheets and the style arrays of their cells are not in openpyxl's type stubs.
Worksheet = Any
ExcelCell = Any
Style = Any

# Characters of a page that is fitted to A4 across: letters of about 6 points.
MAX_PAGE_CHARACTERS = 260
PAPER_A4 = 9
_FORMATS = {Look.COUNT: "#,##0", Look.FIGURE: "#,##0.00", Look.SHARE: "0.0%"}


def draw(sheets: Iterable[Sheet[Any]], words: Words, path: Path) -> None:
    """Writes the workbook. About 30 s for 100,000 rows of ten columns, nearly all of it in openpyxl."""
    workbook = Workbook(write_only=True)
    workbook.properties.category = MARK
    for sheet in sheets:
        _draw(workbook.create_sheet(sheet.head(words)), sheet, words)
    workbook.save(path)


def _draw(worksheet: Worksheet, sheet: Sheet[Any], words: Words) -> None:
    """Panes and widths come first: what a write-only sheet has not been told before its rows, it never learns."""
    worksheet.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, 1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    _set_page(worksheet, sum(column.width for column in sheet.columns))
    pen = _Pen(worksheet)
    worksheet.append([pen.header(column.head(words)) for column in sheet.columns])
    rows = 1
    cells = sheet.cells(words)
    for values in islice(cells, MAX_ROWS):
        worksheet.append([pen.cell(value, column.look) for value, column in zip(values, sheet.columns, strict=True)])
        rows += 1
    if next(cells, None):
        worksheet.append([pen.cell(words.say(_CUT), Look.TEXT)])
    worksheet.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{rows}"


def _set_page(worksheet: Worksheet, width: int) -> None:
    """A4 across, the titles on every page, one page wide where the letters stay readable. `width` is in characters."""
    worksheet.page_setup.paperSize = PAPER_A4
    worksheet.page_setup.orientation = "landscape"
    worksheet.print_title_rows = "1:1"
    worksheet.oddFooter.center.text = "&P / &N"
    if width <= MAX_PAGE_CHARACTERS:
        worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        worksheet.page_setup.fitToHeight = 0


class _Pen:
    """Makes the cells of one sheet; the styles are made once, which halves the time."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._worksheet = worksheet
        self._header = _header_style(worksheet)
        self._styles = {(look, prefix): _style(worksheet, look, prefix) for look in Look for prefix in (False, True)}

    def header(self, title: str) -> ExcelCell:
        cell: ExcelCell = WriteOnlyCell(self._worksheet, title)
        cell._style = self._header
        return cell

    def cell(self, value: Cell, look: Look) -> ExcelCell | None:
        if isinstance(value, str):
            return self._text(value, look)
        if value is None or not isfinite(value):
            return None
        cell: ExcelCell = WriteOnlyCell(self._worksheet, value)
        cell._style = self._styles[look, False]
        return cell

    def _text(self, value: str, look: Look) -> ExcelCell:
        text = cut(clean(value), MAX_CHARACTERS)
        cell: ExcelCell = WriteOnlyCell(self._worksheet, text)
        cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
        cell._style = self._styles[look, looks_like_formula(text)]
        return cell


def _header_style(worksheet: Worksheet) -> Style:
    cell: ExcelCell = WriteOnlyCell(worksheet, "")
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="1F3A5F")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell._style


def _style(worksheet: Worksheet, look: Look, prefix: bool) -> Style:
    """`prefix` is Excel's own mark for "this is text", which holds when somebody edits the cell too."""
    cell: ExcelCell = WriteOnlyCell(worksheet, "")
    cell.alignment = Alignment(wrap_text=look is Look.LONG, vertical="top")
    cell.number_format = _FORMATS.get(look, "General")
    cell.quotePrefix = prefix
    return cell._style
