"""Which columns of a list are the person's text, which are header fields, and whether it is a list of answers at all.

Chosen by what headers and cells say together; `detector.readers.table_names` finds the columns that the settings name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from detector.documents import BlockKind, Hiding, ReadingNote, SkipReason
from detector.language import N_
from detector.readers.base import Extract, Failure
from detector.readers.compose import Piece, Run, compose
from detector.readers.sheet_xml import MAX_ROWS
from detector.readers.table_headers import field_of, is_box, is_field_alone, is_label, is_of_others, plain_words

Rows = Sequence[Sequence[str]]

HEADER_SEARCH_ROWS = 15
# Words of an answer that is a text: names, units and posts have 2 to 6, ratings up to 5
_LONG_WORDS = 8
# Share of long cells, among the filled ones, from which a column is text: one talkative person makes no column text
_TEXT_SHARE = 0.5
# Share of the rows that are filled, below which long cells are remarks about some of the people
_FILLED_SHARE = 0.3
_BOX_SHARE = 0.25  # of long cells, where other columns are text already
_MAX_FIELD_WORDS = 12
_DUTY_TEXT_WORDS = 30  # median from which duties are no list of tasks but what somebody wrote about them
_LEVEL = re.compile(
    r"(ht(xs|t)?(nv)?|khtnv|xuat sac|tot|kha|dat|trung binh|kem|[a-d]|(khong |chua )?hoan thanh\b.*|(loai|muc) \S+)\W*"
)
_PEOPLE_ROWS = 3
_MAX_NAME_WORDS = 7


@dataclass(frozen=True, slots=True)
class Columns:
    """Column indices; `fields` by name of the field."""

    header_row: int
    texts: tuple[int, ...]
    fields: dict[str, int]

    def header(self, rows: Rows) -> list[str]:
        """The headers; one that is empty has that of the row above, as where two rows are merged."""
        header = list(rows[self.header_row])
        above = rows[self.header_row - 1] if self.header_row else ()
        if sum(bool(cell.strip()) for cell in above) < 2:  # a title
            return header
        header += [""] * (len(above) - len(header))
        return [cell if cell.strip() or at >= len(above) else above[at] for at, cell in enumerate(header)]


def whole_extract(
    rows: Rows, *, sheet: str, most: int, part: str = "", unseen: Mapping[tuple[int, int], Hiding] | None = None
) -> Extract:
    """Every cell in reading order, up to `most` characters: a printed form rather than a list of answers.

    `unseen` are the cells, by row and column from 1, that the sheet does not show.
    """
    hidden = unseen or {}
    place = f"sheet={sheet} " if sheet else ""
    pieces = (
        Piece((Run(cell, BlockKind.CELL, hiding=hidden.get((number, column))),), f"{place}row={number} column={column}")
        for number, row in enumerate(rows, 1)
        for column, cell in enumerate(row, 1)
        if cell
    )
    total = sum(len(cell) + 1 for row in rows for cell in row if cell)
    notes = (ReadingNote("truncated", f"read={most} total={total} unit=characters"),) if total > most else ()
    return compose(_up_to(pieces, most), part=part, notes=notes)


def _up_to(pieces: Iterable[Piece], most: int) -> Iterator[Piece]:
    for one in pieces:
        run = one.runs[0]._replace(text=one.runs[0].text[: max(most, 0)])
        most -= len(run.text) + 1
        if run.text:
            yield Piece((run,), one.place)
        if most <= 0:
            return


def rows_left_out(sheets: Iterable[Rows]) -> Iterator[Failure]:
    """A failure if a list was so long that its end was not looked at."""
    if any(len(rows) >= MAX_ROWS for rows in sheets):
        detail = N_("Rows after the first {max_rows:,} were not read. Split the table.").format(max_rows=MAX_ROWS)
        yield Failure(f"#row={MAX_ROWS + 1}", SkipReason.TOO_LARGE, detail)


def choose_columns(rows: Rows) -> Columns | None:
    """The columns of an answer list, or None if the rows are none.

    A list has a header with two answered rows below it; one row is enough where the header names two fields.
    """
    header_row = header_row_of(rows)
    if header_row is None:
        return None
    if _holds_more_than_names(rows, header_row):
        return None
    columns = columns_below(rows, header_row)
    answered = sum(any(cell.strip() for cell in row) for row in rows[header_row + 1 :])
    enough = 1 if len(columns.fields) >= 2 else 2
    if not columns.texts or answered < enough or _has_labels_beside(rows[header_row:], columns.texts[0]):
        return None
    return columns


def people_in(rows: Rows) -> int:
    """How many people a list without answers names: a roster, a table of ratings; 0 where it is no such list."""
    header_row = header_row_of(rows)
    if header_row is None:
        return 0
    if _holds_more_than_names(rows, header_row):
        return 0
    columns = columns_below(rows, header_row)
    name = columns.fields.get("author", columns.fields.get("given"))
    if columns.texts or name is None or len([cell for cell in rows[header_row] if cell.strip()]) < 2:
        return 0
    names = [cell for cell in _cells(body_of(rows, header_row), name) if _words(cell) <= _MAX_NAME_WORDS]
    return len(names) if len(names) >= _PEOPLE_ROWS else 0


def _holds_more_than_names(rows: Rows, header_row: int) -> bool:
    """Whether prose stands below the label of a name: in a form with labels above their values, not in a list."""
    body = body_of(rows, header_row)
    named = (at for at, cell in enumerate(rows[header_row]) if field_of(cell) == "author")
    return any(_long_share(_cells(body, column)) >= _BOX_SHARE for column in named)


def is_name(text: str) -> bool:
    """Two to seven words of letters that begin with capitals, as a person's name; one word is a given name."""
    words = text.split()
    return 1 <= len(words) <= _MAX_NAME_WORDS and all(
        word[0].isupper() and all(c.isalpha() or c in ".'’-" or not c.isprintable() for c in _composed(word))
        for word in words
    )


def header_row_of(rows: Rows) -> int | None:
    """The row that names most fields and boxes among those that may be a header; the first one of equals."""
    places = [at for at, row in enumerate(rows[:HEADER_SEARCH_ROWS]) if _may_be_header(row)]
    return max(places, key=lambda at: (sum(map(is_label, _filled(rows[at]))), -at), default=None)


def columns_below(rows: Rows, header_row: int) -> Columns:
    """The columns that hold text and those that hold header fields, as far as headers and cells tell."""
    header, body = Columns(header_row, (), {}).header(rows), body_of(rows, header_row)
    cells = [_cells(body, column) for column in range(len(header))]
    fields = _fields(header, cells)
    free = [at for at in range(len(header)) if at not in fields.values() and not is_of_others(header[at])]
    texts = [at for at in free if _is_text(cells[at], len(body))]
    boxes = [at for at in free if is_box(header[at]) and cells[at]]
    if texts or len(boxes) >= 2:
        texts = [at for at in free if at in texts or at in boxes or _long_share(cells[at]) >= _BOX_SHARE]
    elif (duty := fields.get("duty")) is not None and _median_words(cells[duty]) >= _DUTY_TEXT_WORDS:
        texts = [fields.pop("duty")]
    return Columns(header_row, tuple(texts), fields)


def body_of(rows: Rows, header_row: int) -> list[Sequence[str]]:
    """The rows below the header that have something in them, without one that only numbers the columns."""
    body = [row for row in rows[header_row + 1 :] if any(cell.strip() for cell in row)]
    return body[1:] if body and is_numbering(body[0]) else body


def is_numbering(row: Sequence[str]) -> bool:
    """Whether a row below a header only numbers its columns: (1), (2), (3)."""
    filled = _filled(row)
    return len(filled) >= 3 and all(re.fullmatch(r"\(?\s*(?:\d{1,2}|[a-zA-Z])\s*\)?", cell.strip()) for cell in filled)


def _may_be_header(row: Sequence[str]) -> bool:
    """Two different names or more, most of them different, none of them a number."""
    filled = _filled(row)
    distinct = len(set(filled))
    return distinct >= 2 and distinct * 5 >= len(filled) * 3 and not any(_NUMBER.fullmatch(cell) for cell in filled)


_NUMBER = re.compile(r"[\d.,/:\s]+")


def _has_labels_beside(rows: Rows, column: int) -> bool:
    """Whether the cells left of a column are labels (``Họ và tên:``), as in a form for one person."""
    beside = [cell.strip() for row in rows for cell in row[:column] if cell.strip()]
    return sum(cell.endswith(":") for cell in beside) * 2 > len(beside)


def _fields(header: Sequence[str], cells: Sequence[Sequence[str]]) -> dict[str, int]:
    """Columns of fields whose cells are as short as such a field is; duties may be long."""
    fields: dict[str, int] = {}
    for column, name in enumerate(header):
        field = field_of(name)
        field = "self_rating" if field is None and _are_levels(name, cells[column]) else field
        if field is None or (field in fields and not _is_better(field, header, cells, column, fields[field])):
            continue
        if _fits(field, name, cells[column]):
            fields[field] = column
    return fields


def _fits(field: str, header: str, cells: Sequence[str]) -> bool:
    """Whether cells are as short as the values of a field; duties may be long, ratings may be spelled out.

    So may a unit with the one that it belongs to, where the header asks for nothing else.
    """
    if field in ("duty", "email"):
        return True
    may_be_long = field == "self_rating" or is_field_alone(header)
    return _median_words(cells) <= _MAX_FIELD_WORDS and (may_be_long or _long_share(cells) < _TEXT_SHARE)


def _is_better(field: str, header: Sequence[str], cells: Sequence[Sequence[str]], column: int, other: int) -> bool:
    """Whether a second column of one field is to be preferred: the person's own rating, a column that is filled."""
    if field == "self_rating":
        return "tu" in plain_words(header[column]).split() and "tu" not in plain_words(header[other]).split()
    return bool(cells[column]) and not cells[other]


def _are_levels(header: str, cells: Sequence[str]) -> bool:
    """Whether the cells below a header that speaks of an assessment are levels and nothing else."""
    plain = plain_words(header)
    about = "danh gia" in plain or "ket qua" in plain or "chat luong" in plain
    return about and not is_of_others(header) and bool(cells) and all(_LEVEL.fullmatch(plain_words(c)) for c in cells)


def _is_text(cells: Sequence[str], rows: int) -> bool:
    """Long answers in most of the filled rows, and enough of these."""
    return bool(cells) and len(cells) >= _FILLED_SHARE * rows and _long_share(cells) >= _TEXT_SHARE


def _long_share(cells: Sequence[str]) -> float:
    return sum(_words(cell) >= _LONG_WORDS for cell in cells) / len(cells) if cells else 0.0


def _median_words(cells: Sequence[str]) -> float:
    return median(map(_words, cells)) if cells else 0.0


def _cells(body: Rows, column: int) -> list[str]:
    return [row[column] for row in body if column < len(row) and row[column].strip()]


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _words(cell: str) -> int:
    return len(cell.split())


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word)


def field_values(row: Sequence[str], columns: Columns) -> dict[str, str]:
    """What a row has in the columns of its fields; family and given name are one name."""
    values: Mapping[str, str] = {
        name: " ".join(row[column].split()) for name, column in columns.fields.items() if column < len(row)
    }
    found = {name: value for name, value in values.items() if value}
    parts = [found.pop(name, "") for name in ("family", "given")]
    account = found.pop("account", "")
    if "author" not in found:
        name = " ".join(filter(None, parts)) or ("" if plain_words(account) == "anonymous" else account)
        found |= {"author": name} if name else {}
    return found
