"""What the styles of a workbook say of its cells: which are dates, and which of them nobody sees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from detector.documents import Hiding
from detector.readers.css import number_in
from detector.readers.looks import BLACK, UNKNOWN, WHITE, Colour, hiding_of, of_hex

_MAX_STYLES = 65_000  # of a workbook, as Excel has it
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NO_DATE_CODE = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.I)
_DATE_CODE = re.compile(r"[dmyhs]", re.I)
_SHOWS_NOTHING = re.compile(r";;;\s*")
_THEME = {"0": WHITE, "1": BLACK}  # window and window text, whatever the theme; its accents are not known here
_INDEXED = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "64": BLACK, "65": WHITE}

# The height of a row in points and the width of a column in characters: lower ones show no letter
_LEAST = {"ht": 2.5, "width": 0.3}

Attributes = Mapping[str, str]
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Cells of one style; `hiding` is why text in them is not seen."""

    is_date: bool = False
    hiding: Hiding | None = None


PLAIN = CellStyle()


@dataclass(slots=True)
class _Font:
    colour: Colour = BLACK
    points: float | None = None


@dataclass(slots=True)
class StylesReader:
    """Takes the elements of a styles part; `cells` are the styles in their order, as far as they could be read."""

    cells: list[CellStyle] = field(default_factory=list)
    _codes: dict[str, str] = field(default_factory=dict)
    _fonts: list[_Font] = field(default_factory=list)
    _fills: list[Colour] = field(default_factory=list)
    _part: str = ""
    _solid: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "numFmt" and len(self._codes) < _MAX_STYLES:
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif tag in ("fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "dxfs"):
            self._part = tag
        elif self._part == "fonts":
            self._font(tag, attributes)
        elif self._part == "fills":
            self._fill(tag, attributes)
        elif self._part == "cellXfs" and tag == "xf" and len(self.cells) < _MAX_STYLES:
            self.cells.append(self._cell(attributes))

    def end(self, tag: str) -> None:
        """An element ends."""
        self._part = "" if tag == self._part else self._part

    def _font(self, tag: str, attributes: Attributes) -> None:
        if tag == "font" and len(self._fonts) < _MAX_STYLES:
            self._fonts.append(_Font())
        elif tag == "color" and self._fonts:
            self._fonts[-1].colour = _colour(attributes)
        elif tag == "sz" and self._fonts:
            self._fonts[-1].points = number_in(attributes.get("val", ""))

    def _fill(self, tag: str, attributes: Attributes) -> None:
        if tag == "fill" and len(self._fills) < _MAX_STYLES:
            self._fills.append(WHITE)
        elif tag == "patternFill" and self._fills:
            self._solid = attributes.get("patternType") == "solid"
            self._fills[-1] = WHITE if attributes.get("patternType", "none") == "none" else UNKNOWN
        elif tag == "fgColor" and self._fills and self._solid:
            self._fills[-1] = _colour(attributes)
        elif tag == "gradientFill" and self._fills:
            self._fills[-1] = UNKNOWN

    def _cell(self, attributes: Attributes) -> CellStyle:
        number = attributes.get("numFmtId", "0")
        if _SHOWS_NOTHING.fullmatch(self._codes.get(number, "")):
            return CellStyle(hiding=Hiding.ATTRIBUTE)
        font = _at(self._fonts, attributes.get("fontId", ""))
        fill = _at(self._fills, attributes.get("fillId", ""))
        hiding = hiding_of(font.colour, fill or WHITE, font.points) if font else None
        return CellStyle(self._is_date(number), hiding)

    def _is_date(self, number: str) -> bool:
        if number in self._codes:
            return bool(_DATE_CODE.search(_NO_DATE_CODE.sub("", self._codes[number].split(";")[0])))
        return number.isdigit() and int(number) in _BUILT_IN_DATES


def _at(found: Sequence[_Item], index: str) -> _Item | None:
    return found[int(index)] if index.isdigit() and len(index) < 6 and int(index) < len(found) else None


def _colour(attributes: Attributes) -> Colour:
    if "rgb" in attributes:
        return of_hex(attributes["rgb"][-6:]) or UNKNOWN
    if "theme" in attributes:
        return _THEME.get(attributes["theme"], UNKNOWN) if float(attributes.get("tint") or 0) == 0 else UNKNOWN
    return _INDEXED.get(attributes.get("indexed", ""), UNKNOWN)


def is_unseen(attributes: Attributes, size: str) -> bool:
    """Whether a row or column is hidden, or its `size` ("ht", "width") so small that nothing of it is seen."""
    points = number_in(attributes.get(size, ""))
    return attributes.get("hidden") in ("1", "true") or (points is not None and points < _LEAST[size])
