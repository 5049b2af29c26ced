"""Rows of an online form (one row, one submission): which columns are text, which are header fields.

Chosen by what the columns hold; `detector.readers.table_names` finds those that the settings name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from detector.documents import BlockKind, SkipReason
from detector.readers.base import Extract, Failure
from detector.readers.compose import compose, piece

MAX_ROWS = 100_000
MAX_COLUMNS = 256
HEADER_SEARCH_ROWS = 15
_MIN_TEXT_WORDS = 8  # median words of the answers in a text column; names, units and posts have 2 to 6
_LONG_TEXT_WORDS = 20  # one answer of this length makes a column text, however short the others are
_MAX_FIELD_WORDS = 12
# Words of a column's header, without marks; the first field whose pattern matches gets the column
_FIELDS = (
    (
        "author",
        r"ho va ten|ho,? ten|nguoi (viet|khai|tu)|ten (can bo|cong chuc|vien chuc|dang vien)|full name|^ten$|^name$",
    ),
    ("post", r"chuc vu|chuc danh|vi tri|position|^post$"),
    ("unit", r"don vi|truong|phong|co quan|chi bo|to chuyen mon|khoa|^unit$|department"),
    ("period", r"^(ky|thang|quy)( danh gia| theo doi)?\b|^period$|^month$|^quarter$"),
    ("year", r"^nam( hoc| danh gia| kiem diem)?$|^year$"),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Column indices; `fields` by name of the field."""

    header_row: int
    texts: tuple[int, ...]
    fields: dict[str, int]


def row_extracts(
    rows: Sequence[Sequence[str]], columns: Columns, *, sheet: str, part: str
) -> Iterator[Extract | Failure]:
    """One extract for each row with an answer: under each header its answer, so that headers act as form lines.

    `part` is what stands before ``row=N`` in the part's name; rows count from 1 as spreadsheets show them.
    """
    header = rows[columns.header_row]
    for number, row in enumerate(rows[columns.header_row + 1 :], columns.header_row + 2):
        answers = [(column, row[column]) for column in columns.texts if column < len(row) and row[column].strip()]
        fields = _fields(row, columns)
        if not answers and fields.get("author"):
            yield Failure(f"{part}row={number}", SkipReason.EMPTY, "A row with a name and no answer. Ask for it again.")
        if not answers:
            continue
        place = f"sheet={sheet} row={number}" if sheet else f"row={number}"
        pieces = [
            piece(text, BlockKind.CELL, f"{place} column={column + 1} header={_in_place(header[column])}")
            for column, answer in answers
            for text in (header[column].strip(), *answer.split("\n"))
        ]
        yield compose(pieces, part=f"{part}row={number}", fields=fields)


def _in_place(header: str) -> str:
    """A header as a place can hold it: ``=`` parts the fields of a place."""
    return " ".join(header.replace("=", " ").split())


def whole_extract(rows: Sequence[Sequence[str]], *, sheet: str, part: str = "") -> Extract:
    """Every cell in reading order, for a sheet that is a printed form rather than a list of answers."""
    place = f"sheet={sheet} " if sheet else ""
    return compose(
        (
            piece(text, BlockKind.CELL, f"{place}row={number} column={column}")
            for number, row in enumerate(rows, 1)
            for column, cell in enumerate(row, 1)
            for text in cell.split("\n")
        ),
        part=part,
    )


def rows_left_out(sheets: Iterable[Sequence[Sequence[str]]]) -> Iterator[Failure]:
    """A failure if a sheet was so long that its end was not looked at."""
    if any(len(rows) >= MAX_ROWS for rows in sheets):
        detail = f"Rows after the first {MAX_ROWS:,} were not read. Split the table."
        yield Failure(f"#row={MAX_ROWS + 1}", SkipReason.TOO_LARGE, detail)


def choose_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of an answer list, or None if the rows are none.

    A list has a header with two answered rows below it; one row is enough where the header names two fields.
    """
    header_row = header_row_of(rows)
    if header_row is None:
        return None
    columns = columns_below(rows, header_row)
    answered = sum(any(cell.strip() for cell in row) for row in rows[header_row + 1 :])
    enough = 1 if len(columns.fields) >= 2 else 2
    if not columns.texts or answered < enough or _has_labels_beside(rows[header_row:], columns.texts[0]):
        return None
    return columns


def header_row_of(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row that may be a header: two different names or more, none of them a number."""
    return next((i for i, row in enumerate(rows[:HEADER_SEARCH_ROWS]) if _is_header(row)), None)


def columns_below(rows: Sequence[Sequence[str]], header_row: int) -> Columns:
    """The columns that hold text and those that hold header fields, as far as their cells tell."""
    header, body = rows[header_row], [row for row in rows[header_row + 1 :] if any(cell.strip() for cell in row)]
    fields = _field_columns(header, body)
    texts = tuple(i for i in range(len(header)) if i not in fields.values() and _is_text(_cells(body, i)))
    return Columns(header_row, texts, fields)


def _is_header(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return (
        len(filled) >= 2
        and len(set(filled)) == len(filled)
        and not any(re.fullmatch(r"[\d.,/:\s]+", c) for c in filled)
    )


def _has_labels_beside(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether the cells left of a column are labels (``Họ và tên:``), as in a form for one person."""
    beside = [cell.strip() for row in rows for cell in row[:column] if cell.strip()]
    return sum(cell.endswith(":") for cell in beside) * 2 > len(beside)


def _field_columns(header: Sequence[str], body: Sequence[Sequence[str]]) -> dict[str, int]:
    fields: dict[str, int] = {}
    for column, name in enumerate(header):
        cells = _cells(body, column)
        if len(name.split()) > _MAX_FIELD_WORDS or (cells and median(map(_words, cells)) > _MAX_FIELD_WORDS):
            continue
        plain = plain_words(name)
        field = next((f for f, pattern in _FIELDS if f not in fields and re.search(pattern, plain)), None)
        if field is not None and not _is_text(cells):
            fields[field] = column
    return fields


def _cells(body: Sequence[Sequence[str]], column: int) -> list[str]:
    return [row[column] for row in body if column < len(row) and row[column].strip()]


def _is_text(cells: Sequence[str]) -> bool:
    """Long answers that differ; a long sentence chosen from a list stands in nearly all rows alike."""
    if not cells:
        return False
    counts = [_words(cell) for cell in cells]
    return median(counts) >= _MIN_TEXT_WORDS or max(counts) >= _LONG_TEXT_WORDS


def _words(cell: str) -> int:
    return len(cell.split())


def _fields(row: Sequence[str], columns: Columns) -> dict[str, str]:
    values = {name: row[column].strip() for name, column in columns.fields.items() if column < len(row)}
    return {name: value for name, value in values.items() if value}


def plain_words(text: str) -> str:
    """Lower case without marks, blanks collapsed."""
    parts = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split()).strip(" :*.?")
