"""Which paragraphs of a .doc stand in tables (the PAPX pages): their marks by character number."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detector.readers.cells import End
from detector.readers.doc_pieces import TextPiece, pages, positions, properties

_PAPX_TABLE = 0x102  # place of the (offset, length) pair in the file information block
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL_END, _INNER_ROW_END = 0x244B, 0x244C
_ENTRY_BYTES = 13
_MAX_DEPTH = 50
Mark = tuple[int, End]  # the number of tables around it, and what it ends
_CELL_MARK = "\x07"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The numbers of its characters, in their order with its mark at the end, its style and its properties."""

    numbers: tuple[int, ...]
    style: int
    grpprl: bytes


def table_marks(main: bytes, table: bytes, pieces: Sequence[TextPiece]) -> dict[int, Mark]:
    """By the character number of the mark, for marks in tables."""
    texts = {piece.first + at: char for piece in pieces for at, char in enumerate(piece.text) if char == _CELL_MARK}
    found: dict[int, Mark] = {}
    for one in paragraphs(main, table, pieces):
        values = {code: int.from_bytes(operand, "little") for code, operand in properties(one.grpprl)}
        if not one.numbers or (not values.get(_IN_TABLE) and not values.get(_DEPTH)):
            continue
        depth = min(max(values.get(_DEPTH, 1), 1), _MAX_DEPTH)
        found[one.numbers[-1]] = (depth, _end(values, texts.get(one.numbers[-1], "")))
    return found


def _end(values: dict[int, int], mark: str) -> End:
    if values.get(_ROW_END) or values.get(_INNER_ROW_END):
        return End.ROW
    return End.CELL if mark == _CELL_MARK or values.get(_INNER_CELL_END) else End.PARAGRAPH


def paragraphs(main: bytes, table: bytes, pieces: Sequence[TextPiece]) -> Iterator[Paragraph]:
    """All paragraphs, in the order of the bytes of the file."""
    by_offset = sorted(pieces, key=lambda piece: piece.offset)
    starts = [piece.offset for piece in by_offset]
    for page, count in pages(main, table, _PAPX_TABLE, 4 + _ENTRY_BYTES):
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for index in range(count):
            offset = page[4 * (count + 1) + _ENTRY_BYTES * index] * 2
            numbers = tuple(n for _, n in positions(by_offset, starts, bounds[index], bounds[index + 1]))
            if 0 < offset < len(page) - 1:
                yield Paragraph(numbers, *_style_and_grpprl(page, offset))
            else:
                yield Paragraph(numbers, 0, b"")


def _style_and_grpprl(page: bytes, offset: int) -> tuple[int, bytes]:
    """The style and the properties behind it; their length counts words, in the second byte if the first is 0."""
    words = page[offset]
    start, end = (offset + 1, offset + 2 * words) if words else (offset + 2, offset + 2 + 2 * page[offset + 1])
    return int.from_bytes(page[start : start + 2], "little"), page[start + 2 : end]
