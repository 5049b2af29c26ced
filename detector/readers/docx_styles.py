"""What Word styles say that matters to reading: how text looks, what is behind it, and which list it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detector.readers.docx_looks import W, child, named, run_look, shading, w
from detector.readers.looks import NO_LOOK, Colour, Look

_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DEEPEST = 20  # longer chains, or loops, come from no word processor
# By the bit of `w:tblLook` that asks for them; what stands later wins
_CONDITIONS = (
    ("band1Vert", "noVBand", 0x0400),
    ("band2Vert", "noVBand", 0x0400),
    ("band1Horz", "noHBand", 0x0200),
    ("band2Horz", "noHBand", 0x0200),
    ("firstCol", "firstColumn", 0x0080),
    ("lastCol", "lastColumn", 0x0100),
    ("firstRow", "firstRow", 0x0020),
    ("lastRow", "lastRow", 0x0040),
)


@dataclass(frozen=True, slots=True)
class Style:
    """`fill` is behind its paragraphs or cells; `list` is the number of the list and the level that it sets."""

    look: Look = NO_LOOK
    fill: Colour | None = None
    list: tuple[str, str] | None = None
    parts: Mapping[str, Style] = field(default_factory=dict)  # of a table, by condition

    def over(self, base: Style) -> Style:
        """This style, and what `base` says where it says nothing."""
        names = dict.fromkeys((*base.parts, *self.parts))
        parts = {name: self.parts.get(name, NO_STYLE).over(base.parts.get(name, NO_STYLE)) for name in names}
        return Style(self.look.over(base.look), self.fill or base.fill, self.list or base.list, parts)


NO_STYLE = Style()


class Styles:
    """The styles of a document, each read when it is asked for: a file may have hundreds and use three.

    Attributes:
        defaults: of all letters.
        have_lists: whether any style sets a list.
    """

    def __init__(self, root: Any = None) -> None:
        nodes = [] if root is None else list(root.iter(W + "style", _STRICT + "style"))
        self._nodes = {w(node, "styleId"): node for node in nodes}
        self._known: dict[str, Style] = {}
        usual = (w(n, "styleId") for n in nodes if w(n, "type") == "paragraph" and w(n, "default") not in ("", "0"))
        self._paragraph = next(usual, "Normal")
        self.defaults = run_look(child(child(child(root, "docDefaults"), "rPrDefault"), "rPr"))
        self.have_lists = any(child(child(node, "pPr"), "numPr") is not None for node in nodes)

    def of(self, name: str) -> Style:
        """The style of that id with what it inherits; one that says nothing if there is none."""
        if name not in self._nodes:
            return NO_STYLE
        if name not in self._known:
            self._known[name] = self._inherited(name)
        return self._known[name]

    def of_paragraph(self, properties: Mapping[str, Any]) -> Style:
        """The style of a paragraph with these properties."""
        return self.of(w(properties.get("pStyle"), "val") or self._paragraph)

    def _inherited(self, name: str) -> Style:
        style = NO_STYLE
        for _ in range(_DEEPEST):
            node = self._nodes.get(name)
            if node is None:
                break
            style = style.over(_style(node))
            name = w(child(node, "basedOn"), "val")
        return style


# A hidden or pre-Unicode font, light letters or any fill, small or narrow letters, a list: most styles have none of it,
# and to parse them takes longer than all the rest
_TELLING = re.compile(
    rb"vanish|=\"(?:\.vn|vni[- ]|vnstcvn|abc)|:fill=\"[0-9a-f]{6}|:color w:val=\"(?!auto|0)|:sz w:val=\"[1-4]\""
    rb"|:w w:val|:numPr|<!|\xff\xfe|\xfe\xff",
    re.IGNORECASE,
)


def matters(data: bytes) -> bool:
    """Whether a styles part says anything that this module looks for."""
    return _TELLING.search(data) is not None


def _style(node: Any) -> Style:
    parts = {
        w(part, "type"): _style(part) for part in node if isinstance(part.tag, str) and part.tag.endswith("}tblStylePr")
    }
    fills = (shading(child(child(node, name), "shd")) for name in ("tcPr", "tblPr", "pPr"))
    fill = next((fill for fill in fills if fill is not None), None)
    return Style(run_look(child(node, "rPr")), fill, list_of(named(child(node, "pPr"))), parts)


def list_of(properties: Mapping[str, Any]) -> tuple[str, str] | None:
    """(number of the list, level) of paragraph properties; None where they say nothing of a list."""
    node = properties.get("numPr")
    if node is None:
        return None
    return w(child(node, "numId"), "val"), w(child(node, "ilvl"), "val")


def cell_style(style: Style, look: Any, row: int, rows: int, column: int, columns: int) -> Style:
    """What a table style says of one cell: row and column count from 1, `look` is the table's w:tblLook or None."""
    if not style.parts:
        return style
    asked = set(_asked(look))
    first_row, first_column = "firstRow" in asked, "firstCol" in asked
    found = {
        "band1Vert": (column - first_column) % 2 == 1,
        "band2Vert": (column - first_column) % 2 == 0 and not (first_column and column == 1),
        "band1Horz": (row - first_row) % 2 == 1,
        "band2Horz": (row - first_row) % 2 == 0 and not (first_row and row == 1),
        "firstCol": column == 1,
        "lastCol": column == columns,
        "firstRow": row == 1,
        "lastRow": row == rows,
    }
    whole = style.parts.get("wholeTable", NO_STYLE).over(style)
    for name, _, _ in _CONDITIONS:
        if name in asked and found[name] and name in style.parts:
            whole = style.parts[name].over(whole)
    return whole


def _asked(look: Any) -> Iterator[str]:
    """The conditions that a table asks for; Word's own choice where it does not say."""
    bits = w(look, "val")
    mask = int(bits, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", bits) else 0x04A0
    for name, attribute, bit in _CONDITIONS:
        flag = w(look, attribute)
        on = flag not in ("0", "false", "off") if flag else bool(mask & bit)
        if on != attribute.startswith("no"):
            yield name
