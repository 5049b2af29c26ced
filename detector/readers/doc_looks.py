"""Which characters of a .doc are seen, in which font, and which signs stand for some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from detector.documents import Hiding
from detector.readers.cells import End
from detector.readers.doc_numbers import read_counters
from detector.readers.doc_pieces import TextPiece, character_runs, positions, properties
from detector.readers.doc_styles import DocStyle, Sheet, fill_of_paragraph, fills_of_cells, list_of, read_sheet
from detector.readers.doc_tables import Mark, Paragraph, paragraphs
from detector.readers.looks import NO_LOOK, UNKNOWN, WHITE, Colour, Look
from detector.readers.symbols import is_symbol_font, symbol

_DELETED, _SYMBOL, _FONT = 0x0800, 0x6A09, 0x4A4F
_STRUCK = (0x0837, 0x2A53)  # by one line, by two


@dataclass(slots=True)
class Characters:
    """What is known of single characters, by their number; of most nothing is.

    Attributes:
        hiding: why a character is not seen.
        deleted: while changes were tracked.
        struck: a line is drawn through them.
        fonts: pre-Unicode fonts.
        signs: what a character of a symbol font shows.
        labels: the automatic number of the paragraph that begins there.
    """

    hiding: dict[int, Hiding] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    fonts: dict[int, str] = field(default_factory=dict)
    signs: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)


def characters(
    main: bytes, table: bytes, pieces: Sequence[TextPiece], text: str, marks: Mapping[int, Mark]
) -> Characters:
    """All that properties of runs, paragraphs, rows and styles say of the characters."""
    sheet = read_sheet(main, table)
    found = Characters()
    looks, fills, found.labels = _of_paragraphs(main, table, pieces, sheet, text, marks)
    by_offset = sorted(pieces, key=lambda piece: piece.offset)
    starts = [piece.offset for piece in by_offset]
    for start, end, grpprl in character_runs(main, table):
        numbers = [number for _, number in positions(by_offset, starts, start, end)]
        look = sheet.look(grpprl)
        if look != NO_LOOK:
            looks.update((number, look.over(looks.get(number, NO_LOOK))) for number in numbers)
        values = dict(properties(grpprl))
        if values.get(_DELETED, b"")[:1] == b"\1":
            found.deleted.update(numbers)
        if any(values.get(code, b"")[:1] == b"\1" for code in _STRUCK):
            found.struck.update(numbers)
        found.signs.update(_signs(values, numbers, text, sheet.fonts))
    for number, look in looks.items():
        if look.font:
            found.fonts[number] = look.font
        if (hiding := look.hiding(fills.get(number, WHITE))) is not None:
            found.hiding[number] = hiding
    return found


def _signs(
    values: Mapping[int, bytes], numbers: Sequence[int], text: str, fonts: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """A character may stand for the sign that its properties name, or be one in a font of signs."""
    if len(named := values.get(_SYMBOL, b"")) == 4:
        font = _named(fonts, named[:2])
        sign = symbol(font, f"{int.from_bytes(named[2:], 'little'):x}")
        yield from ((number, sign) for number in numbers)
    elif is_symbol_font(font := _named(fonts, values.get(_FONT, b""))):
        shown = ((number, ord(text[number])) for number in numbers if number < len(text))
        yield from ((number, symbol(font, f"{code:x}")) for number, code in shown if code > 0x20)


def _named(fonts: Sequence[str], number: bytes) -> str:
    at = int.from_bytes(number, "little")
    return fonts[at] if number and at < len(fonts) else ""


def _of_paragraphs(
    main: bytes,
    table: bytes,
    pieces: Sequence[TextPiece],
    sheet: Sheet,
    text: str,
    marks: Mapping[int, Mark],
) -> tuple[dict[int, Look], dict[int, Colour], dict[int, str]]:
    """By character: looks by the styles of paragraphs, what is behind them, and the numbers of lists."""
    looks: dict[int, Look] = {}
    fills: dict[int, Colour] = {}
    rows: dict[int, list[Colour | None]] = {}
    listed: list[tuple[int, str, int]] = []
    for paragraph in paragraphs(main, table, pieces):
        style = sheet.style(paragraph.style)
        values = dict(properties(paragraph.grpprl))
        numbers = paragraph.numbers
        if style.look != NO_LOOK:
            looks.update(dict.fromkeys(numbers, style.look))
        if (fill := fill_of_paragraph(values) or style.fill) is not None:
            fills.update(dict.fromkeys(numbers, fill))
        if numbers and (cells := fills_of_cells(values)):
            rows[numbers[-1]] = cells
        listed += _listed(paragraph, style, values)
    for number, fill in _fills_of_cells(text, marks, rows):
        fills.setdefault(number, fill)
    counters = read_counters(main, table) if listed else None
    labels = {number: counters.label(name, depth) if counters else "" for number, name, depth in sorted(listed)}
    return looks, fills, labels


def _listed(paragraph: Paragraph, style: DocStyle, values: Mapping[int, bytes]) -> Iterator[tuple[int, str, int]]:
    """(first character, list, level) of a paragraph that is numbered."""
    name, level = list_of(values)
    name = style.list if name is None else name
    level = style.level if level is None else level
    if name and paragraph.numbers:
        yield paragraph.numbers[0], str(name), level or 0


def _fills_of_cells(
    text: str, marks: Mapping[int, Mark], rows: Mapping[int, Sequence[Colour | None]]
) -> Iterator[tuple[int, Colour]]:
    """What is behind the characters of cells; a row says it in its end mark. Not known inside a table in a table."""
    cells: list[tuple[int, int]] = []
    start = 0
    for match in re.finditer("[\r\x07\f]", text) if rows else ():
        at = match.start()
        depth, end = marks.get(at, (0, End.PARAGRAPH))
        if depth > 1:
            yield from ((number, UNKNOWN) for number in range(text.rfind("\r", start, at) + 1 or start, at))
        elif depth == 0:
            cells, start = [], at + 1
        elif end is End.CELL:
            cells.append((start, at))
            start = at + 1
        elif end is End.ROW:
            for (first, last), fill in zip(cells, rows.get(at, ()), strict=False):
                if fill is not None:
                    yield from ((number, fill) for number in range(first, last))
            cells, start = [], at + 1
