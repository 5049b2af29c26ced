"""Web pages, also under a .doc name: much office software "exports to Word" by writing HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from detector.documents import BlockKind
from detector.readers.base import Extract, Reader
from detector.readers.compose import Piece, compose, piece
from detector.readers.docx_walk import local_name
from detector.readers.limits import damaged
from detector.readers.txt import decode
from detector.settings import Settings

_GONE = {"script", "style", "head", "template", "noscript", "svg", "del", "object"}
_BLOCK_NAMES = "p div li h1 h2 h3 h4 h5 h6 tr td th table tbody thead ul ol body html section article pre dt dd"
_BLOCKS = frozenset(re.findall(r"\w+", _BLOCK_NAMES))


def read(data: bytes, settings: Settings) -> Iterator[Extract]:  # noqa: ARG001
    from lxml import etree

    text, notes = decode(data)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except etree.LxmlError as error:
        raise damaged(f"its HTML cannot be followed ({error})") from error
    if root is None:
        raise damaged("its HTML is empty")
    yield compose(_pieces(root), notes=notes)


def _pieces(root: Any) -> Iterator[Piece]:
    kind, parts = BlockKind.PARAGRAPH, list[str]()
    for text, block in _texts(root):
        if block:
            yield piece("".join(parts).strip(), kind)
            kind, parts = (BlockKind.CELL if block in ("td", "th") else BlockKind.PARAGRAPH), []
        else:
            parts.append(text if text == "\n" else re.sub(r"[ \t\r\n]+", " ", text))
    yield piece("".join(parts).strip(), kind)


def _texts(node: Any) -> Iterator[tuple[str, str]]:
    """(text, "") for text and ("", tag) where a block begins or, with the tag of what is around it, ends."""
    name = local_name(node.tag)
    if name in _GONE:
        return
    if name == "br":
        yield "\n", ""
    if name in _BLOCKS:
        yield "", name
    if node.text:
        yield node.text, ""
    for child in node:
        yield from _texts(child)
        if local_name(child.tag) in _BLOCKS:
            yield "", name
        if child.tail:
            yield child.tail, ""


READER = Reader("web page", (".html", ".htm"), read)
