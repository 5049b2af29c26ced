"""What was typed into the fields of a PDF form: it stands in annotations, not in the text of the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from detector.readers.pdf_chars import Fragment

_LINE_HEIGHT = 12.0  # points; fields seldom say how large their text is
_LETTER_WIDTH = 5.0  # points, of usual text
_UNSEEN = 0b100010  # the flags hidden and no view
_MAX_FIELDS = 2000
_MAX_BYTES = 4_000_000


def field_fragments(page: Any) -> list[Fragment]:
    """The lines of each filled field, from the upper edge of its box downwards; `page` is a `pypdfium2.PdfPage`."""
    import pypdfium2.raw as pdfium

    found: list[Fragment] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_FIELDS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            is_shown = not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN
            if is_shown and pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
                found += _lines(annotation)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _lines(annotation: Any) -> Iterator[Fragment]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return
    lines = _value(annotation).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    height = min(_LINE_HEIGHT, max(box.top - box.bottom, 1.0) / len(lines))
    for number, line in enumerate(lines):
        if text := line.strip():
            top = box.top - number * height
            right = min(box.right, box.left + _LETTER_WIDTH * len(text))
            yield Fragment(text, box.left, top - height, right, top, _LETTER_WIDTH * len(text.split(maxsplit=1)[0]))


def _value(annotation: Any) -> str:
    """The field's value, or an empty string for one that is no text (a button) or has none."""
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"V", None, 0)
    if not 2 < size <= _MAX_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, b"V", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
