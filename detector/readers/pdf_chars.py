"""The characters of a PDF page with their places, as fragments: stretches of one line without a wide gap."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# A gap this many times the line's height between two characters separates columns; word gaps are .2 to .6
_COLUMN_GAP = 1.2
# In heights: how far a note's raised number stands off its line (.5 to .66 measured), and how near to its neighbours
_RAISED = 0.75
_BESIDE = (-0.15, 0.5)
_LINE_END_HYPHENS = ("\x02", "\ufffe")  # what pdfium makes of a hyphen at a line end


@dataclass(frozen=True, slots=True)
class Char:
    """`bottom` and `top` are the font's, so characters of one line and size share them; y grows upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text of one line and column; `first_word` is the width of its first word."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    first_word: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line or the edge of a drawn box, horizontal or vertical."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_vertical(self) -> bool:
        return self.right - self.left < self.top - self.bottom


def fragments(page: Any, rules: Sequence[Rule] = ()) -> list[Fragment]:
    """In the order in which the page draws them, cut at vertical rules. `page` is a `pypdfium2.PdfPage`."""
    textpage = page.get_textpage()
    vertical = [rule for rule in rules if rule.is_vertical]
    try:
        return [_fragment(chars) for chars in _stretches(_chars(textpage), vertical)]
    finally:
        textpage.close()


def drawn_rules(page: Any) -> list[Rule]:
    """Drawn lines and box edges; fills of whole cells count as their four edges."""
    import pypdfium2.raw as pdfium

    found: list[Rule] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if right - left <= 3 or top - bottom <= 3:
            found.append(_rule(left, bottom, right, top))
        else:
            found += [_rule(left, bottom, right, bottom), _rule(left, top, right, top)]
            found += [_rule(left, bottom, left, top), _rule(right, bottom, right, top)]
    return found


def _rule(left: float, bottom: float, right: float, top: float) -> Rule:
    return Rule(round(left, 1), round(bottom, 1), round(right, 1), round(top, 1))


def _chars(textpage: Any) -> Iterator[Char]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, pointer):
            continue
        yield Char(_text(code), box.left, box.bottom, box.right, box.top)


def _text(code: int) -> str:
    text = chr(code) if 0 < code < 0x110000 else "\ufffd"
    return "-" if text in _LINE_END_HYPHENS else text


def _stretches(chars: Iterable[Char], vertical: Sequence[Rule]) -> Iterator[list[Char]]:
    """Cut where the line changes or a wide gap opens; blanks at the edges are dropped."""
    current: list[Char] = []
    last: Char | None = None
    broken = False  # pdfium puts a line end here, also before and after a raised number
    for char in chars:
        if char.text in "\r\n":
            broken = True
            continue
        if char.text.isspace():
            current += [char] if current else []
            continue
        if last and not (_is_raised(last, char, vertical) or (not broken and _continues(last, char, vertical))):
            yield current
            current = []
        current.append(char)
        last, broken = char, False
    if current:
        yield current


def _continues(last: Char, char: Char, vertical: Sequence[Rule]) -> bool:
    height = max(last.top - last.bottom, 1.0)
    middle, last_middle = (char.top + char.bottom) / 2, (last.top + last.bottom) / 2
    if not (last.bottom < middle < last.top or char.bottom < last_middle < char.top):
        return False
    gap = char.left - last.right
    if unicodedata.combining(char.text):  # drawn over its letter: decomposed text
        return gap <= height * _COLUMN_GAP
    return -height * 0.5 <= gap <= height * _COLUMN_GAP and not _is_parted(last, char, vertical)


def _is_raised(last: Char, char: Char, vertical: Sequence[Rule]) -> bool:
    """Whether one of two neighbours stands above or below the line of the other, as a note's number does."""
    height = max(last.top - last.bottom, char.top - char.bottom, 1.0)
    shift, gap = abs(char.bottom - last.bottom), char.left - last.right
    near = _BESIDE[0] * height <= gap <= _BESIDE[1] * height
    return near and 0.1 * height < shift <= _RAISED * height and not _is_parted(last, char, vertical)


def _is_parted(last: Char, char: Char, vertical: Sequence[Rule]) -> bool:
    """Whether a drawn line stands between two characters."""
    middle = (char.top + char.bottom) / 2
    return char.left - last.right >= 1 and any(
        last.right - 1 <= rule.left <= char.left + 1 and rule.bottom < middle < rule.top for rule in vertical
    )


def _fragment(chars: list[Char]) -> Fragment:
    text = "".join(char.text for char in chars).rstrip()
    inked = [char for char in chars if not char.text.isspace()]
    word_end = len(text.split(maxsplit=1)[0])
    tallest = max(inked, key=lambda char: char.top - char.bottom)
    return Fragment(
        _joined_surrogates(text),
        min(char.left for char in inked),
        tallest.bottom,
        max(char.right for char in inked),
        tallest.top,
        chars[word_end - 1].right - chars[0].left,
    )


def _joined_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
