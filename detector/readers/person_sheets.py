"""Workbooks with one sheet for each person: a form laid out in cells, the name behind or below its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detector.readers.table import Rows, is_name
from detector.readers.table_headers import is_label, plain_words

_SEARCH_ROWS = 25
_NAME_LABEL = re.compile(
    r"(?:\d{1,2}[.)]\s*|[-+*•]\s*)?(?:ho( va|,)? ?((chu |ten )?dem( va)? ?)?,? ?ten( khai sinh)?|ten toi la|toi ten la"
    r"|nguoi tu (danh gia|nhan xet|kiem diem)|ten)"
    r"( (cua )?(can bo|cong chuc|vien chuc|giao vien|nhan vien|dang vien|nguoi .{1,30}))?"
)
_DOTS = re.compile(r"[.…_]{3,}")


@dataclass(frozen=True, slots=True)
class NameCell:
    """What stands beside the label of the name; "" where nobody filled it in."""

    name: str


def name_cell(rows: Rows) -> NameCell | None:
    """The name cell of a form for one person; None for any other sheet, lists of people among them."""
    for at, row in enumerate(rows[:_SEARCH_ROWS]):
        for column, cell in enumerate(row):
            label, colon, inside = cell.strip().partition(":")
            if not _NAME_LABEL.fullmatch(plain_words(_DOTS.sub("", label))):
                continue
            beside = [_value(inside)] if colon and _value(inside) else _beside(row, column)
            if beside and is_name(beside[0]) and not is_label(beside[0]) and len(beside[0].split()) >= 2:
                return NameCell(_cased(beside[0]))
            if beside and is_label(beside[0].split(":")[0]) and not _has_colon(row):
                return None  # the header of a list
            below = _below(rows, at, column)
            if not beside and len(below) == 1 and is_name(below[0]) and not is_label(below[0]):
                return NameCell(_cased(below[0]))
            is_form = colon or not below or is_label(below[0].split(":")[0])
            return NameCell("") if is_form else None
    return None


def _beside(row: Sequence[str], column: int) -> list[str]:
    return [value for cell in row[column + 1 :] if (value := _value(cell))]


def _below(rows: Rows, at: int, column: int) -> list[str]:
    """The cells below, down to the first one that is a label or empty: one name in a form, many in a list."""
    found = []
    for row in rows[at + 1 : at + 6]:
        cell = _value(row[column]) if column < len(row) else ""
        if not cell:
            break
        found.append(cell)
        if is_label(cell.split(":")[0]):
            break
    return found[:1] if len(found) > 1 and is_label(found[1].split(":")[0]) else found


def _has_colon(row: Sequence[str]) -> bool:
    return any(cell.strip().endswith(":") or ": " in cell for cell in row)


def _value(cell: str) -> str:
    return " ".join(_DOTS.sub("", cell).strip(" :\t\n").split())


def _cased(name: str) -> str:
    return name.title() if name.isupper() or name.islower() else name
