"""Workbooks with one sheet for each person: a form laid out in cells, the name behind or below its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detector.readers.table import Rows, is_name
from detector.readers.table_headers import is_label, plain_words

_SEARCH_ROWS = 25
_NUMBER = r"(?:\d{1,2}[.)]?\s*|[-+*•]\s*)?"
_OTHERS = (
    r"vo|chong|cha|me|bo|con|phu huynh|thu truong|lanh dao|(?:cap )?quan ly|cap tren|giam doc|hieu truong"
    r"|(?:truong|to truong|bi thu)(?: \w+)?"
    r"|nguoi (?:danh gia|nhan xet|quan ly|huong dan|phu trach|duyet)"
)
# Before a colon or not, with a hint or whose name it is behind it, and in English before it
_NAME_LABEL = re.compile(
    rf"{_NUMBER}(?:(?:full|employee|staff) name|name)?\W*(?:ho( va|,)? ?((chu |ten )?dem( va)? ?)?,? ?ten"
    rf"|ten toi la|toi ten la|nguoi (?:tu|duoc) (?:danh gia|nhan xet|kiem diem)|ten|full name)"
    rf"(?:\W+(?!(?:cua )?(?:{_OTHERS})\b)[\w/,]+(?:[ ,/]+[\w/,]+){{0,4}})?\W*"
)
# These words are values too: labels only before a colon
_PERSON = re.compile(rf"{_NUMBER}(?:nhan vien|giao vien|vien chuc|cong chuc|can bo|cong nhan|nguoi lao dong|dong chi)")
# Nine people of ten bear one of these, the smaller peoples' most frequent ones among them
_FAMILY_NAMES = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh lâm lương lưu mai cao đào đoàn trịnh tạ
tô tống thái quách đàm phùng tăng chu hứa mạc lò vi mùa giàng sùng quàng lường cầm nông triệu bàn hà vàng thào tẩn lầu
cứ ksor rmah siu kpă thạch kim châu la ma nguyen tran pham huynh hoang bui
"""
_FAMILIES = frozenset(_FAMILY_NAMES.split())
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
            words = plain_words(_DOTS.sub("", label))
            if not (_NAME_LABEL.fullmatch(words) or (colon and _PERSON.fullmatch(words))):
                continue
            beside = [_value(inside)] if colon and _value(inside) else _beside(row, column)
            if beside and is_name(beside[0]) and not is_label(beside[0]) and len(beside[0].split()) >= 2:
                return NameCell(_cased(beside[0]))
            below = _below(rows, at, column)
            if beside and is_label(beside[0].split(":")[0]) and not _has_colon(row):
                return NameCell(_cased(below[0])) if _is_form_of_labels(rows, at, below) else None  # a list's header
            if not beside and len(below) == 1 and is_name(below[0]) and not is_label(below[0]):
                return NameCell(_cased(below[0]))
            is_form = colon or not below or is_label(below[0].split(":")[0])
            return NameCell("") if is_form else None
    return None


def named_by_title(title: str) -> NameCell | None:
    """The name that is the title of a sheet; None for any other title."""
    name = " ".join(title.split())
    is_person = is_name(name) and len(name.split()) > 1 and name.split()[0].lower() in _FAMILIES
    return NameCell(_cased(name)) if is_person else None


def _is_form_of_labels(rows: Rows, at: int, below: Sequence[str]) -> bool:
    """Whether a row of labels alone has one row of values below it, and an empty one before what follows."""
    if len(below) != 1 or not is_name(below[0]) or len(below[0].split()) < 2:
        return False
    labels = all(is_label(value) for cell in rows[at] if (value := _value(cell)))
    return labels and at + 3 < len(rows) and not any(map(_value, rows[at + 2]))


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
