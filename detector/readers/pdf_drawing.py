"""What a PDF page draws beside its letters: lines, filled areas and pictures, and how its texts are set."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detector.readers.pdf_chars import address

_MAX_DEPTH = 3  # of drawings inside drawings
_THIN = 3.0  # points; a filled box that is no wider is a line
_OPAQUE = 250  # of 255
_RECTANGLE = 5  # the most steps that the path of a rectangle takes
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Color = tuple[int, int, int]


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
    """In the order of drawing."""

    rules: tuple[Rule, ...]
    areas: tuple[Area, ...]
    texts: tuple[TextObject, ...]


def drawing(page: Any) -> Drawing:
    """Everything that a `pypdfium2.PdfPage` draws, drawings inside drawings included."""
    import pypdfium2.raw as pdfium

    rules: list[Rule] = []
    areas: list[Area] = []
    texts: list[TextObject] = []
    for order, (item, kind, matrix) in enumerate(_objects(page.raw)):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(_text_object(item, matrix, order))
            continue
        box = _bounds(item, matrix)
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            areas.append(Area(box, None, order, kind == pdfium.FPDF_PAGEOBJ_IMAGE))
            continue
        rules += _rules(box)
        if min(box.right - box.left, box.top - box.bottom) > _THIN and _is_filled(item):
            areas.append(Area(box, _solid_color(item), order))
    return Drawing(tuple(rules), tuple(areas), tuple(texts))


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
                own = _product(_matrix(item), matrix)
                yield from inside(inner, pdfium.FPDFFormObj_GetObject, item, own, depth + 1)

    yield from inside(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, _IDENTITY, 1)


def _text_object(item: Any, matrix: Matrix, order: int) -> TextObject:
    import pypdfium2.raw as pdfium

    a, b, c, d, _, _ = _product(_matrix(item), matrix)
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, ctypes.byref(size))
    color, alpha = _color(item)
    return TextObject(
        address(item),
        _bounds(item, matrix),
        color,
        alpha,
        pdfium.FPDFTextObj_GetTextRenderMode(item),
        size.value * math.hypot(c, d),
        math.degrees(math.atan2(b, a)) if b else (0.0 if a >= 0 else 180.0),
        order,
    )


def _is_filled(item: Any) -> bool:
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    return bool(pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke)) and mode.value)


def _solid_color(item: Any) -> Color | None:
    """The colour of a path that fills its box, or None."""
    import pypdfium2.raw as pdfium

    color, alpha = _color(item)
    return color if alpha > _OPAQUE and pdfium.FPDFPath_CountSegments(item) <= _RECTANGLE else None


def _color(item: Any) -> tuple[Color | None, int]:
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return None, 255
    return (red.value, green.value, blue.value), alpha.value


def _matrix(item: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


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
