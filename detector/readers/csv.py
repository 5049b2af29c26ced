"""Comma, semicolon or tab separated answers of an online form."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from detector.language import N_
from detector.readers.base import Extract, Failure, Reader, Remark
from detector.readers.compose import normalize_line_ends
from detector.readers.limits import damaged
from detector.readers.sheet_xml import MAX_ROWS
from detector.readers.sheets import sheet_events
from detector.readers.table import rows_left_out
from detector.readers.txt import decode
from detector.settings import Settings

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50


def read(data: bytes, settings: Settings) -> Iterator[Extract | Failure | Remark]:
    """One extract a person for a list of answers, else one for the whole file."""
    text, notes = decode(data, settings.max_file_characters)
    table = _rows(text, settings)
    for item in sheet_events({"": table}, settings):
        yield replace(item, notes=(*notes, *item.notes)) if isinstance(item, Extract) else item
    yield from rows_left_out([table])


def rows(data: bytes, settings: Settings) -> list[list[str]]:
    """Cells by row, whatever the encoding and the delimiter. Raises `ReadError`."""
    return _rows(decode(data, settings.max_file_characters)[0], settings)


def _rows(text: str, settings: Settings) -> list[list[str]]:
    csv.field_size_limit(settings.max_file_characters + 1)
    try:
        return list(islice(_parse(text, _delimiter(text)), MAX_ROWS))
    except csv.Error as error:
        raise damaged(N_("not readable as rows ({error})").format(error=error)) from error


def _parse(text: str, delimiter: str) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=delimiter):
        yield [normalize_line_ends(cell) for cell in row]


def _delimiter(text: str) -> str:
    """The one that gives the most rows of the same number, at least two, of cells; else a comma."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    widths = [len(row) for row in islice(_parse(text, delimiter), _SAMPLE_ROWS) if row]
    if not widths:
        return 0.0, 0
    width, count = max(Counter(widths).items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    return (count / len(widths) if width > 1 else 0.0), width


READER = Reader(N_("CSV table"), (".csv", ".tsv"), read)
