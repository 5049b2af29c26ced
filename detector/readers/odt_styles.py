"""What OpenDocument styles say that matters to reading: how text looks, what is behind it, and its lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from detector.readers.docx_looks import attribute, local_name, number
from detector.readers.encoding import legacy_font
from detector.readers.list_numbers import LEVELS, Level, shown
from detector.readers.looks import CLEAR, NO_LOOK, UNKNOWN, WHITE, Colour, Look, of_hex

_DEEPEST = 20
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_FAINT_PERCENT = 10.0  # of opacity


@dataclass(frozen=True, slots=True)
class Style:
    """`fill` is behind its paragraphs, cells or frames; `list` is the list style that its paragraphs belong to."""

    look: Look = NO_LOOK
    fill: Colour | None = None
    hidden: bool | None = None
    list: str | None = None
    level: int | None = None

    def over(self, base: Style) -> Style:
        """This style, and what `base` says where it says nothing."""
        return Style(
            self.look.over(base.look),
            self.fill or base.fill,
            base.hidden if self.hidden is None else self.hidden,
            base.list if self.list is None else self.list,
            base.level if self.level is None else self.level,
        )


NO_STYLE = Style()


class OdtStyles:
    """The styles of both parts of a file, each read when it is asked for.

    Attributes:
        page: what is behind its pages.
    """

    def __init__(self, *roots: Any) -> None:
        nodes = [node for root in roots for node in root.iter() if isinstance(node.tag, str)]
        named = [node for node in nodes if local_name(node.tag) == "style"]
        self._nodes = {(attribute(node, "family"), attribute(node, "name")): node for node in named}
        self._usual = {attribute(node, "family"): node for node in nodes if local_name(node.tag) == "default-style"}
        faces = (node for node in nodes if local_name(node.tag) == "font-face")
        self._faces = {attribute(node, "name"): attribute(node, "font-family").strip("'\"") for node in faces}
        lists = [node for node in nodes if local_name(node.tag) in ("list-style", "outline-style")]
        self._lists = {
            "outline" if local_name(node.tag) == "outline-style" else attribute(node, "name"): _levels(node)
            for node in lists
        }
        self._known: dict[tuple[str, str], Style] = {}
        layouts = (node for node in nodes if local_name(node.tag) == "page-layout-properties")
        self.page = next((fill for node in layouts if (fill := _fill(node))), WHITE)

    def of(self, family: str, name: str) -> Style:
        """The style with what it inherits; what all of the family have if there is none of that name."""
        key = (family, name)
        if key not in self._known:
            self._known[key] = self._inherited(family, name)
        return self._known[key]

    def levels(self, name: str) -> Mapping[int, Level]:
        """The levels of a list style; none if there is no such list."""
        return self._lists.get(name, {})

    def _inherited(self, family: str, name: str) -> Style:
        style = NO_STYLE
        for _ in range(_DEEPEST):
            node = self._nodes.get((family, name))
            if node is None:
                break
            style = style.over(self._style(node))
            name = attribute(node, "parent-style-name")
        usual = self._usual.get(family)
        return style if usual is None else style.over(self._style(usual))

    def _style(self, node: Any) -> Style:
        level = attribute(node, "default-outline-level")
        found = Style(
            list=attribute(node, "list-style-name") if has(node, "list-style-name") else None,
            level=int(level) if level.isdigit() else None,
        )
        for item in node:
            name = local_name(item.tag)
            if name == "text-properties":
                hidden = {"none": True, "true": False}.get(attribute(item, "display"))
                found = replace(found, look=self._look(item), hidden=hidden)
            elif (
                name in ("paragraph-properties", "table-cell-properties", "table-properties", "graphic-properties")
                or name == "section-properties"
            ):
                found = replace(found, fill=_fill(item) or found.fill)
        return found

    def _look(self, node: Any) -> Look:
        family = attribute(node, "font-family").strip("'\"") or self._faces.get(attribute(node, "font-name"), "")
        family = family or attribute(node, "font-name")
        size = attribute(node, "font-size")
        scale = attribute(node, "text-scale")
        return Look(
            font=legacy_font(family) if family else None,
            colour=_letters(node),
            points=number(size.removesuffix("pt")) if size.endswith("pt") else None,
            percent=number(scale.removesuffix("%")) if scale.endswith("%") else None,
            fill=of_hex(attribute(node, "background-color")),
            effects=True if attribute(node, "text-shadow") not in ("", "none") else None,
        )


def _letters(node: Any) -> Colour | None:
    if attribute(node, "use-window-font-color") == "true":  # beside it LibreOffice writes an opacity of 0
        return UNKNOWN
    opacity = number(attribute(node, "opacity").removesuffix("%"))
    return CLEAR if opacity is not None and opacity < _FAINT_PERCENT else of_hex(attribute(node, "color"))


def _fill(node: Any) -> Colour | None:
    """The background of a paragraph, cell, frame or page; None if it has none of its own."""
    kind = attribute(node, "fill")
    if kind in ("gradient", "bitmap", "hatch") or any(local_name(item.tag) == "background-image" and len(item.attrib)
                                                      for item in node):  # fmt: skip
        return UNKNOWN
    colours = [attribute(node, "background-color")] + ([attribute(node, "fill-color")] if kind == "solid" else [])
    return next((colour for value in colours if (colour := of_hex(value)) is not None), None)


def has(node: Any, name: str) -> bool:
    """Whether it has an attribute of that local name."""
    return any(local_name(key) == name for key in node.attrib)


def _levels(node: Any) -> Mapping[int, Level]:
    found = {}
    for item in node:
        depth = attribute(item, "level")
        if not depth.isdigit() or not 1 <= int(depth) <= LEVELS:
            continue
        kind = local_name(item.tag)
        if kind == "list-level-style-bullet":
            text = attribute(item, "num-prefix") + attribute(item, "bullet-char") + attribute(item, "num-suffix")
            found[int(depth) - 1] = Level("bullet", text, font=_bullet_font(item))
        elif kind in ("list-level-style-number", "outline-level-style"):
            kept = _FORMATS.get(attribute(item, "num-format"), "decimal")
            start = attribute(item, "start-value")
            found[int(depth) - 1] = Level(kept, _pattern(item, int(depth), kept), int(start) if start.isdigit() else 1)
    return found


def _bullet_font(node: Any) -> str:
    fonts = (attribute(item, "font-name") for item in node if local_name(item.tag) == "text-properties")
    return next((font for font in fonts if font), "")


def _pattern(node: Any, depth: int, kind: str) -> str:
    """``%1.%2)`` from the parts in which the format keeps it; nothing for a level without a number."""
    if kind == "none":
        return ""
    count = attribute(node, "display-levels")
    first = max(depth - (int(count) if count.isdigit() else 1), 0)
    figures = ".".join(f"%{at}" for at in range(first + 1, depth + 1))
    whole = re.sub(r"%(\d+)%", r"%\1", attribute(node, "num-list-format"))
    return whole or attribute(node, "num-prefix") + figures + attribute(node, "num-suffix")


def _unbegun() -> list[int | None]:
    return [None] * LEVELS


@dataclass(slots=True)
class Lists:
    """How far the lists of a document were counted: ask for their items in order."""

    styles: OdtStyles
    _last: dict[str, list[int | None]] = field(default_factory=dict)
    _by_id: dict[str, list[int | None]] = field(default_factory=dict)

    def counters(self, node: Any, style: str) -> list[int | None]:
        """The counters of a list that begins here: new ones, or those that it says it goes on with."""
        before = self._by_id.get(attribute(node, "continue-list"))
        if before is None and attribute(node, "continue-numbering") == "true":
            before = self._last.get(style)
        counted = _unbegun() if before is None else before
        self._last[style] = counted
        identity = next((value for key, value in node.attrib.items() if local_name(key) == "id"), "")
        if identity:
            self._by_id[identity] = counted
        return counted

    def heading(self, level: int) -> str:
        """The number of a heading of that level, 1 for the highest."""
        return self.label(self._last.setdefault("outline", _unbegun()), "outline", level - 1, "")

    def label(self, counted: list[int | None], style: str, depth: int, start: str) -> str:
        """The number of the next item of that level."""
        levels = self.styles.levels(style)
        if depth not in levels:
            return ""
        before = counted[depth]
        given = int(start) if start.isdigit() else None
        counted[depth] = given if given is not None else levels[depth].start if before is None else before + 1
        for deeper in range(depth + 1, LEVELS):
            counted[deeper] = None
        return shown(levels, depth, counted)
