"""Text boxes of Word files: what is behind their text, and whether they are on the page at all."""

from __future__ import annotations

import re
from typing import Any

from detector.documents import Hiding
from detector.readers.docx_looks import local_name, number
from detector.readers.looks import UNKNOWN, WHITE, Colour, of_hex

_EMU_PER_POINT = 12_700
_PAGE_POINTS = 595 + 200  # the width of A4, and as much again as a margin or column may begin further right
_LEAST_POINTS = 3.0  # lower or narrower boxes show no line of text
_BEHIND_POINTS = (57.0, 28.0)  # 2 cm by 1: smaller pictures behind text are lines and ornaments
_NAMED = {"white": WHITE, "black": (0, 0, 0), "none": None}


def box_fill(shape: Any, behind: Colour) -> Colour:
    """What is behind the text of a drawn shape (wps:wsp) or a VML one that stands on `behind`."""
    return _drawn_fill(shape, behind) if local_name(shape.tag) == "wsp" else _vml_fill(shape, behind)


def _drawn_fill(shape: Any, behind: Colour) -> Colour:
    properties = next((item for item in shape if local_name(item.tag) == "spPr"), ())
    for item in properties:
        name = local_name(item.tag)
        if name == "noFill":
            return behind
        if name == "solidFill":
            return next((of_hex(c.get("val", "")) or UNKNOWN for c in item if local_name(c.tag) == "srgbClr"), UNKNOWN)
        if name.endswith("Fill"):
            return UNKNOWN
    style = next((item for item in shape if local_name(item.tag) == "style"), ())
    filled = any(local_name(item.tag) == "fillRef" and item.get("idx") != "0" for item in style)
    return UNKNOWN if filled else behind


def _vml_fill(shape: Any, behind: Colour) -> Colour:
    if shape.get("filled", "t") in ("f", "false"):
        return behind
    if any(local_name(item.tag) == "fill" and item.get("type", "solid") != "solid" for item in shape):
        return UNKNOWN
    value = shape.get("fillcolor", "white").split(" ")[0].lower()
    return (of_hex(value) or _NAMED.get(value) or UNKNOWN) if value != "none" else behind


def box_hiding(node: Any) -> Hiding | None:
    """Why nothing in a drawing (wp:anchor, wp:inline) or a VML shape is seen, or None."""
    name = local_name(node.tag)
    if name in ("anchor", "inline"):
        return _drawing_hiding(node)
    style = dict(part.split(":", 1) for part in node.get("style", "").replace(" ", "").split(";") if ":" in part)
    if style.get("visibility") == "hidden" or style.get("display") == "none":
        return Hiding.ATTRIBUTE
    left, width = (_points(style.get(key, "")) for key in ("margin-left", "width"))
    if left is None:
        left = _points(style.get("left", ""))
    return _outside(left, width, _points(style.get("height", "")))


def _drawing_hiding(node: Any) -> Hiding | None:
    found = {local_name(item.tag): item for item in node}
    if "docPr" in found and found["docPr"].get("hidden") in ("1", "true"):
        return Hiding.ATTRIBUTE
    extent = found.get("extent")
    width, height = (None, None) if extent is None else (_emu(extent.get("cx")), _emu(extent.get("cy")))
    offset = next((_emu(item.text) for item in found.get("positionH", ()) if local_name(item.tag) == "posOffset"), None)
    return _outside(offset, width, height)


def _outside(left: float | None, width: float | None, height: float | None) -> Hiding | None:
    """Points; what is not known is on the page."""
    small = any(size is not None and 0 < size < _LEAST_POINTS for size in (width, height))
    away = left is not None and (left > _PAGE_POINTS or (width is not None and left + width < -_PAGE_POINTS / 4))
    return Hiding.OUTSIDE if small or away else None


def pictures_behind(root: Any) -> bool:
    """Whether a picture or shape that may be the background of text lies behind it."""
    for node in root.iter("{*}anchor"):
        extent = next((item for item in node if local_name(item.tag) == "extent"), None)
        if node.get("behindDoc") in ("1", "true") and extent is not None:
            sizes = _emu(extent.get("cx")), _emu(extent.get("cy"))
            if all((size or 0) >= least for size, least in zip(sizes, _BEHIND_POINTS, strict=True)):
                return True
    return False


def _emu(text: str | None) -> float | None:
    value = number(text or "")
    return None if value is None else value / _EMU_PER_POINT


def _points(text: str) -> float | None:
    match = re.fullmatch(r"(-?[\d.]+)(pt|in|cm|mm|px)?", text)
    value = number(match[1]) if match else None
    if match is None or value is None:
        return None
    return value * {"pt": 1, "in": 72, "cm": 28.35, "mm": 2.835, "px": 0.75}.get(match[2] or "px", 0.75)
