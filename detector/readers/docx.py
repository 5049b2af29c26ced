"""Word documents (.docx, .docm): the visible text in reading order, macros never looked at."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from detector.documents import BlockKind, ReadingNote
from detector.errors import ReadError
from detector.readers.base import Extract, Reader
from detector.readers.compose import Piece, compose, piece
from detector.readers.docx_styles import NO_STYLES, Styles, matters, read_styles
from detector.readers.docx_walk import local_name, walk
from detector.readers.limits import damaged, open_zip, parse_xml, unpack
from detector.readers.sniff import sniff
from detector.settings import Settings

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# After the body, so that what stands on every page is no evidence between paragraphs
_EXTRAS = (
    ("footnotes", BlockKind.FOOTNOTE),
    ("endnotes", BlockKind.FOOTNOTE),
    ("header", BlockKind.HEADER),
    ("footer", BlockKind.FOOTER),
)
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    with open_zip(data, settings) as package:
        pieces, notes = _pieces(package, settings)
        yield compose(pieces, notes=notes)


def _pieces(package: zipfile.ZipFile, settings: Settings) -> tuple[list[Piece], list[ReadingNote]]:
    main = _main_part(package, settings)
    related = _relations(package, main, settings)
    styles = _styles(package, related, settings)
    pieces = list(walk(_part(package, main, settings), styles, BlockKind.PARAGRAPH))
    notes: list[ReadingNote] = []
    for target in (target for kind, target in related if kind == "aFChunk"):
        try:
            pieces += _chunk(_bytes(package, target, settings), settings)
        except ReadError:
            notes.append(ReadingNote("damaged_part", f"part={target}"))
    for kind_name, block_kind in _EXTRAS:
        seen: set[tuple[Piece, ...]] = set()
        for target in (target for kind, target in related if kind == kind_name):
            try:
                extra = tuple(_extra(package, target, styles, block_kind, settings))
            except ReadError:  # a damaged footer is no reason to lose the body
                notes.append(ReadingNote("damaged_part", f"part={target}"))
                continue
            pieces += extra if extra not in seen else ()  # first-page, even and odd headers are often the same
            seen.add(extra)
    return pieces, notes


def _chunk(data: bytes, settings: Settings) -> list[Piece]:
    """A page or text that was put into the document as a file of its own; some programs write nothing else."""
    from detector.readers import html, mht, rtf, txt

    readers = {".html": html.READER, ".mht": mht.READER, ".rtf": rtf.READER, None: txt.READER}
    reader = readers.get(sniff(data))
    if reader is None:
        raise damaged("it holds a file of another kind")
    found = [item for item in reader.read(data, settings) if isinstance(item, Extract)]
    return [
        piece(item.text[block.start : block.end], block.kind, block.place) for item in found for block in item.blocks
    ]


def _extra(
    package: zipfile.ZipFile, target: str, styles: Styles, kind: BlockKind, settings: Settings
) -> Iterator[Piece]:
    root = _part(package, target, settings)
    for note in [node for node in root if _attribute(node, "type") in _SEPARATORS]:
        root.remove(note)
    yield from walk(root, styles, kind)


def _main_part(package: zipfile.ZipFile, settings: Settings) -> str:
    targets = [target for kind, target in _relations(package, "", settings) if kind == "officeDocument"]
    return targets[0] if targets else "word/document.xml"


def _relations(package: zipfile.ZipFile, part: str, settings: Settings) -> list[tuple[str, str]]:
    """(last word of the relation's type, path inside the package), internal ones only, in the file's order."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    try:
        nodes = list(_part(package, path, settings).iter(_RELATION))
    except ReadError:
        return []  # the body is found at its usual place
    return [
        (node.get("Type", "").rpartition("/")[2], _resolve(folder, node.get("Target", "")))
        for node in nodes
        if node.get("TargetMode") != "External"
    ]


def _resolve(folder: str, target: str) -> str:
    parts: list[str] = []
    for step in (target if target.startswith("/") else f"{folder}/{target}").split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


def _styles(package: zipfile.ZipFile, related: list[tuple[str, str]], settings: Settings) -> Styles:
    target = next((target for kind, target in related if kind == "styles"), "word/styles.xml")
    try:
        data = _bytes(package, target, settings)
        return read_styles(parse_xml(data)) if matters(data) else NO_STYLES
    except ReadError:
        return NO_STYLES


def _part(package: zipfile.ZipFile, path: str, settings: Settings) -> Any:
    return parse_xml(_bytes(package, path, settings))


def _bytes(package: zipfile.ZipFile, path: str, settings: Settings) -> bytes:
    info = package.NameToInfo.get(path)
    if info is None:
        raise damaged(f"the part {path} is missing, so it is no Word document")
    return unpack(package, info, settings)


def _attribute(node: Any, name: str) -> str:
    return next((value for key, value in node.attrib.items() if local_name(key) == name), "")


READER = Reader("Word", (".docx", ".docm"), read)
