"""Where in its file a passage stands: section, page, table cell, sheet row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from detector.documents import BlockKind, Document

_PARTS = re.compile(r"(\w+)=(.*?)(?=\s\w+=|$)")


@dataclass(frozen=True, slots=True)
class Place:
    """None or "" where the format knows no such thing. Rows and columns count from 1 as spreadsheets show them."""

    section: str = ""
    page: int | None = None
    table: int | None = None
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    kind: BlockKind = BlockKind.PARAGRAPH


def place_of(document: Document, start: int) -> Place:
    """The place of the character `start`; after the last block that of the last."""
    block = document.blocks[max(0, bisect_right(document.blocks, start, key=lambda one: one.start) - 1) :][:1]
    values = _values(block[0].place) if block else {}
    return Place(
        section=_at(document.sections, start) or values.get("header", ""),
        page=_number(values.get("page")),
        table=_number(values.get("table")),
        sheet=values.get("sheet", ""),
        row=_number(values.get("row")),
        column=_number(values.get("column")),
        kind=block[0].kind if block else BlockKind.PARAGRAPH,
    )


@lru_cache(maxsize=4_000)
def _values(place: str) -> Mapping[str, str]:
    """By name; of a table inside a table the outer one is what a reader of the file finds first."""
    return dict(reversed(_PARTS.findall(place)))


def _at(sections: tuple[tuple[int, str], ...], start: int) -> str:
    row = bisect_right(sections, start, key=lambda one: one[0]) - 1
    return sections[row][1] if row >= 0 else ""


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdigit() else None
