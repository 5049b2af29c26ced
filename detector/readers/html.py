"""Web pages, also under a .doc name: much office software "exports to Word" by writing HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from detector.documents import BlockKind, Hiding
from detector.language import N_
from detector.readers.base import Extract, Reader
from detector.readers.cells import End, Paragraph, place_cells
from detector.readers.compose import Piece, Run, compose
from detector.readers.css import Seen, Sheet, read_sheet
from detector.readers.docx_looks import local_name
from detector.readers.limits import damaged
from detector.readers.list_numbers import formatted
from detector.readers.txt import decode
from detector.settings import Settings

_GONE = {"script", "style", "head", "template", "noscript", "svg", "del", "object"}
_STRUCK = {"s", "strike"}
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
        raise damaged(N_("its HTML cannot be followed ({error})").format(error=error)) from error
    if root is None:
        raise damaged(N_("its HTML is empty"))
    sheet = read_sheet(node.text or "" for node in root.iter("style"))
    return place_cells(_paragraphs(_texts(root, sheet, Seen())))


@dataclass(frozen=True, slots=True)
class _Text:
    """Text of the page; or, without any, the beginning or end of a block by its tag.

    `label` is what a page shows before the text of an item of a list.
    """

    text: str = ""
    label: str = ""
    hiding: Hiding | None = None
    struck: bool = False
    begins: str = ""
    ends: str = ""


def _paragraphs(texts: Iterable[_Text]) -> Iterator[Paragraph]:
    depth, runs, label = 0, list[Run](), ""
    for one in texts:
        if one.text:
            text = one.text if one.text == "\n" else re.sub(r"[ \t\r\n]+", " ", one.text)
            kind = BlockKind.STRUCK if one.struck else BlockKind.PARAGRAPH
            runs.append(Run(text, kind, hiding=one.hiding))
            continue
        shown = _stripped(runs)
        if label and any(run.hiding is None for run in shown):
            shown, label = (Run(label), *shown), ""
        yield Paragraph(shown, depth, _ENDS.get(one.ends, End.PARAGRAPH))
        runs, label = [], one.label or ("" if one.ends == "li" else label)
        depth += (one.begins == "table") - (one.ends == "table")
    yield Paragraph(_stripped(runs))


def _stripped(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without white space at the edges of what is seen, as pages show it, and none twice."""
    seen = [at for at, run in enumerate(runs) if run.hiding is None and run.text.strip(" \n")]
    if not seen:
        return tuple(run for run in runs if run.hiding)
    first, last = seen[0], seen[-1]
    kept = [run for at, run in enumerate(runs) if run.hiding or first <= at <= last]
    changed: list[Run] = []
    before = " "
    for run in kept:
        text = run.text.lstrip(" ") if run.hiding is None and before.isspace() else run.text
        if text:
            changed.append(run._replace(text=text))
        before = text[-1:] if run.hiding is None and text else before
    end = max(at for at, run in enumerate(changed) if run.hiding is None and run.text.strip(" \n"))
    changed[end] = changed[end]._replace(text=changed[end].text.rstrip(" \n"))
    return tuple(changed)


_ENDS = {"td": End.CELL, "th": End.CELL, "tr": End.ROW}


def _texts(node: Any, sheet: Sheet, around: Seen, *, struck: bool = False) -> Iterator[_Text]:
    name = local_name(node.tag)
    if name in _GONE:
        return
    inside = struck or name in _STRUCK or "line-through" in node.get("style", "")
    seen = sheet.inside(node, around)
    hiding = seen.of_text()
    is_block = name in _BLOCKS and seen.hiding is not Hiding.ATTRIBUTE  # what is not displayed ends no line
    if name == "br":
        yield _Text("\n", hiding=hiding if seen.hiding else None)
    if is_block:
        yield _Text(begins=name, label=_number_of(node) if name == "li" else "")
    if node.text:
        yield _Text(node.text, hiding=hiding, struck=inside)
    for child in node:
        yield from _texts(child, sheet, seen, struck=inside)
        if child.tail:
            yield _Text(child.tail, hiding=hiding, struck=inside)
    if is_block:
        yield _Text(ends=name)


def _number_of(item: Any) -> str:
    """The number or bullet that a page shows before an item of a list."""
    around = item.getparent()
    if around is None or around.tag != "ol":
        return "• "
    before = sum(1 for one in item.itersiblings("li", preceding=True))
    start = around.get("start", "1")
    value = (int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1) + before
    return f"{formatted(value, _LIST_TYPES.get(around.get('type', '1'), 'decimal'))}. "


_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


READER = Reader(N_("web page"), (".html", ".htm"), read)
