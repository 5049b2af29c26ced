"""What a PDF page draws beside its letters: lines, filled areas and pictures, and how its texts are set."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from detector.readers.looks import SMALLEST_POINTS, WHITE, contrast, hiding_of
from detector.readers.pdf_chars import address

_MAX_DEPTH = 3  # of drawings inside drawings
_THIN = 3.0  # points; a filled box that is no wider is a line
_OPAQUE = 250  # of 255
_NEAR_EDGE = 36.0  # points from the right edge of the page from which a text may run beyond it
# Contrast below which letters are faint: watermarks have less on their background, grey to be read has 4.5
FAINT = 2.2
_RECTANGLE = 5  # the most steps that the path of a rectangle takes
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def size(self) -> float:
        return max(self.right - self.left, 0.0) * max(self.top - self.bottom, 0.0)

    def covers(self, point: tuple[float, float]) -> bool:
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top


@dataclass(frozen=True, slots=True)
class Rule(Box):
    """A drawn line or the edge of a drawn box, horizontal or vertical."""

    @property
    def is_vertical(self) -> bool:
        return self.right - self.left < self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Area:
    """Something painted; `order` counts what the page draws.

    `color` is that of an opaque filled rectangle; None for pictures, for shapes that leave parts of their box free and
    for what shines through.
    """

    box: Box
    color: Color | None
    order: int
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class TextObject:
    """A text as one command draws it.

    Attributes:
        mode: the render mode: 3 draws nothing, 7 only clips.
        alpha: 0 (nothing to be seen) to 255.
        color: None for patterns.
        size: of the font, in points.
        angle: of the line, in degrees, counter-clockwise, -180 to 180.
    """

    address: int
    box: Box
    color: Color | None
    alpha: int
    mode: int
    size: float
    angle: float
    order: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """In the order of drawing. `texts` are without the plain ones: dark, level, on paper and nothing over them."""

    rules: tuple[Rule, ...]
    areas: tuple[Area, ...]
    texts: tuple[TextObject, ...]


def drawing(page: Any, shown: Box) -> Drawing:
    """What a `pypdfium2.PdfPage` draws, drawings inside drawings included; `shown` is the part that can be seen."""
    import pypdfium2.raw as pdfium

    rules: list[Rule] = []
    areas: list[Area] = []
    probes: list[_Probe] = []
    probe = _prober(shown)
    for order, (item, kind, matrix) in enumerate(_objects(page.raw)):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            probes.append(probe(item, matrix, order))
            continue
        box = _bounds(item, matrix)
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            areas.append(Area(box, None, order, kind == pdfium.FPDF_PAGEOBJ_IMAGE))
            continue
        rules += _rules(box)
        if min(box.right - box.left, box.top - box.bottom) > _THIN and _is_filled(item):
            areas.append(Area(box, _solid_color(item), order))
    texts = (_text_object(one) for one in probes if not one.is_plain or _may_be_hidden(one, areas))
    return Drawing(tuple(rules), tuple(areas), tuple(texts))


class _Probe(NamedTuple):
    """What is asked of every text of a page, as cheaply as can be; the matrix is that of its own and of its drawing."""

    item: Any
    outer: Matrix
    order: int
    color: Color | None
    alpha: int
    mode: int
    size: float
    matrix: Matrix
    is_plain: bool


def _prober(shown: Box) -> Callable[[Any, Matrix, int], _Probe]:
    import pypdfium2.raw as pdfium

    mode_of, size_of = pdfium.FPDFTextObj_GetTextRenderMode, pdfium.FPDFTextObj_GetFontSize
    size = ctypes.c_float()
    size_at = ctypes.byref(size)
    color_of, matrix_of = _color_reader(), _matrix_reader()
    rightmost = shown.right - _NEAR_EDGE

    def probe(item: Any, outer: Matrix, order: int) -> _Probe:
        color, alpha = color_of(item)
        matrix = matrix_of(item) if outer is _IDENTITY else _product(matrix_of(item), outer)
        mode = mode_of(item)
        size_at_all = size.value if size_of(item, size_at) else 0.0
        a, b, c, d, x, y = matrix
        points = size_at_all * (abs(d) if c == 0 else math.hypot(c, d))
        is_level = b == 0 and a > 0 and shown.left <= x <= rightmost and shown.bottom <= y <= shown.top
        is_plain = is_level and mode == 0 and alpha > _OPAQUE and points > SMALLEST_POINTS and _is_dark(color)
        return _Probe(item, outer, order, color, alpha, mode, points, matrix, is_plain)

    return probe


@lru_cache(maxsize=1000)
def _is_dark(color: Color | None) -> bool:
    return color is not None and contrast(color, WHITE) >= FAINT


def _may_be_hidden(text: _Probe, areas: Sequence[Area]) -> bool:
    """Whether anything is painted over dark letters, or before them in a colour in which they would not be seen."""
    for area in areas:
        if area.order > text.order:
            return True
        if area.color is not None and _is_lost(text.color, area.color):
            return True
    return False


@lru_cache(maxsize=1000)
def _is_lost(letters: Color | None, ground: Color) -> bool:
    return letters is not None and hiding_of(letters, ground) is not None


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Texts, paths, pictures and shadings with the matrix of the drawing that they stand in."""
    import pypdfium2.raw as pdfium

    def inside(count: int, get: Any, holder: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
        for index in range(count):
            item = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind != pdfium.FPDF_PAGEOBJ_FORM:
                yield item, kind, matrix
            elif depth < _MAX_DEPTH:
                inner = pdfium.FPDFFormObj_CountObjects(item)
                own = _product(_matrix_reader()(item), matrix)
                yield from inside(inner, pdfium.FPDFFormObj_GetObject, item, own, depth + 1)

    yield from inside(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, _IDENTITY, 1)


def _text_object(probe: _Probe) -> TextObject:
    a, b, *_ = probe.matrix
    return TextObject(
        address(probe.item),
        _bounds(probe.item, probe.outer),
        probe.color,
        probe.alpha,
        probe.mode,
        probe.size,
        math.degrees(math.atan2(b, a)) if b else (0.0 if a >= 0 else 180.0),
        probe.order,
    )


def _is_filled(item: Any) -> bool:
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    return bool(pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke)) and mode.value)


def _solid_color(item: Any) -> Color | None:
    """The colour of a path that fills its box, or None."""
    import pypdfium2.raw as pdfium

    color, alpha = _color_reader()(item)
    return color if alpha > _OPAQUE and pdfium.FPDFPath_CountSegments(item) <= _RECTANGLE else None


def _color_reader() -> Callable[[Any], tuple[Color | None, int]]:
    """Reads fill colour and alpha; the memory that pdfium fills is made once."""
    import pypdfium2.raw as pdfium

    get = pdfium.FPDFPageObj_GetFillColor
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    places = [ctypes.byref(value) for value in (red, green, blue, alpha)]

    def color(item: Any) -> tuple[Color | None, int]:
        if not get(item, *places):
            return None, 255
        return (red.value, green.value, blue.value), alpha.value

    return color


def _matrix_reader() -> Callable[[Any], Matrix]:
    import pypdfium2.raw as pdfium

    get = pdfium.FPDFPageObj_GetMatrix
    found = pdfium.FS_MATRIX()
    place = ctypes.byref(found)

    def matrix(item: Any) -> Matrix:
        get(item, place)
        return found.a, found.b, found.c, found.d, found.e, found.f

    return matrix


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    k, m, n, o, p, q = then
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q


def _bounds(item: Any, matrix: Matrix) -> Box:
    import pypdfium2.raw as pdfium

    found = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, found))
    left, bottom, right, top = (value.value for value in found)
    if matrix is _IDENTITY:
        return Box(left, bottom, right, top)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _rules(box: Box) -> list[Rule]:
    """A thin box is a line; of others, the four edges: fills of whole cells show the table as well."""
    left, bottom, right, top = (round(value, 1) for value in (box.left, box.bottom, box.right, box.top))
    if box.right - box.left <= _THIN or box.top - box.bottom <= _THIN:
        return [Rule(left, bottom, right, top)]
    return [
        *(Rule(left, bottom, right, bottom), Rule(left, top, right, top)),
        *(Rule(left, bottom, left, top), Rule(right, bottom, right, top)),
    ]
