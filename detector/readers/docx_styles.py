"""What Word styles say that matters to reading: hidden text and pre-Unicode fonts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from detector.readers.encoding import legacy_font

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


@dataclass(frozen=True, slots=True)
class Styles:
    """By style id: the pre-Unicode font it sets ("" for a font that is none) and whether it hides its text."""

    fonts: dict[str, str]
    hidden: dict[str, bool]
    default_font: str


NO_STYLES = Styles({}, {}, "")


def matters(data: bytes) -> bool:
    """Whether a styles part can say anything: most say neither, and parsing them takes longer than all the rest."""
    return re.search(rb"vanish|=\"(\.vn|vni[- ]|vnstcvn|abc)|<!|\xff\xfe|\xfe\xff", data, re.IGNORECASE) is not None


def read_styles(root: Any) -> Styles:
    """Styles with what they inherit; a style that says nothing about a property is not in that table."""
    properties = {w(node, "styleId"): node for node in root.iter(W + "style", _STRICT + "style")}
    parents = {name: w(child(node, "basedOn"), "val") for name, node in properties.items()}
    own_fonts = {name: font for name, node in properties.items() if (font := run_font(child(node, "rPr"))) is not None}
    own_hidden = {
        name: flag for name, node in properties.items() if (flag := run_hidden(child(node, "rPr"))) is not None
    }
    defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
    return Styles(
        {name: own_fonts[found] for name in properties if (found := _heir(name, own_fonts, parents))},
        {name: own_hidden[found] for name in properties if (found := _heir(name, own_hidden, parents))},
        run_font(defaults) or "",
    )


def _heir(name: str, table: dict[str, Any], parents: dict[str, str]) -> str:
    """The nearest style up the chain from `name` that is in `table`, else an empty string."""
    for _ in range(20):  # deeper chains, or loops, come from no word processor
        if name in table:
            return name
        name = parents.get(name, "")
        if not name:
            break
    return ""


def run_font(properties: Any) -> str | None:
    """The pre-Unicode font that run properties set, "" if they set another one, None if none."""
    fonts = child(properties, "rFonts")
    if fonts is None:
        return None
    names = [value for key in ("ascii", "hAnsi", "cs") if (value := w(fonts, key))]
    legacy = [font for name in names if (font := legacy_font(name))]
    return legacy[0] if legacy else ("" if names else None)


def run_hidden(properties: Any) -> bool | None:
    flag = child(properties, "vanish")
    return None if flag is None else w(flag, "val") not in ("0", "false", "off")


def child(node: Any, name: str) -> Any:
    """The first child of that local name, or None; None of None."""
    if node is None:
        return None
    found = node.find(W + name)
    return found if found is not None else node.find(_STRICT + name)


def w(node: Any, name: str) -> str:
    """A WordprocessingML attribute, or an empty string; also of None."""
    if node is None:
        return ""
    return node.get(W + name) or node.get(_STRICT + name) or ""
