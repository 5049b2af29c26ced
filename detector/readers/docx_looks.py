"""What the properties of Word's runs, paragraphs and cells say that decides whether and how their text is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from detector.readers.encoding import legacy_font
from detector.readers.looks import BLACK, CLEAR, NO_LOOK, UNKNOWN, WHITE, Colour, Look, mixed, of_hex

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

_HIGHLIGHTS = {
    "black": BLACK,
    "white": WHITE,
    "blue": (0, 0, 255),
    "cyan": (0, 255, 255),
    "green": (0, 255, 0),
    "magenta": (255, 0, 255),
    "red": (255, 0, 0),
    "yellow": (255, 255, 0),
    "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128),
    "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128),
    "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128),
    "lightGray": (192, 192, 192),
}
_SCHEME = {"bg1": WHITE, "lt1": WHITE, "tx1": BLACK, "dk1": BLACK}  # of nearly every theme
_NOTHING: Mapping[str, Any] = {}
_CLEAR_ALPHA = 90_000  # transparency in thousandths of a per cent


def run_look(properties: Any) -> Look:
    """What run properties say; nothing if there are none."""
    if properties is None or not len(properties):
        return NO_LOOK
    found: dict[str, Any] = {}
    for item in properties:
        read = _reading(item.tag)
        if read is not None:
            found |= {key: value for key, value in read(item).items() if value is not None}
    return Look(**found) if found else NO_LOOK


def shading(node: Any) -> Colour | None:
    """The colour of w:shd; None if it has none."""
    if node is None:
        return None
    pattern, fill, ink = w(node, "val"), of_hex(w(node, "fill")), of_hex(w(node, "color"))
    if pattern.startswith("pct") and pattern[3:].isdigit():
        return mixed(min(int(pattern[3:]), 100) / 100, ink or BLACK, fill or WHITE)
    if pattern == "solid":
        return ink or BLACK
    return fill if pattern in ("clear", "nil", "") else UNKNOWN


def is_on(flag: Any) -> bool:
    """The value of a property that is on by being there."""
    return flag is not None and w(flag, "val") not in ("0", "false", "off")


def named(node: Any) -> Mapping[str, Any]:
    """The children by their local names, the first of each; none of None. For nodes that are asked for several."""
    if node is None or not len(node):
        return _NOTHING
    found: dict[str, Any] = {}
    for item in node:
        found.setdefault(word_name(item.tag), item)
    return found


def child(node: Any, name: str) -> Any:
    """The first child of that local name, or None; None of None."""
    for item in () if node is None else node:
        if word_name(item.tag) == name:
            return item
    return None


def w(node: Any, name: str) -> str:
    """A WordprocessingML attribute, or an empty string; also of None."""
    if node is None:
        return ""
    return node.get(W + name) or node.get(_STRICT + name) or ""


def number(text: str) -> float | None:
    """A number as attributes have it, or None."""
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return None


def attribute(node: Any, name: str) -> str:
    """An attribute by its local name, or an empty string."""
    return next((value for key, value in node.attrib.items() if local_name(key) == name), "")


@lru_cache(maxsize=1000)
def local_name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@lru_cache(maxsize=1000)
def word_name(tag: object) -> str:
    """The local name of an element of Word's own, "" of another."""
    return local_name(tag) if str(tag).startswith((W, _STRICT)) else ""


@lru_cache(maxsize=1000)
def _reading(tag: object) -> Callable[[Any], Mapping[str, Any]] | None:
    """What reads a run property; None where it has no say."""
    return (_READ_W14 if str(tag).startswith(_W14) else _READ).get(local_name(tag))


def _font(node: Any) -> Mapping[str, Any]:
    names = [value for key in ("ascii", "hAnsi", "cs") if (value := w(node, key))]
    legacy = [font for name in names if (font := legacy_font(name))]
    return {"font": legacy[0] if legacy else ("" if names else None)}


def _colour(node: Any) -> Mapping[str, Any]:
    value = w(node, "val")
    return {"colour": of_hex(value) or UNKNOWN} if value else {}


def _size(node: Any) -> Mapping[str, Any]:
    text = w(node, "val")
    value = number(text.removesuffix("pt"))
    return {"points": value if value is None or text.endswith("pt") else value / 2}


def _highlight(node: Any) -> Mapping[str, Any]:
    return {"fill": _HIGHLIGHTS.get(w(node, "val"))}


def _text_fill(node: Any) -> Mapping[str, Any]:
    """The fill that Word since 2010 shows in the place of the colour."""
    kinds = {local_name(item.tag): item for item in node}
    if "noFill" in kinds:
        return {"colour": CLEAR}
    solid = next(iter(kinds.get("solidFill", ())), None)
    if solid is None:
        return {}
    alpha = next((number(str(item.get(_W14 + "val"))) for item in solid if local_name(item.tag) == "alpha"), None)
    value = str(solid.get(_W14 + "val"))
    return {"colour": CLEAR if (alpha or 0) >= _CLEAR_ALPHA else _SCHEME.get(value) or of_hex(value) or UNKNOWN}


def _outline(node: Any) -> Mapping[str, Any]:
    return {"effects": not any(local_name(item.tag) == "noFill" for item in node) or None}


def _effect(node: Any) -> Mapping[str, Any]:
    return {"effects": is_on(node)}


_READ: Mapping[str, Callable[[Any], Mapping[str, Any]]] = {
    "rFonts": _font,
    "vanish": lambda node: {"hidden": is_on(node)},
    "color": _colour,
    "sz": _size,
    "w": lambda node: {"percent": number(w(node, "val").rstrip("%"))},
    "highlight": _highlight,
    "shd": lambda node: {"fill": shading(node)},
    "shadow": _effect,
    "emboss": _effect,
    "imprint": _effect,
}
_READ_W14: Mapping[str, Callable[[Any], Mapping[str, Any]]] = {
    "textFill": _text_fill,
    "textOutline": _outline,
    "shadow": lambda _: {"effects": True},
    "glow": lambda _: {"effects": True},
}
