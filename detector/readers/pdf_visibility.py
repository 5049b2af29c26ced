"""Which texts of a PDF page are seen, which are not, and which are no text of the document: watermarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from detector.documents import Hiding
from detector.readers.looks import UNKNOWN, WHITE, Colour, contrast, hiding_of
from detector.readers.pdf_drawing import FAINT, Area, Box, Drawing, TextObject

_INVISIBLE_MODES = (3, 7)  # neither filled nor stroked, only a clipping path
_STROKED_MODES = (1, 2, 5, 6)
_SCANNED = 0.4  # share of the page that a picture covers from which text behind or over it is its text layer
_ASKEW = 8.0  # degrees; the text layer of a crooked scan has up to 5, watermarks have 30 to 60
_DOTS_PER_POINT = 2
_SEEN = 40  # of 255: how far the pixels of a text differ where letters can be seen


class Appearance(StrEnum):
    """How a text that can be seen differs from the others."""

    LAYER = "layer"  # unseen text over a scan, which shows it
    ASKEW = "askew"
    FAINT = "faint"


def quarters(drawn: Drawing) -> dict[int, int]:
    """Counter-clockwise quarter turns by the address of the text object; level texts are not in it."""
    turned = ((text.address, round(text.angle / 90) % 4) for text in drawn.texts if abs(text.angle) > 45)
    return {address: quarter for address, quarter in turned if quarter}


def appearances(page: Any, drawn: Drawing, box: Box) -> dict[int, Hiding | Appearance]:
    """By the address of the text object; ordinary texts are not in it. `box` is what is shown of the page."""
    painted = [area for area in drawn.areas if area.box.size > 0]
    scans = [area for area in painted if area.is_picture and area.box.size > _SCANNED * box.size]
    colours = {area.color for area in painted} | {WHITE}
    found: dict[int, Hiding | Appearance] = {}
    doubtful: list[TextObject] = []
    for text in drawn.texts:
        if text.box.size <= 0:
            continue  # blanks
        center = text.box.center
        if not box.covers(center):
            found[text.address] = Hiding.OUTSIDE
        elif text.mode in _INVISIBLE_MODES or text.alpha == 0:
            found[text.address] = Appearance.LAYER if _covered(center, scans) else Hiding.UNDRAWN
        elif _covered(center, [scan for scan in scans if scan.order > text.order]):
            found[text.address] = Appearance.LAYER
        elif hiding := _hiding(text, painted, colours):
            found[text.address] = hiding
            if hiding is Hiding.COLOUR:
                doubtful.append(text)
        elif look := _look(text, painted):
            found[text.address] = look
    for text in _seen_after_all(page, doubtful):
        del found[text.address]
    return found


def _covered(point: tuple[float, float], areas: Iterable[Area]) -> bool:
    return any(area.box.covers(point) for area in areas)


def _hiding(text: TextObject, painted: Sequence[Area], colours: set[Colour | None]) -> Hiding | None:
    letters = UNKNOWN if text.color is None or text.mode in _STROKED_MODES else text.color
    if hiding := hiding_of(UNKNOWN, WHITE, text.size):
        return hiding
    later = [area for area in painted if area.order > text.order and area.color is not None]
    if later and _covered(text.box.center, later):
        return Hiding.COLOUR
    if all(hiding_of(letters, colour or UNKNOWN) is None for colour in colours):
        return None
    return hiding_of(letters, _background(text, painted))


def _background(text: TextObject, painted: Sequence[Area]) -> Colour:
    """The colour of what was painted last below the middle of a text; paper is white."""
    center = text.box.center
    below = [area for area in painted if area.order < text.order and area.box.covers(center)]
    return (below[-1].color or UNKNOWN) if below else WHITE


def _look(text: TextObject, painted: Sequence[Area]) -> Appearance | None:
    if abs(text.angle - 90 * round(text.angle / 90)) > _ASKEW:
        return Appearance.ASKEW
    if text.color is None or (text.alpha > 128 and contrast(text.color, WHITE) >= FAINT):
        return None
    background = _background(text, painted)
    is_faint = background != UNKNOWN and (text.alpha <= 128 or contrast(text.color, background) < FAINT)
    return Appearance.FAINT if is_faint else None


def _seen_after_all(page: Any, texts: Sequence[TextObject]) -> list[TextObject]:
    """Those that the rendered page shows: a clipped area covers less than its box says.

    White on paper needs no such look; what is rendered beside such a text may be a letter of the line above.
    """
    asked = [text for text in texts if text.color is None or contrast(text.color, WHITE) > FAINT]
    if not asked or page.get_rotation():
        return asked
    bitmap = page.render(scale=_DOTS_PER_POINT, grayscale=True)
    try:
        return [text for text in asked if np.ptp(_pixels(bitmap.to_numpy(), text.box, page.get_bbox())) > _SEEN]
    finally:
        bitmap.close()


def _pixels(page: Any, box: Box, shown: tuple[float, float, float, float]) -> Any:
    """The part of a rendered page, rows from above, that a box covers; never empty."""
    left, _, _, top = shown
    column, row = round((box.left - left) * _DOTS_PER_POINT), round((top - box.top) * _DOTS_PER_POINT)
    width, height = round((box.right - box.left) * _DOTS_PER_POINT), round((box.top - box.bottom) * _DOTS_PER_POINT)
    part = page[max(row, 0) : max(row, 0) + max(height, 1), max(column, 0) : max(column, 0) + max(width, 1)]
    return part if part.size else page[:1, :1]
