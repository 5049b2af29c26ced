"""Word 97-2003 (.doc): its text, as its pages show it, from its own streams. After Microsoft's [MS-DOC].

LibreOffice, where installed, takes over for Word 95 and older.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping

from detector.documents import BlockKind, SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers import soffice
from detector.readers.base import Extract, Reader
from detector.readers.cells import End, Paragraph, place_cells
from detector.readers.compose import Piece, Run, compose
from detector.readers.doc_looks import Characters, characters
from detector.readers.doc_pieces import pieces_of_text
from detector.readers.doc_tables import Mark, table_marks
from detector.readers.limits import damaged, encrypted
from detector.readers.ole import streams
from detector.settings import Settings

_WORD_97 = 0xC1
# Sub-documents in the order in which they follow each other, with their lengths' places; None: not read
_STORIES = (
    (0x4C, BlockKind.PARAGRAPH),
    (0x50, BlockKind.FOOTNOTE),
    (0x54, BlockKind.HEADER),
    (0x58, None),
    (0x5C, None),
    (0x60, BlockKind.FOOTNOTE),
    (0x64, BlockKind.TEXTBOX),
    (0x68, BlockKind.HEADER),
)
_ORDER = (BlockKind.PARAGRAPH, BlockKind.TEXTBOX, BlockKind.FOOTNOTE, BlockKind.HEADER, BlockKind.FOOTER)
_HEADER_STORY = 0x54
_HEADER_TABLE = 0xF2  # place of the (offset, length) pair of the bounds of headers and footers
# Parts of the header story: six lines between text and notes, then for each section six headers and footers
_SEPARATORS = 6
_FOOTERS = (2, 3, 5)  # even, odd and first pages'; 0, 1 and 4 are the headers
_SIGNS = {0x1E: "-", 0x1F: "\u00ad", 0x0B: "\n", 0x0E: "\n", 0x02: None, 0x05: None, 0x01: None, 0x08: None, 0x28: "("}


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    try:
        yield compose(_pieces(data))
    except ReadError as error:
        # not for damaged files: LibreOffice takes seconds over them and then often imports the bytes as text
        if error.reason != SkipReason.UNSUPPORTED or soffice.program() is None:
            raise
        yield from soffice.read_through_docx(data, ".doc", settings)


def _pieces(data: bytes) -> list[Piece]:
    found = streams(data)
    main = found.get("WordDocument", b"")
    try:
        return _stories(main, _table_stream(main, found))
    except (struct.error, IndexError) as error:
        raise damaged(N_("its text table cannot be followed ({error})").format(error=error)) from error


def _table_stream(main: bytes, found: dict[str, bytes]) -> bytes:
    ident, version = struct.unpack_from("<HH", main)
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    if flags & 0x0100:
        raise encrypted()
    if ident != 0xA5EC or version < _WORD_97:
        raise ReadError(
            SkipReason.UNSUPPORTED,
            N_("Written by Word 95 or older. Save it as .docx, or {remedy}.").format(remedy=soffice.REMEDY),
        )
    return found.get("1Table" if flags & 0x0200 else "0Table", b"")


def _stories(main: bytes, table: bytes) -> list[Piece]:
    pieces = pieces_of_text(main, table)
    text = "".join(part.text for part in pieces)
    marks = table_marks(main, table, pieces)
    known = characters(main, table, pieces, text, marks)
    by_kind: dict[BlockKind, list[Piece]] = {kind: [] for kind in _ORDER}
    start = 0
    for offset, kind in _STORIES:
        end = start + struct.unpack_from("<I", main, offset)[0]
        parts = _headers(main, table, start, end) if offset == _HEADER_STORY else [(start, end, kind)]
        for first, last, of in parts:
            if of is not None:
                by_kind[of] += place_cells(_paragraphs(text, first, min(last, len(text)), of, known, marks))
        start = end
    running = [piece for kind in (BlockKind.HEADER, BlockKind.FOOTER) for piece in by_kind.pop(kind)]
    return [piece for pieces in by_kind.values() for piece in pieces] + list(dict.fromkeys(running))


def _headers(main: bytes, table: bytes, start: int, end: int) -> list[tuple[int, int, BlockKind | None]]:
    """(first character, end, kind) of each header and footer; all of it one header where the table is no use."""
    place, length = struct.unpack_from("<II", main, _HEADER_TABLE)
    numbers = table[place : place + length]
    bounds = [start + bound for bound in struct.unpack(f"<{len(numbers) // 4}I", numbers[: len(numbers) // 4 * 4])]
    if len(bounds) <= _SEPARATORS or bounds != sorted(bounds) or bounds[-1] > end + 1:
        return [(start, end, BlockKind.HEADER)]
    kinds = (BlockKind.FOOTER if part % 6 in _FOOTERS else BlockKind.HEADER for part in range(len(bounds)))
    return list(zip(bounds[_SEPARATORS:], bounds[_SEPARATORS + 1 :], kinds, strict=False))


def _paragraphs(
    text: str,
    start: int,
    end: int,
    kind: BlockKind,
    known: Characters,
    marks: Mapping[int, Mark],
) -> Iterator[Paragraph]:
    """Cut at paragraph, cell and page ends; the instructions of fields are left out, their results kept."""
    runs: list[Run] = []
    begin = start
    for position in _outside_instructions(text, start, end):
        char = text[position]
        if position in known.deleted:
            continue
        if char in "\r\x07\f":
            depth, what = marks.get(position, (1, End.CELL) if char == "\x07" else (0, End.PARAGRAPH))
            yield Paragraph(_numbered(runs, known.labels.get(begin, "")), depth, what)
            runs, begin = [], position + 1
        elif shown := known.signs.get(position) or char.translate(_SIGNS):
            own = BlockKind.STRUCK if position in known.struck else kind
            runs.append(Run(shown, own, known.fonts.get(position, ""), known.hiding.get(position)))
    yield Paragraph(_numbered(runs, known.labels.get(begin, "")))


def _numbered(runs: list[Run], label: str) -> tuple[Run, ...]:
    """The runs of a paragraph behind its automatic number; an empty one shows none that matters."""
    first = next((run for run in runs if run.text.strip()), None) if label else None
    return (*([Run(label, first.kind, hiding=first.hiding)] if first else []), *runs)


def _outside_instructions(text: str, start: int, end: int) -> Iterator[int]:
    """Positions that are shown: fields are ``\\x13 instruction \\x14 result \\x15`` and may be nested."""
    stack: list[bool] = []  # for each open field: still in its instruction
    for match in re.finditer(r"[\x13\x14\x15]|[^\x13\x14\x15]+", text[start:end]):
        mark = match.group()
        if mark == "\x13":
            stack.append(True)
        elif mark == "\x14" and stack:
            stack[-1] = False
        elif mark == "\x15" and stack:
            stack.pop()
        elif mark not in "\x14\x15" and not any(stack):
            yield from range(start + match.start(), start + match.end())


READER = Reader(N_("Word 97-2003"), (".doc", ".dot"), read)
