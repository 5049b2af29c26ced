"""Web pages, also under a .doc name: much office software "exports to Word" by writing HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from detector.readers.base import Extract, Reader
from detector.readers.cells import End, Paragraph, place_cells
from detector.readers.compose import Piece, Run, compose
from detector.readers.docx_looks import local_name
from detector.readers.limits import damaged
from detector.readers.txt import decode
from detector.settings import Settings

_GONE = {"script", "style", "head", "template", "noscript", "svg", "del", "object"}
_BLOCK_NAMES = "p div li h1 h2 h3 h4 h5 h6 tr td th table tbody thead ul ol body html section article pre dt dd"
_BLOCKS = frozenset(re.findall(r"\w+", _BLOCK_NAMES))


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    text, notes = decode(data, settings.max_file_characters)
    yield compose(pieces_of_page(text), notes=notes)


def pieces_of_page(text: str) -> Iterator[Piece]:
    """The visible text of a page. Raises `ReadError` if there is none to follow."""
    from lxml import etree

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except etree.LxmlError as error:
        raise damaged(f"its HTML cannot be followed ({error})") from error
    if root is None:
        raise damaged("its HTML is empty")
    return place_cells(_paragraphs(root))


def _paragraphs(root: Any) -> Iterator[Paragraph]:
    depth, parts = 0, list[str]()
    for text, begins, ends in _texts(root):
        if text:
            parts.append(text if text == "\n" else re.sub(r"[ \t\r\n]+", " ", text))
            continue
        yield Paragraph((Run("".join(parts).strip(" \n")),), depth, _ENDS.get(ends, End.PARAGRAPH))
        parts = []
        depth += (begins == "table") - (ends == "table")
    yield Paragraph((Run("".join(parts).strip(" \n")),))


_ENDS = {"td": End.CELL, "th": End.CELL, "tr": End.ROW}


def _texts(node: Any) -> Iterator[tuple[str, str, str]]:
    """Texts, and where a block begins and ends its tag in the second and third place."""
    name = local_name(node.tag)
    if name in _GONE:
        return
    if name == "br":
        yield "\n", "", ""
    if name in _BLOCKS:
        yield "", name, ""
    if node.text:
        yield node.text, "", ""
    for child in node:
        yield from _texts(child)
        if child.tail:
            yield child.tail, "", ""
    if name in _BLOCKS:
        yield "", "", name


READER = Reader("web page", (".html", ".htm"), read)
