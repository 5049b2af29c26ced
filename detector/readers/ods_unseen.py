"""Which cells of an OpenDocument spreadsheet nobody sees: hidden rows and columns, letters without contrast or size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from detector.documents import Hiding
from detector.readers.docx_looks import attribute, local_name
from detector.readers.looks import WHITE
from detector.readers.odt_styles import OdtStyles
from detector.readers.sheet_xml import MAX_COLUMNS, MAX_ROWS, Unseen

_GONE = ("collapse", "filter")
_POINTS = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0}
_LENGTH = re.compile(r"([\d.]+)(in|cm|mm|pt)")
_LEAST = {"row-height": 2.5, "column-width": 2.0}  # points: less shows no letter
_LONGEST_COUNT = 9  # figures
_MOST_REPEATED = 1000  # of empty cells or rows; nothing stands in more


def unseen_cells(content: Any, styles: Any) -> dict[str, Unseen]:
    """Row and column, from 1, of each filled cell that is not seen, by the title of its sheet."""
    roots = [root for root in (content, styles) if root is not None]
    looks = OdtStyles(*roots)
    flat = {(size, attribute(node, "name")) for root in roots for node in root.iter() for size in _too_small(node)}
    tables = [node for node in content.iter() if isinstance(node.tag, str) and local_name(node.tag) == "table"]
    return {attribute(table, "name"): dict(_cells(table, looks, flat)) for table in tables}


def _too_small(style: Any) -> Iterator[str]:
    """Which of the sizes that a style gives shows no letter."""
    if not isinstance(style.tag, str) or local_name(style.tag) != "style":
        return
    for item in style:
        for size, least in _LEAST.items():
            match = _LENGTH.fullmatch(attribute(item, size))
            if match and float(match[1]) * _POINTS[match[2]] < least:
                yield size


def _cells(table: Any, looks: OdtStyles, flat: set[tuple[str, str]]) -> Iterator[tuple[tuple[int, int], Hiding]]:
    columns = [column for column in _named(table, "table-column") for _ in range(_times(column, "columns"))]
    columns = columns[:MAX_COLUMNS]
    at = 0
    for row in _named(table, "table-row"):
        gone = _is_gone(row, "row-height", flat)
        for number in range(at + 1, min(at + _times(row, "rows"), MAX_ROWS) + 1):
            yield from (((number, place), why) for place, why in _of_row(row, columns, looks, flat, gone=gone))
        at += _count(row, "rows")


def _of_row(
    row: Any, columns: list[Any], looks: OdtStyles, flat: set[tuple[str, str]], *, gone: bool
) -> Iterator[tuple[int, Hiding]]:
    at = 0
    for cell in row:
        if not isinstance(cell.tag, str) or local_name(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        for place in range(at + 1, at + _times(cell, "columns") + 1):
            column = columns[place - 1] if place <= len(columns) else None
            names = [attribute(cell, "style-name"), attribute(row, "default-cell-style-name")]
            names += [attribute(column, "default-cell-style-name")] if column is not None else []
            style = looks.of("table-cell", next(filter(None, names), "Default"))
            hidden = gone or (column is not None and _is_gone(column, "column-width", flat))
            why = Hiding.ATTRIBUTE if hidden else style.look.hiding(style.fill or WHITE)
            if why and len(cell):
                yield place, why
        at += _count(cell, "columns")


def _is_gone(node: Any, size: str, flat: set[tuple[str, str]]) -> bool:
    return attribute(node, "visibility") in _GONE or (size, attribute(node, "style-name")) in flat


def _times(node: Any, what: str) -> int:
    return min(_count(node, what), _MOST_REPEATED)


def _count(node: Any, what: str) -> int:
    count = attribute(node, f"number-{what}-repeated")
    return int(count) if count.isdecimal() and len(count) < _LONGEST_COUNT else 1


def _named(table: Any, name: str) -> Iterator[Any]:
    return (node for node in table.iter() if isinstance(node.tag, str) and local_name(node.tag) == name)
