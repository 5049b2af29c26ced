"""The characters of a PDF page with their places, and the fragments that lines are made of."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

_LINE_END_HYPHENS = (0x02, 0xFFFE)  # what pdfium makes of a hyphen at a line end
_LINE_ENDS = (0x0A, 0x0D)
_LAST_PUBLIC = 0xFFFFF  # what lies above stands for hidden words, see `detector.readers.pdf_hidden`


class Char(NamedTuple):
    """A character that is not blank; y grows upwards.

    `left` to `right` is its advance. `bottom` and `top` are those of the font or, for some fonts, those of the very
    glyph; only `base`, the height of its baseline, is the same for all characters of a line.

    Attributes:
        blank: the blanks between it and the character drawn before it, as pdfium sees them.
        is_broken: pdfium sees a line end before it; it does so before and after a raised number as well.
        order: its number in the order of drawing.
        look: how the text object that draws it appears, None for nearly all.
        quarter: the quarter turns of its line, counter-clockwise.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    blank: str = ""
    is_broken: bool = False
    order: int = 0
    look: Any = None
    quarter: int = 0

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text of one line and column; `first_word` is the width of its first word, `gaps` those between its words."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    first_word: float
    gaps: tuple[float, ...] = ()

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def page_chars(textpage: Any, appearances: Mapping[int, Any], quarters: Mapping[int, int]) -> list[Char]:
    """Characters in the order of drawing; `textpage` is a `pypdfium2.PdfTextPage`.

    `appearances` and `quarters`, the quarter turns of a line, are by the address of the text object; where both are
    empty, objects are not asked for. Turned characters are turned back about the origin.
    """
    raw = textpage.raw
    if not appearances and not quarters:
        return [char for _, char in _chars(raw)]
    found = []
    for index, char in _chars(raw):
        of = _object_address(raw, index)
        quarter = quarters.get(of, 0)
        found.append((_turned_back(raw, index, char, quarter) if quarter else char)._replace(look=appearances.get(of)))
    return found


def turned_back(
    left: float, bottom: float, right: float, top: float, quarter: int
) -> tuple[float, float, float, float]:
    """A box after `quarter` clockwise quarter turns about the origin."""
    for _ in range(quarter % 4):
        left, bottom, right, top = bottom, -right, top, -left
    return left, bottom, right, top


def _turned_back(textpage: Any, index: int, char: Char, quarter: int) -> Char:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(y))
    left, bottom, right, top = turned_back(*char[1:5], quarter)
    base = (y.value, -x.value, -y.value, x.value)[quarter]
    return Char(char.text, left, bottom, right, top, base, char.blank, char.is_broken, char.order, quarter=quarter)


def _object_address(textpage: Any, index: int) -> int:
    import pypdfium2.raw as pdfium

    return address(pdfium.FPDFText_GetTextObject(textpage, index))


def address(pointer: Any) -> int:
    """Where an object of pdfium lies: two pointers to one object are different Python objects."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _chars(textpage: Any) -> Iterator[tuple[int, Char]]:
    """With pdfium's index of each; written for speed, as this is most of the time that a PDF takes."""
    import pypdfium2.raw as pdfium

    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    origin_of = pdfium.FPDFText_GetCharOrigin
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    blank, is_broken, order = "", False, 0
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = unicode_of(textpage, index)
        if code in _LINE_ENDS:
            is_broken = True
            continue
        text = _text(code)
        if text.isspace():
            blank += text
            continue
        if not (box_of(textpage, index, box_at) and origin_of(textpage, index, x_at, y_at)):
            continue
        yield index, Char(text, box.left, box.bottom, box.right, box.top, y.value, blank, is_broken, order)
        blank, is_broken, order = "", False, order + 1


def _text(code: int) -> str:
    if code in _LINE_END_HYPHENS:
        return "-"
    return chr(code) if 0 < code <= _LAST_PUBLIC else "\ufffd"
