"""OpenDocument text (.odt): an own walk of content.xml, no LibreOffice needed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detector.documents import BlockKind, Hiding
from detector.language import N_
from detector.readers.base import Extract, Reader
from detector.readers.compose import Piece, Run, compose
from detector.readers.docx_looks import attribute, local_name
from detector.readers.limits import damaged, encrypted, open_zip, parse_xml, unpack
from detector.readers.looks import Look, Place
from detector.readers.odt_styles import Lists, OdtStyles
from detector.settings import Settings

_PARAGRAPHS = ("p", "h")
_GONE = (
    "tracked-changes",
    "annotation",
    "annotation-end",
    "sequence-decls",
    "forms",
    "ruby-text",
    "covered-table-cell",
)
_BOXES = ("text-box", "note")
_HIDDEN_FIELDS = ("hidden-text", "conditional-text")
_MAX_BLANKS = 1000


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    with open_zip(data, settings) as package:
        if "META-INF/manifest.xml" in package.NameToInfo and b"encryption-data" in _bytes(
            package, "META-INF/manifest.xml", settings
        ):
            raise encrypted()
        root = parse_xml(_bytes(package, "content.xml", settings))
        common = [parse_xml(_bytes(package, "styles.xml", settings))] if "styles.xml" in package.NameToInfo else []
        styles = OdtStyles(*common, root)
        context = _Context(styles, Lists(styles))
        pieces = _body(root, context)
        yield compose([*pieces, *(item for part in common for item in _running(part, context))])


@dataclass(frozen=True, slots=True)
class _Context:
    """What the parts of one document have in common."""

    styles: OdtStyles
    lists: Lists


def _body(root: Any, context: _Context) -> list[Piece]:
    where = Place(BlockKind.PARAGRAPH, background=context.styles.page)
    pieces = [item for body in root if local_name(body.tag) == "body" for item in _blocks(body, context, where)]
    notes = [item for item in pieces if item.runs[:1] and item.runs[0].kind == BlockKind.FOOTNOTE]
    return [item for item in pieces if item not in notes] + notes


def _running(root: Any, context: _Context) -> Iterator[Piece]:
    """Headers, then footers, of the page styles."""
    for prefix, kind in (("header", BlockKind.HEADER), ("footer", BlockKind.FOOTER)):
        seen: set[Piece] = set()
        names = (prefix, f"{prefix}-left", f"{prefix}-first")
        for node in (node for node in root.iter() if local_name(node.tag) in names):
            for item in _blocks(node, context, Place(kind, background=context.styles.page)):
                if item not in seen:
                    seen.add(item)
                    yield item


def _bytes(package: zipfile.ZipFile, path: str, settings: Settings) -> bytes:
    info = package.NameToInfo.get(path)
    if info is None:
        raise damaged(N_("the part {path} is missing, so it is no OpenDocument text").format(path=path))
    return unpack(package, info, settings)


def _blocks(node: Any, context: _Context, where: Place) -> Iterator[Piece]:
    tables = 0
    for item in node:
        name = local_name(item.tag)
        if name in _PARAGRAPHS:
            yield from _paragraph(item, context, where, "")
        elif name == "list":
            yield from _list(item, context, where, "", None, 0)
        elif name == "table":
            tables += 1
            yield from _table(item, context, where._replace(place=f"{where.place} table={tables}".strip()))
        elif name == "section":
            off = attribute(item, "display") == "none"
            yield from _blocks(item, context, where._replace(hiding=Hiding.ATTRIBUTE) if off else where)
        elif name not in _GONE:
            yield from _blocks(item, context, where)


def _list(
    node: Any, context: _Context, where: Place, outer: str, counted: list[int | None] | None, depth: int
) -> Iterator[Piece]:
    style = attribute(node, "style-name") or outer
    if not style:  # a list may be named by its first paragraph alone
        first = next((one for one in node.iter() if local_name(one.tag) in _PARAGRAPHS), None)
        name = "" if first is None else attribute(first, "style-name")
        style = context.styles.of("paragraph", name).list or ""
    if counted is None:
        counted = context.lists.counters(node, style)
    for item in (item for item in node if local_name(item.tag) in ("list-item", "list-header")):
        label = local_name(item.tag) == "list-item"
        for inner in item:
            name = local_name(inner.tag)
            if name in _PARAGRAPHS:
                start = attribute(item, "start-value")
                text = context.lists.label(counted, style, depth, start) if label else ""
                yield from _paragraph(inner, context, where, text, in_list=True)
                label = False
            elif name == "list":
                yield from _list(inner, context, where, style, counted, depth + 1)
            else:
                yield from _blocks([inner], context, where)


def _paragraph(node: Any, context: _Context, where: Place, label: str, *, in_list: bool = False) -> Iterator[Piece]:
    style = context.styles.of("paragraph", attribute(node, "style-name"))
    if not label and not in_list and local_name(node.tag) == "h" and attribute(node, "is-list-header") != "true":
        level = attribute(node, "outline-level")
        label = context.lists.heading(int(level)) if level.isdigit() else ""
    hiding = where.hiding or (Hiding.ATTRIBUTE if style.hidden else None)
    inside = where._replace(background=style.fill or where.background, hiding=hiding)
    runs = list(_runs(node, context, inside, style.look.over(where.look)))
    written = next((run for run in runs if run.text.strip()), None)
    number = [Run(label, where.kind, hiding=written.hiding)] if label and written else []
    yield Piece((*number, *runs), where.place)
    yield from _boxes(node, context, where)


def _table(table: Any, context: _Context, where: Place) -> Iterator[Piece]:
    kind = BlockKind.CELL if where.kind == BlockKind.PARAGRAPH else where.kind
    fill = context.styles.of("table", attribute(table, "style-name")).fill
    for row_number, row in enumerate(_inside(table, "table-row"), 1):
        off = attribute(row, "visibility") in ("collapse", "filter")
        behind = context.styles.of("table-row", attribute(row, "style-name")).fill or fill or where.background
        column = 1
        for cell in _inside(row, "table-cell", "covered-table-cell"):
            if local_name(cell.tag) == "table-cell":
                own = context.styles.of("table-cell", attribute(cell, "style-name")).fill
                place = f"{where.place} row={row_number} column={column}"
                inside = where._replace(kind=kind, place=place, background=own or behind)
                yield from _blocks(cell, context, inside._replace(hiding=Hiding.ATTRIBUTE) if off else inside)
            column += 1


def _inside(node: Any, *wanted: str) -> Iterator[Any]:
    """Descendants of these names, not inside one another."""
    for item in node:
        if local_name(item.tag) in wanted:
            yield item
        else:
            yield from _inside(item, *wanted)


def _runs(node: Any, context: _Context, where: Place, look: Look) -> Iterator[Run]:
    if node.text:
        yield where.run(_collapsed(node.text), look)
    for item in node:
        name = local_name(item.tag)
        if name == "tab":
            yield where.run("\t", look)
        elif name == "line-break":
            yield where.run("\n", look)
        elif name == "s":
            yield where.run(" " * _count(item), look)
        elif name in _HIDDEN_FIELDS:
            yield from _hidden_field(item, where, look)
        elif name == "placeholder":
            yield from _runs(item, context, where._replace(kind=BlockKind.PLACEHOLDER), look)
        elif name not in _GONE and name not in _BOXES and name not in _PARAGRAPHS:
            yield from _runs(item, context, *_span(item, context, where, look))
        if item.tail:
            yield where.run(_collapsed(item.tail), look)


def _span(node: Any, context: _Context, where: Place, look: Look) -> tuple[Place, Look]:
    """Where and how the text of a span stands."""
    if local_name(node.tag) != "span":
        return where, look
    style = context.styles.of("text", attribute(node, "style-name"))
    return (where._replace(hiding=Hiding.ATTRIBUTE) if style.hidden else where), style.look.over(look)


def _hidden_field(node: Any, where: Place, look: Look) -> Iterator[Run]:
    """A field that shows its text only under a condition."""
    off = attribute(node, "is-hidden") == "true"
    text = "".join(node.itertext()) or (attribute(node, "string-value") if off else "")
    if text:
        yield (where._replace(hiding=Hiding.ATTRIBUTE) if off else where).run(_collapsed(text), look)


def _collapsed(text: str) -> str:
    """White space in the XML of this format means one blank; more are written as elements."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def _count(node: Any) -> int:
    value = next((value for key, value in node.attrib.items() if local_name(key) == "c"), "1")
    return min(int(value), _MAX_BLANKS) if value.isascii() and value.isdigit() else 1


def _boxes(node: Any, context: _Context, where: Place) -> Iterator[Piece]:
    """Text boxes and notes anchored in a paragraph."""
    for item in node:
        name = local_name(item.tag)
        if name == "text-box":
            kind = BlockKind.TEXTBOX if where.kind == BlockKind.PARAGRAPH else where.kind
            yield from _blocks(item, context, where._replace(kind=kind))
        elif name == "note-body":
            yield from _blocks(item, context, where._replace(kind=BlockKind.FOOTNOTE))
        elif name in ("frame", "custom-shape", "rect"):
            fill = context.styles.of("graphic", attribute(item, "style-name")).fill
            yield from _boxes(item, context, where._replace(background=fill or where.background))
        elif name not in _GONE:
            yield from _boxes(item, context, where)


READER = Reader(N_("OpenDocument"), (".odt",), read)
