"""Word documents (.docx, .docm): the visible text in reading order, macros never looked at."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from detector.documents import BlockKind, ReadingNote
from detector.errors import ReadError
from detector.language import N_
from detector.readers.base import Extract, Reader
from detector.readers.compose import Piece, compose, pieces_of
from detector.readers.docx_boxes import pictures_behind
from detector.readers.docx_looks import attribute, child, w
from detector.readers.docx_numbers import Numbers, read_numbers
from detector.readers.docx_styles import Styles, matters
from detector.readers.docx_walk import Context, walk
from detector.readers.limits import damaged, open_zip, parse_xml, unpack
from detector.readers.looks import UNKNOWN, WHITE, Colour, of_hex
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
_Part = TypeVar("_Part")
_DEEPEST_CHUNK = 3  # documents inside documents
# Most files of an office come from a few templates, whose parts are read once: by their content, the last ones
_KEPT_PARTS = 16
_LARGEST_KEPT_BYTES = 500_000  # python-docx writes styles of 350,000, 4 MB as a tree
_NO_STYLES = Styles()
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    with open_zip(data, settings) as package:
        pieces, notes = _pieces(package, settings)
        yield compose(pieces, notes=notes)


def _pieces(package: zipfile.ZipFile, settings: Settings, depth: int = 0) -> tuple[list[Piece], list[ReadingNote]]:
    main = _main_part(package, settings)
    relations = _relations(package, main, settings)
    related = [(kind, target) for kind, target, _ in relations]
    data = _bytes(package, main, settings)
    root = parse_xml(data)
    styles = _styles(package, related, settings)
    numbers = _numbers(package, related, styles, data, settings)
    notes: list[ReadingNote] = []
    chunks: dict[str, list[Piece]] = {}
    for kind, target, id in relations:
        if kind != "aFChunk":
            continue
        try:
            chunks[id], told = _chunk(_bytes(package, target, settings), settings, depth)
            notes += told
        except ReadError:
            notes.append(ReadingNote("damaged_part", f"part={target}"))
    page = UNKNOWN if _has_art_behind(package, related, settings) else _page(root, package, related, settings)
    context = Context(styles, numbers, page, chunks=chunks)
    pieces = walk(root, context, BlockKind.PARAGRAPH)
    for kind_name, block_kind in _EXTRAS:
        seen: set[tuple[Piece, ...]] = set()
        for target in (target for kind, target in related if kind == kind_name):
            try:
                extra = tuple(_extra(package, target, context, block_kind, settings))
            except ReadError:  # a damaged footer is no reason to lose the body
                notes.append(ReadingNote("damaged_part", f"part={target}"))
                continue
            pieces += extra if extra not in seen else ()  # first-page, even and odd headers are often the same
            seen.add(extra)
    return pieces, notes


def _chunk(data: bytes, settings: Settings, depth: int) -> tuple[list[Piece], list[ReadingNote]]:
    """A page or text that was put into the document as a file of its own; some programs write nothing else."""
    from detector.readers import html, mht, rtf, txt

    kind = sniff(data)
    if kind == ".docx" and depth < _DEEPEST_CHUNK:
        with open_zip(data, settings) as package:
            return _pieces(package, settings, depth + 1)
    readers = {".html": html.READER, ".mht": mht.READER, ".rtf": rtf.READER, None: txt.READER}
    reader = readers.get(kind)
    if reader is None:
        raise damaged(N_("it holds a file of another kind"))
    found = [item for item in reader.read(data, settings) if isinstance(item, Extract)]
    pieces = [item for extract in found for item in pieces_of(extract)]
    return pieces, [note for extract in found for note in extract.notes]


def _extra(package: zipfile.ZipFile, target: str, context: Context, kind: BlockKind, settings: Settings) -> list[Piece]:
    root = _part(package, target, settings)
    for note in [node for node in root if attribute(node, "type") in _SEPARATORS]:
        root.remove(note)
    return walk(root, context, kind)


def _main_part(package: zipfile.ZipFile, settings: Settings) -> str:
    targets = [target for kind, target, _ in _relations(package, "", settings) if kind == "officeDocument"]
    return targets[0] if targets else "word/document.xml"


def _relations(package: zipfile.ZipFile, part: str, settings: Settings) -> list[tuple[str, str, str]]:
    """(last word of the relation's type, path inside the package, id), internal ones only, in the file's order."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    try:
        return _kept(_relations_in, _bytes(package, path, settings), folder)
    except ReadError:
        return []  # the body is found at its usual place


@lru_cache(maxsize=_KEPT_PARTS)
def _relations_in(data: bytes, folder: str) -> list[tuple[str, str, str]]:
    return [
        (node.get("Type", "").rpartition("/")[2], _resolve(folder, node.get("Target", "")), node.get("Id", ""))
        for node in parse_xml(data).iter(_RELATION)
        if node.get("TargetMode") != "External"
    ]


def _kept(reading: Callable[..., _Part], data: bytes, *more: Any) -> _Part:
    """What `reading`, which remembers its last answers, makes of a part; of a large one nothing is remembered."""
    function = reading if len(data) <= _LARGEST_KEPT_BYTES else reading.__wrapped__  # type: ignore[attr-defined]
    return function(data, *more)


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
        return _kept(_styles_in, _bytes(package, target, settings))
    except ReadError:
        return _NO_STYLES


@lru_cache(maxsize=_KEPT_PARTS)
def _styles_in(data: bytes) -> Styles:
    return Styles(parse_xml(data)) if matters(data) else _NO_STYLES


def _numbers(
    package: zipfile.ZipFile, related: list[tuple[str, str]], styles: Styles, body: bytes, settings: Settings
) -> Numbers:
    """The lists of the document; none where no paragraph and no style asks for one."""
    target = next((target for kind, target in related if kind == "numbering"), None)
    if target is None or (b"numPr" not in body and not styles.have_lists):
        return Numbers()
    try:
        return _kept(_numbers_in, _bytes(package, target, settings), styles).from_the_start()
    except ReadError:
        return Numbers()


@lru_cache(maxsize=_KEPT_PARTS)
def _numbers_in(data: bytes, styles: Styles) -> Numbers:
    return read_numbers(parse_xml(data), styles)


def _page(root: Any, package: zipfile.ZipFile, related: list[tuple[str, str]], settings: Settings) -> Colour:
    """What is behind the pages: the colour of the document, if its settings ask to show one."""
    colour = of_hex(w(child(root, "background"), "color"))
    target = next((target for kind, target in related if kind == "settings"), None)
    if colour is None or target is None:
        return WHITE
    try:
        return colour if b"displayBackgroundShape" in _bytes(package, target, settings) else WHITE
    except ReadError:
        return WHITE


def _has_art_behind(package: zipfile.ZipFile, related: list[tuple[str, str]], settings: Settings) -> bool:
    """Whether the page heads or feet hold a picture that lies behind the text of every page."""
    for target in (target for kind, target in related if kind in ("header", "footer")):
        try:
            data = _bytes(package, target, settings)
            if b"behindDoc" in data and pictures_behind(parse_xml(data)):
                return True
        except ReadError:
            continue
    return False


def _part(package: zipfile.ZipFile, path: str, settings: Settings) -> Any:
    return parse_xml(_bytes(package, path, settings))


def _bytes(package: zipfile.ZipFile, path: str, settings: Settings) -> bytes:
    info = package.NameToInfo.get(path)
    if info is None:
        raise damaged(N_("the part {path} is missing, so it is no Word document").format(path=path))
    return unpack(package, info, settings)


READER = Reader(N_("Word"), (".docx", ".docm"), read)
