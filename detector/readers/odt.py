"""OpenDocument text (.odt): an own walk of content.xml, no LibreOffice needed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from detector.documents import BlockKind
from detector.readers.base import Extract, Reader
from detector.readers.compose import Piece, Run, compose
from detector.readers.docx_looks import local_name
from detector.readers.limits import damaged, encrypted, open_zip, parse_xml, unpack
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
_MAX_BLANKS = 1000


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    with open_zip(data, settings) as package:
        if "META-INF/manifest.xml" in package.NameToInfo and b"encryption-data" in _bytes(
            package, "META-INF/manifest.xml", settings
        ):
            raise encrypted()
        yield compose([*_body(package, settings), *_running(package, settings)])


def _body(package: zipfile.ZipFile, settings: Settings) -> list[Piece]:
    root = parse_xml(_bytes(package, "content.xml", settings))
    pieces = [
        item for body in root if local_name(body.tag) == "body" for item in _blocks(body, BlockKind.PARAGRAPH, "")
    ]
    notes = [item for item in pieces if item.runs[:1] and item.runs[0].kind == BlockKind.FOOTNOTE]
    return [item for item in pieces if item not in notes] + notes


def _running(package: zipfile.ZipFile, settings: Settings) -> Iterator[Piece]:
    """Headers, then footers, of the page styles."""
    if "styles.xml" not in package.NameToInfo:
        return
    root = parse_xml(_bytes(package, "styles.xml", settings))
    for prefix, kind in (("header", BlockKind.HEADER), ("footer", BlockKind.FOOTER)):
        seen: set[Piece] = set()
        names = (prefix, f"{prefix}-left", f"{prefix}-first")
        for node in (node for node in root.iter() if local_name(node.tag) in names):
            for item in _blocks(node, kind, ""):
                if item not in seen:
                    seen.add(item)
                    yield item


def _bytes(package: zipfile.ZipFile, path: str, settings: Settings) -> bytes:
    info = package.NameToInfo.get(path)
    if info is None:
        raise damaged(f"the part {path} is missing, so it is no OpenDocument text")
    return unpack(package, info, settings)


def _blocks(node: Any, kind: BlockKind, place: str) -> Iterator[Piece]:
    tables = 0
    for item in node:
        name = local_name(item.tag)
        if name in _PARAGRAPHS:
            yield Piece(tuple(_runs(item, kind)), place)
            yield from _boxes(item, kind, place)
        elif name == "table":
            tables += 1
            yield from _table(item, kind, f"{place} table={tables}".strip())
        elif name not in _GONE:
            yield from _blocks(item, kind, place)


def _table(table: Any, kind: BlockKind, place: str) -> Iterator[Piece]:
    cell_kind = BlockKind.CELL if kind == BlockKind.PARAGRAPH else kind
    for row_number, row in enumerate(_inside(table, "table-row"), 1):
        column = 1
        for cell in _inside(row, "table-cell", "covered-table-cell"):
            if local_name(cell.tag) == "table-cell":
                yield from _blocks(cell, cell_kind, f"{place} row={row_number} column={column}")
            column += 1


def _inside(node: Any, *wanted: str) -> Iterator[Any]:
    """Descendants of these names, not inside one another."""
    for item in node:
        if local_name(item.tag) in wanted:
            yield item
        else:
            yield from _inside(item, *wanted)


def _runs(node: Any, kind: BlockKind) -> Iterator[Run]:
    if node.text:
        yield Run(_collapsed(node.text), kind)
    for item in node:
        name = local_name(item.tag)
        if name == "tab":
            yield Run("\t", kind)
        elif name == "line-break":
            yield Run("\n", kind)
        elif name == "s":
            yield Run(" " * _count(item), kind)
        elif name not in _GONE and name not in _BOXES and name not in _PARAGRAPHS:
            yield from _runs(item, kind)
        if item.tail:
            yield Run(_collapsed(item.tail), kind)


def _collapsed(text: str) -> str:
    """White space in the XML of this format means one blank; more are written as elements."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def _count(node: Any) -> int:
    value = next((value for key, value in node.attrib.items() if local_name(key) == "c"), "1")
    return min(int(value), _MAX_BLANKS) if value.isascii() and value.isdigit() else 1


def _boxes(node: Any, kind: BlockKind, place: str) -> Iterator[Piece]:
    """Text boxes and notes anchored in a paragraph."""
    for item in node:
        name = local_name(item.tag)
        if name == "text-box":
            yield from _blocks(item, BlockKind.TEXTBOX if kind == BlockKind.PARAGRAPH else kind, place)
        elif name == "note-body":
            yield from _blocks(item, BlockKind.FOOTNOTE, place)
        elif name not in _GONE:
            yield from _boxes(item, kind, place)


READER = Reader("OpenDocument", (".odt",), read)
