"""Automatic numbers of Word paragraphs, which stand in no run: ``1.``, ``a)``, ``-``, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detector.readers.docx_looks import child, is_on, local_name, w
from detector.readers.docx_styles import Style, Styles, list_of
from detector.readers.list_numbers import LEVELS, Counters, Level, NumberedList


@dataclass(frozen=True, slots=True)
class Numbers:
    """The lists of a document; ask for its paragraphs in their order. `styles` has levels by list and style."""

    counters: Counters = field(default_factory=Counters)
    styles: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def from_the_start(self) -> Numbers:
        """The same lists, of which nothing is counted yet."""
        return Numbers(Counters(self.counters.lists), self.styles)

    def label(self, properties: Mapping[str, Any], style: Style) -> str:
        """The number of the next paragraph with what follows it, or an empty string."""
        if not self.counters.lists:
            return ""
        own = list_of(properties)
        name, level = own or style.list or ("", "")
        if own and not name and style.list:  # a paragraph may set the level alone
            name = style.list[0]
        depth = _whole(level, self.styles.get((name, w(properties.get("pStyle"), "val")), 0))
        return self.counters.label(name, depth)


def read_numbers(root: Any, styles: Styles) -> Numbers:
    """The lists of the numbering part; some are kept in a style."""
    abstract = {w(node, "abstractNumId"): node for node in _children(root, "abstractNum")}
    links = {w(node, "numId"): w(child(node, "abstractNumId"), "val") for node in _children(root, "num")}
    lists: dict[str, NumberedList] = {}
    of_style: dict[tuple[str, str], int] = {}
    for node in _children(root, "num"):
        name = w(node, "numId")
        counters = links[name]
        style = w(child(abstract.get(counters), "numStyleLink"), "val")
        if style and (kept := styles.of(style).list):
            counters = links.get(kept[0], counters)
        overrides = {_depth(one): one for one in _children(node, "lvlOverride")}
        nodes = list(_children(abstract.get(counters), "lvl"))
        levels = {_depth(one): _level(one) for one in nodes}
        of_style |= {(name, style): _depth(one) for one in nodes if (style := w(child(one, "pStyle"), "val"))}
        own = {depth: child(one, "lvl") for depth, one in overrides.items()}
        levels |= {depth: _level(one) for depth, one in own.items() if one is not None}
        starts = {depth: child(one, "startOverride") for depth, one in overrides.items()}
        given = {depth: _whole(w(one, "val"), 1) for depth, one in starts.items() if one is not None}
        lists[name] = NumberedList(counters, levels, given)
    return Numbers(Counters(lists), of_style)


def _children(node: Any, name: str) -> Iterator[Any]:
    yield from (item for item in (() if node is None else node) if local_name(item.tag) == name)


def _depth(node: Any) -> int:
    return min(_whole(w(node, "ilvl"), 0), LEVELS - 1)


def _level(node: Any) -> Level:
    restart = child(node, "lvlRestart")
    return Level(
        format=w(child(node, "numFmt"), "val") or "decimal",
        text=w(child(node, "lvlText"), "val"),
        start=_whole(w(child(node, "start"), "val"), 1),
        font=w(child(child(node, "rPr"), "rFonts"), "ascii"),
        follow=w(child(node, "suff"), "val"),
        restarts=LEVELS if restart is None else _whole(w(restart, "val"), 0),
        plain=is_on(child(node, "isLgl")),
    )


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
