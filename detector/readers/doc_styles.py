"""The style sheet and the fonts of a .doc, and what lists of its properties say. After Microsoft's [MS-DOC]."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detector.readers.doc_pieces import properties
from detector.readers.encoding import legacy_font
from detector.readers.looks import BLACK, NO_LOOK, UNKNOWN, WHITE, Colour, Look, mixed

_STYLES, _FONTS = 0xA2, 0x112  # places of (offset, length) pairs in the file information block
_DEEPEST = 20
_FONT_NAME = 40  # where in the description of a font its name stands
_PARAGRAPH_STYLE, _CHARACTER_STYLE = 1, 2
NO_STYLE = 0x0FFF

# Colours by the numbers of Word 97; 0 is the automatic one
_PALETTE: Sequence[Colour] = (
    *(UNKNOWN, BLACK, (0, 0, 255), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0), (255, 255, 0), WHITE),
    *((0, 0, 128), (0, 128, 128), (0, 128, 0), (128, 0, 128), (128, 0, 0), (128, 128, 0), (128, 128, 128)),
    (192, 192, 192),
)
# Shares of ink in hundredths by the number of the pattern; the others are stripes
_PATTERNS = {0: 0, 1: 100, **dict(zip(range(2, 14), (5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90), strict=True))}
_VANISH, _STYLE = 0x083C, 0x4A30
_EFFECTS = (0x0839, 0x0854, 0x0858)
_LIST, _LEVEL = 0x460B, 0x260A
_PARAGRAPH_SHADES, _CELL_SHADES = (0xC64D, 0x442D), (0xD612, 0xD609)


@dataclass(frozen=True, slots=True)
class DocStyle:
    """`fill` is behind its paragraphs; `list` and `level` are those that it sets, None where it says nothing."""

    look: Look = NO_LOOK
    fill: Colour | None = None
    list: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Styles and fonts by their numbers."""

    styles: Mapping[int, DocStyle]
    fonts: Sequence[str]

    def style(self, number: int) -> DocStyle:
        """The style of that number; one that says nothing if there is none."""
        return self.styles.get(number, DocStyle())

    def look(self, grpprl: bytes) -> Look:
        """What a list of character properties says, with the character style that it names."""
        values = dict(properties(grpprl))
        own = _look(values, self.fonts)
        return own.over(self.style(_number(values[_STYLE])).look) if _STYLE in values else own


def read_sheet(main: bytes, table: bytes) -> Sheet:
    """The styles of a file; none where the sheet cannot be followed, as text is worth more than its looks."""
    fonts = list(_fonts(_part(main, table, _FONTS)))
    try:
        own = dict(_own_styles(_part(main, table, _STYLES), fonts))
    except (struct.error, IndexError):
        own = {}
    return Sheet({number: _inherited(number, own) for number in own}, fonts)


def _part(main: bytes, table: bytes, pair: int) -> bytes:
    place, length = struct.unpack_from("<II", main, pair)
    return table[place : place + length]


def _fonts(data: bytes) -> Iterator[str]:
    position = 4  # behind the number of fonts and of extra bytes
    while position < len(data) and data[position]:
        entry = data[position : position + data[position] + 1]
        yield entry[_FONT_NAME:].decode("utf-16-le", "replace").split("\0")[0]
        position += len(entry)


def _own_styles(data: bytes, fonts: Sequence[str]) -> Iterator[tuple[int, tuple[DocStyle, int]]]:
    """(number, (style, number of the one it is based on)) of each style."""
    if len(data) < 6:
        return
    header, count, base_bytes = struct.unpack_from("<HHH", data)
    position = 2 + header
    for number in range(count):
        if position + 2 > len(data):
            return
        (length,) = struct.unpack_from("<H", data, position)
        style = data[position + 2 : position + 2 + length]
        position += 2 + length
        if len(style) > base_bytes + 2:
            yield number, _own_style(style, base_bytes, fonts)


def _own_style(data: bytes, base_bytes: int, fonts: Sequence[str]) -> tuple[DocStyle, int]:
    kind, parent = data[2] & 0xF, struct.unpack_from("<H", data, 2)[0] >> 4
    position = base_bytes + 2 + 2 * struct.unpack_from("<H", data, base_bytes)[0] + 2
    lists = []
    while position + 2 <= len(data):
        position += position & 1
        (length,) = struct.unpack_from("<H", data, position)
        lists.append(data[position + 2 : position + 2 + length])
        position += 2 + length
    if kind == _CHARACTER_STYLE and lists:
        return DocStyle(_look(dict(properties(lists[0])), fonts)), parent
    if kind == _PARAGRAPH_STYLE and len(lists) > 1:
        values = dict(properties(lists[0][2:]))  # behind the style's own number
        look = _look(dict(properties(lists[1])), fonts)
        return DocStyle(look, fill_of_paragraph(values), *list_of(values)), parent
    return DocStyle(), parent


def _inherited(number: int, own: Mapping[int, tuple[DocStyle, int]]) -> DocStyle:
    style, parent = own[number]
    for _ in range(_DEEPEST):
        if parent == NO_STYLE or parent not in own:
            break
        base, parent = own[parent]
        style = DocStyle(
            style.look.over(base.look),
            style.fill or base.fill,
            base.list if style.list is None else style.list,
            base.level if style.level is None else style.level,
        )
    return style


def _look(values: Mapping[int, bytes], fonts: Sequence[str]) -> Look:
    names = [fonts[at] for code in (0x4A4F, 0x4A51) if code in values and (at := _number(values[code])) < len(fonts)]
    legacy = [font for name in names if (font := legacy_font(name))]
    return Look(
        font=legacy[0] if legacy else ("" if names else None),
        hidden={0: False, 1: True, 0x81: True}.get(_number(values.get(_VANISH, b"\x80"))),
        colour=_letters(values),
        points=_number(values[0x4A43]) / 2 if 0x4A43 in values else None,
        percent=_number(values[0x4852]) if 0x4852 in values else None,
        fill=_highlight(values) or _shade(values, (0xCA71, 0x4866)),
        effects=True if any(_number(values.get(code, b"")) for code in _EFFECTS) else None,
    )


def _letters(values: Mapping[int, bytes]) -> Colour | None:
    if len(exact := values.get(0x6870, b"")) == 4:
        return _colour(exact)
    return _of_palette(_number(values[0x2A42])) if 0x2A42 in values else None


def _highlight(values: Mapping[int, bytes]) -> Colour | None:
    colour = _of_palette(_number(values.get(0x2A0C, b"")))
    return None if colour == UNKNOWN else colour


def fill_of_paragraph(values: Mapping[int, bytes]) -> Colour | None:
    """What is behind a paragraph of these properties, None if nothing of its own."""
    return _shade(values, _PARAGRAPH_SHADES)


def fills_of_cells(values: Mapping[int, bytes]) -> list[Colour | None]:
    """What is behind each cell of a row whose end mark has these properties."""
    new, old = (values.get(code, b"")[1:] for code in _CELL_SHADES)
    if new:
        return [_long_shade(new[at : at + 10]) for at in range(0, len(new) - 9, 10)]
    return [_short_shade(old[at : at + 2]) for at in range(0, len(old) - 1, 2)]


def list_of(values: Mapping[int, bytes]) -> tuple[int | None, int | None]:
    """(number of the list, level) that paragraph properties set."""
    return (
        _number(values[_LIST]) if _LIST in values else None,
        _number(values[_LEVEL]) if _LEVEL in values else None,
    )


def _shade(values: Mapping[int, bytes], codes: tuple[int, int]) -> Colour | None:
    if codes[0] in values:
        return _long_shade(values[codes[0]][1:])
    return _short_shade(values[codes[1]]) if codes[1] in values else None


def _long_shade(data: bytes) -> Colour | None:
    if len(data) < 10:
        return None
    return _mixed(_colour(data[:4]), _colour(data[4:8]), _number(data[8:10]))


def _short_shade(data: bytes) -> Colour | None:
    value = _number(data)
    return None if value == 0xFFFF else _mixed(_of_palette(value & 31), _of_palette(value >> 5 & 31), value >> 10)


def _mixed(ink: Colour, paper: Colour, pattern: int) -> Colour | None:
    share = _PATTERNS.get(pattern)
    if share is None:
        return UNKNOWN
    if not share:
        return None if paper == UNKNOWN else paper
    return mixed(share / 100, BLACK if ink == UNKNOWN else ink, WHITE if paper == UNKNOWN else paper)


def _colour(data: bytes) -> Colour:
    """Red, green, blue, and whether the automatic colour is meant."""
    return UNKNOWN if data[3] else (data[0], data[1], data[2])


def _of_palette(number: int) -> Colour:
    return _PALETTE[number] if number < len(_PALETTE) else UNKNOWN


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")
