"""Cells of a workbook that nobody sees, by the ways in which a program hides them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from detector.documents import Hiding

FORM = ("Họ và tên: Lò Văn An", "Tôi đo mưa hai lần mỗi đêm.", "Cả xã không có người bị nạn.")
FILLER = "chữ lót không ai thấy"
DARK = "FF203040"


def _row(sheet: Any) -> None:
    sheet.row_dimensions[2].hidden = True


def _low_row(sheet: Any) -> None:
    sheet.row_dimensions[2].height = 0.5


def _column(sheet: Any) -> None:
    sheet.column_dimensions["B"].hidden = True


def _narrow_column(sheet: Any) -> None:
    sheet.column_dimensions["B"].width = 0.01


def _white(sheet: Any) -> None:
    sheet["B2"].font = Font(color="FFFFFFFF")


def _colour_of_the_theme(sheet: Any) -> None:
    sheet["B2"].font = Font(color=Color(theme=0))


def _colour_of_its_cell(sheet: Any) -> None:
    sheet["B2"].font, sheet["B2"].fill = Font(color=DARK), PatternFill("solid", fgColor=DARK)


def _format_that_shows_nothing(sheet: Any) -> None:
    sheet["B2"].number_format = ";;;"


def _one_point(sheet: Any) -> None:
    sheet["B2"].font = Font(size=1)


WAYS = {
    _row: Hiding.ATTRIBUTE,
    _low_row: Hiding.ATTRIBUTE,
    _column: Hiding.ATTRIBUTE,
    _narrow_column: Hiding.ATTRIBUTE,
    _white: Hiding.COLOUR,
    _colour_of_the_theme: Hiding.COLOUR,
    _colour_of_its_cell: Hiding.COLOUR,
    _format_that_shows_nothing: Hiding.ATTRIBUTE,
    _one_point: Hiding.SIZE,
}


def workbook(hide: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, line in zip((1, 3, 4), FORM, strict=True):
        sheet.cell(row, 1, line)
    sheet["B2"] = FILLER
    hide(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("hide", WAYS, ids=lambda hide: hide.__name__)
def test_a_cell_that_nobody_sees_lies_beside_the_text(extract, hide) -> None:
    (item,) = extract("a.xlsx", workbook(hide))
    assert item.text == "\n".join(FORM)
    assert [(one.text, one.hiding, item.text[one.at :]) for one in item.hidden] == [
        (FILLER, WAYS[hide], "\n".join(FORM[1:]))
    ]


def _white_on_dark(sheet: Any) -> None:
    sheet["B2"].font, sheet["B2"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor=DARK)


def _pale(sheet: Any) -> None:
    sheet["B2"].font = Font(color="FF999999")


@pytest.mark.parametrize("show", [_white_on_dark, _pale], ids=lambda show: show.__name__)
def test_a_cell_with_contrast_to_its_background_is_text(extract, show) -> None:
    (item,) = extract("a.xlsx", workbook(show))
    assert (FILLER in item.text, item.hidden) == (True, ())


def test_rows_that_a_filter_hides_in_a_list_of_answers_are_read(extract) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Họ và tên", "Kết quả công tác"])
    for name in ("Lò Văn An", "Vi Thị Hoa", "Mùa A Sử"):
        sheet.append([name, f"{name.split()[-1]} đã trực mười hai ca đêm ở trạm và ghi sổ đủ từng ca một."])
    sheet.row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    found = [item.fields["author"] for item in extract("a.xlsx", out.getvalue()) if hasattr(item, "fields")]
    assert found == ["Lò Văn An", "Vi Thị Hoa", "Mùa A Sử"]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_cells_of_the_other_spreadsheets_that_nobody_sees_lie_beside_the_text(extract, suffix: str) -> None:
    """A hidden row, white, its cell's colour, one point, a hidden column, a format or height that shows nothing."""
    pytest.importorskip("python_calamine")
    (item,) = extract(f"a.{suffix}", (Path(__file__).parent / "fixtures" / f"hidden_cells.{suffix}").read_bytes())
    assert [(one.text.split()[1], one.hiding) for one in item.hidden] == [
        ("một", Hiding.ATTRIBUTE),
        ("hai", Hiding.COLOUR),
        ("ba", Hiding.COLOUR),
        ("bốn", Hiding.SIZE),
        ("năm", Hiding.ATTRIBUTE),
        ("sáu", Hiding.ATTRIBUTE),
    ]
    assert "lót" not in item.text
    assert item.text.endswith("thấy được")
