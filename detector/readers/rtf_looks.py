"""How letters of rich text look: the control words for colour, size and shading, and the fills of table cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from detector.documents import Hiding
from detector.readers.looks import UNKNOWN, WHITE, Colour, Look

Palette = Sequence[Colour]  # by the numbers that control words give

_AUTOMATIC = 0
_PATTERN = -1  # in the place of a colour's number: a mixture that is not worked out
_LEAST_LINE_TWIPS = 50  # of a line whose height is fixed: no letter is as low
_WIDEST_TWIPS = 24_000  # 42 cm, the long side of A3
_FIELDS = {
    b"v": "hidden",
    b"cf": "colour",
    b"fs": "half_points",
    b"charscalex": "percent",
    b"f": "font",
    b"highlight": "highlight",
    b"cb": "behind",
    b"chcbpat": "behind",
    b"cbpat": "paragraph",
    b"sl": "line_twips",
    b"li": "indent_twips",
}
_LONGEST_SHAPE = 20_000  # bytes of the properties of a shape before its text
_PROPERTY = re.compile(rb"\{\\sn\s+(\w{1,40})\}\s*\{\\sv\s*([^{}]{0,40})\}")
_EFFECTS = (b"shad", b"embo", b"impr")


@dataclass(frozen=True, slots=True)
class Format:
    """The character format of a group; colours by their numbers."""

    hidden: int = 0
    colour: int = _AUTOMATIC
    half_points: int = 24
    percent: int = 100
    font: int = -1
    highlight: int = _AUTOMATIC
    behind: int = _AUTOMATIC
    paragraph: int = _AUTOMATIC
    effects: int = 0
    line_twips: int = 0
    indent_twips: int = 0

    def changed(self, word: bytes, number: bytes | None) -> Format:
        """The format after a control word; the same object where that says nothing of it."""
        if word == b"pard":
            return replace(self, paragraph=_AUTOMATIC, line_twips=0, indent_twips=0)
        if word in _EFFECTS:
            return replace(self, effects=int(number != b"0"))
        if word == b"shading" and number not in (None, b"0"):
            return replace(self, paragraph=_PATTERN)
        name = _FIELDS.get(word)
        if name is None or (number is None and name != "hidden"):
            return self
        return replace(self, **{name: 1 if number is None else int(number)})

    def plain(self) -> Format:
        """The format as it is at the beginning, on the same paragraph."""
        return Format(paragraph=self.paragraph, line_twips=self.line_twips, indent_twips=self.indent_twips)

    def hiding(self, colours: Palette, cell: int | None = _AUTOMATIC, *, page: Colour = WHITE) -> Hiding | None:
        """Why letters of this format are not seen.

        `cell` is the number of the fill around their paragraph, None if not known; `page` is what is behind it all.
        """
        if self == NO_FORMAT and cell == _AUTOMATIC:
            return None
        if -_LEAST_LINE_TWIPS < self.line_twips < 0:  # below zero it is exact
            return Hiding.SIZE
        if self.indent_twips >= _WIDEST_TWIPS:
            return Hiding.OUTSIDE
        behind = next((one for one in (self.highlight, self.behind, self.paragraph, cell) if one != _AUTOMATIC), 0)
        background = UNKNOWN if behind is None else page if behind == _AUTOMATIC else _of(colours, behind)
        letters = UNKNOWN if self.effects or self.colour == _AUTOMATIC else _of(colours, self.colour)
        look = Look(hidden=bool(self.hidden), colour=letters, points=self.half_points / 2, percent=self.percent)
        return look.hiding(background)


NO_FORMAT = Format()


@dataclass(frozen=True, slots=True)
class Box:
    """A text box: what is behind its letters, and why nothing in it is seen."""

    fill: Colour = UNKNOWN
    hiding: Hiding | None = None


NO_BOX = Box()


def box_before(data: bytes, at: int) -> Box:
    """The box whose text begins at `at`, by the properties before it.

    Without a fill it shows the page, where the file has no other shape and no picture that may lie behind it.
    """
    start = data.rfind(b"\\shpinst", max(0, at - _LONGEST_SHAPE), at)
    properties = dict(_PROPERTY.findall(data, start, at)) if start >= 0 else {}
    hiding = Hiding.ATTRIBUTE if properties.get(b"fHidden") == b"1" else None
    if properties.get(b"fFilled") == b"0":
        alone = data.count(b"\\shpinst") == 1 and b"\\pict" not in data and b"\\viewbksp1" not in data
        return Box(WHITE if alone else UNKNOWN, hiding)
    colour = properties.get(b"fillColor", b"16777215")
    if not colour.isdigit() or properties.get(b"fillType", b"0") != b"0" or b"fillOpacity" in properties:
        return Box(UNKNOWN, hiding)
    blue_first = int(colour[:10])
    return Box((blue_first & 255, blue_first >> 8 & 255, blue_first >> 16 & 255), hiding)


@dataclass(slots=True)
class Cells:
    """The fills of the cells of the row that is being read, and which of them that is.

    `page` is what is behind it all: 0 for white, None where that is not known.
    """

    page: int | None = _AUTOMATIC
    fills: list[int] = field(default_factory=list)
    _next: int = _AUTOMATIC
    _column: int = 0

    def define(self, word: bytes, number: bytes | None) -> None:
        """A control word of the definition of a row, which stands before its text."""
        if word == b"trowd":
            self.fills, self._next = [], _AUTOMATIC
        elif word == b"clcbpat" and number:
            self._next = int(number)
        elif word == b"clshdng" and number and number != b"0":
            self._next = _PATTERN
        elif word == b"cellx":
            self.fills.append(self._next)
            self._next = _AUTOMATIC

    def pass_mark(self, cell: bool, row: bool) -> None:
        """What ends a cell or a row."""
        self._column = 0 if row else self._column + cell

    def background(self, depth: int) -> int | None:
        """The fill of the present cell or of the page; None inside a table in a table."""
        if depth > 1:
            return None
        fill = self.fills[self._column] if depth and self._column < len(self.fills) else _AUTOMATIC
        return fill if fill != _AUTOMATIC else self.page


def palette(data: bytes) -> Palette:
    """The colours of a file; UNKNOWN for the automatic one."""
    table = re.search(rb"\\colortbl([^}]{0,50000})", data)
    return [_colour(entry) for entry in table[1].split(b";")[:-1]] if table else []


def _colour(entry: bytes) -> Colour:
    parts = {name: min(int(value), 255) for name, value in re.findall(rb"\\(red|green|blue)(\d{1,3})", entry)}
    return (parts[b"red"], parts[b"green"], parts[b"blue"]) if len(parts) == 3 else UNKNOWN


def _of(colours: Palette, number: int) -> Colour:
    return colours[number] if 0 <= number < len(colours) else UNKNOWN
