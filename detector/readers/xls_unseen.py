"""Which cells of an Excel 97-2003 workbook nobody sees. After Microsoft's [MS-XLS]."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from detector.documents import Hiding
from detector.errors import ReadError
from detector.readers.looks import BLACK, UNKNOWN, WHITE, Colour, hiding_of
from detector.readers.ole import streams
from detector.readers.sheet_xml import MAX_COLUMNS, Unseen

_BOUND_SHEET, _FONT, _FORMAT, _XF, _PALETTE, _END = 0x85, 0x31, 0x41E, 0xE0, 0x92, 0x0A
_ROW, _COLUMNS = 0x208, 0x7D
_CELLS = frozenset({0xFD, 0x204, 0x203, 0x27E, 0x06})  # a text, number or formula with its style
_INDEXED = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE, 0x7FFF: BLACK}
_SHOWS_NOTHING = re.compile(r";;;\s*")
_LEAST_HEIGHT = 50  # twentieths of a point
_LEAST_WIDTH = 77  # 256ths of a character
_MISSING_FONT = 4  # no font has this number


@dataclass(slots=True)
class _Styles:
    """What the workbook says of its fonts, formats and cells."""

    fonts: list[tuple[int, int]] = field(default_factory=list)  # twentieths of a point, number of the colour
    formats: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, int, int, int]] = field(default_factory=list)  # font, format, pattern, its colour
    palette: dict[int, Colour] = field(default_factory=lambda: dict(_INDEXED))

    def hiding(self, style: int) -> Hiding | None:
        """Why text in cells of a style is not seen, or None."""
        if style >= len(self.cells):
            return None
        font, form, pattern, fore = self.cells[style]
        if _SHOWS_NOTHING.fullmatch(self.formats.get(form, "")):
            return Hiding.ATTRIBUTE
        font -= font > _MISSING_FONT
        if font >= len(self.fonts):
            return None
        height, colour = self.fonts[font]
        fill = WHITE if pattern == 0 else self.palette.get(fore, UNKNOWN) if pattern == 1 else UNKNOWN
        return hiding_of(self.palette.get(colour, UNKNOWN), fill, height / 20)


def unseen_cells(data: bytes) -> dict[str, Unseen]:
    """Row and column, from 1, of each filled cell that is not seen, by the title of its sheet; none where in doubt."""
    try:
        book = streams(data).get("Workbook", b"")
        styles, sheets = _styles(book)
        return {title: dict(_cells(book, start, styles)) for title, start in sheets.items()}
    except (ReadError, struct.error, IndexError, UnicodeDecodeError):
        return {}


def _records(book: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of one part, up to its end."""
    while start + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, start)
        if kind == _END:
            return
        yield kind, book[start + 4 : start + 4 + size]
        start += 4 + size


def _styles(book: bytes) -> tuple[_Styles, dict[str, int]]:
    """The styles, and where each sheet begins, by its title."""
    found, sheets = _Styles(), {}
    for kind, content in _records(book):
        if kind == _FONT:
            height, _, colour = struct.unpack_from("<HHH", content)
            found.fonts.append((height, colour))
        elif kind == _FORMAT:
            found.formats[struct.unpack_from("<H", content)[0]] = _text(content[2:], "<H")
        elif kind == _XF:
            font, form = struct.unpack_from("<HH", content)
            borders, fill = struct.unpack_from("<IH", content, 14)
            found.cells.append((font, form, borders >> 26, fill & 0x7F))
        elif kind == _PALETTE:
            count = struct.unpack_from("<H", content)[0]
            found.palette |= {8 + at: tuple(content[2 + 4 * at : 5 + 4 * at]) for at in range(count)}  # type: ignore[misc]
        elif kind == _BOUND_SHEET:
            sheets[_text(content[6:], "<B")] = struct.unpack_from("<I", content)[0]
    return found, sheets


def _text(content: bytes, size: str) -> str:
    count, wide = struct.unpack_from(size + "B", content)
    start = struct.calcsize(size + "B")
    return content[start : start + count * (1 + wide % 2)].decode("utf-16-le" if wide % 2 else "latin-1")


def _cells(book: bytes, start: int, styles: _Styles) -> Iterator[tuple[tuple[int, int], Hiding]]:
    rows, columns = set[int](), set[int]()
    for kind, content in _records(book, start):
        if kind == _ROW:
            row, height, flags = struct.unpack_from("<H4xH4xI", content)
            if flags & 0x20 or (not height & 0x8000 and height < _LEAST_HEIGHT):
                rows.add(row)
        elif kind == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<5H", content)
            columns |= set(range(first, min(last, MAX_COLUMNS) + 1)) if flags & 1 or width < _LEAST_WIDTH else set()
        elif kind in _CELLS:
            row, column, style = struct.unpack_from("<3H", content)
            gone = row in rows or column in columns
            if why := Hiding.ATTRIBUTE if gone else styles.hiding(style):
                yield (row + 1, column + 1), why
