"""The columns of an answer list that the settings name by their headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detector.documents import SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers.table import HEADER_SEARCH_ROWS, Columns, choose_columns, columns_below, header_row_of
from detector.readers.table_headers import is_label, plain_words
from detector.settings import Settings

Rows = Sequence[Sequence[str]]

_SHOWN_CHARACTERS = 60  # of a header: online forms have whole questions there


@dataclass(frozen=True, slots=True)
class _Found:
    """Columns by their place among the named ones; `missing` are the headers that fit no column, or several."""

    columns: tuple[int, ...]
    missing: tuple[str, ...]


def list_columns(sheets: Mapping[str, Rows], settings: Settings) -> dict[str, Columns]:
    """The columns of each sheet that is an answer list; raises `ReadError` if named ones are on no sheet."""
    named = settings.named_columns()
    if not named:
        return {title: columns for title, rows in sheets.items() if (columns := choose_columns(rows))}
    found = {title: columns for title, rows in sheets.items() if (columns := _named_columns(rows, named))}
    if not found:
        raise ReadError(SkipReason.NO_COLUMN, _explanation(sheets, named))
    return found


def _named_columns(rows: Rows, named: Sequence[tuple[str, str]]) -> Columns | None:
    """Named columns, and by their content those of the fields that are not named; None if one is missing."""
    for header_row, header in enumerate(rows[: _last_header_row(rows) + 1]):
        found = _find(header, named)
        if found.missing:
            continue
        usual = columns_below(rows, header_row)
        fields = {_FIELD.get(field, field): at for (field, _), at in zip(named, found.columns, strict=True)}
        texts = tuple(at for (field, _), at in zip(named, found.columns, strict=True) if field == "text")
        fields.pop("text", None)
        others = {field: at for field, at in usual.fields.items() if at not in found.columns}
        chosen = texts or tuple(at for at in usual.texts if at not in found.columns)
        others = {field: at for field, at in others.items() if field not in fields}
        return Columns(header_row, tuple(dict.fromkeys(chosen)), others | fields)
    return None


def _last_header_row(rows: Rows) -> int:
    """An answer may begin with the same words: below a row of headers that are known as such none is looked for."""
    likely = header_row_of(rows)
    return likely if likely is not None and any(map(is_label, rows[likely])) else HEADER_SEARCH_ROWS - 1


_FIELD = {"name": "author", "rating": "self_rating"}


def _find(header: Sequence[str], named: Sequence[tuple[str, str]]) -> _Found:
    places = [_column(header, name) for _, name in named]
    missing = tuple(name for (_, name), place in zip(named, places, strict=True) if place is None)
    return _Found(tuple(place for place in places if place is not None), missing)


def _column(header: Sequence[str], name: str) -> int | None:
    """The column of that header, without regard to case, marks and blanks, or the only one that begins with it."""
    wanted, names = plain_words(name), [plain_words(cell) for cell in header]
    same = [column for column, cell in enumerate(names) if cell == wanted]
    begin = [column for column, cell in enumerate(names) if cell.startswith(wanted)]
    if len(same) > 1:  # told apart by their marks, if at all
        same = [column for column in same if " ".join(header[column].split()) == " ".join(name.split())] or same
    return same[0] if same else begin[0] if len(begin) == 1 else None


def _explanation(sheets: Mapping[str, Rows], named: Sequence[tuple[str, str]]) -> str:
    """What was looked for, and the headers that are there, of the sheet that has most of them."""
    first = [rows[at] for rows in sheets.values() if (at := header_row_of(rows)) is not None]
    headers = [*first, *(row for rows in sheets.values() for row in rows[: _last_header_row(rows) + 1])]
    if not headers:
        return N_("There are no columns in it.")
    best = min(headers, key=lambda header: len(_find(header, named).missing))
    missing = ", ".join(f"'{name}'" for name in _find(best, named).missing)
    present = ", ".join(f"'{shown_cell(cell)}'" for cell in best if cell.strip())
    return N_("No single column is named {missing}. The columns are {present}. Name them by their headers.").format(
        missing=missing, present=present
    )


def shown_cell(cell: str) -> str:
    """On one line, and as much of it as a list has room for."""
    text = " ".join(cell.split())
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
