"""Which paragraphs of a .doc stand in tables (the PAPX pages): their marks by character number."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from detector.readers.cells import End
from detector.readers.doc_pieces import TextPiece, pages, positions, properties

_PAPX_TABLE = 0x102  # place of the (offset, length) pair in the file information block
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL_END, _INNER_ROW_END = 0x244B, 0x244C
_ENTRY_BYTES = 13
_MAX_DEPTH = 50
_CELL_MARK = "\x07"


def table_marks(main: bytes, table: bytes, pieces: Sequence[TextPiece]) -> dict[int, tuple[int, End]]:
    """(number of tables around it, what its mark ends) by the character number of the mark, for marks in tables."""
    by_offset = sorted(pieces, key=lambda piece: piece.offset)
    starts = [piece.offset for piece in by_offset]
    texts = {piece.first: piece.text for piece in pieces}
    found: dict[int, tuple[int, End]] = {}
    for end, grpprl in _paragraphs(main, table):
        values = {code: int.from_bytes(operand, "little") for code, operand in properties(grpprl)}
        if not values.get(_IN_TABLE) and not values.get(_DEPTH):
            continue
        depth = min(max(values.get(_DEPTH, 1), 1), _MAX_DEPTH)
        for piece, number in positions(by_offset, starts, end - 1, end):
            found[number] = (depth, _end(values, texts[piece.first][number - piece.first]))
    return found


def _end(values: dict[int, int], mark: str) -> End:
    if values.get(_ROW_END) or values.get(_INNER_ROW_END):
        return End.ROW
    return End.CELL if mark == _CELL_MARK or values.get(_INNER_CELL_END) else End.PARAGRAPH


def _paragraphs(main: bytes, table: bytes) -> Iterator[tuple[int, bytes]]:
    """(place of the byte after its mark, properties) of each paragraph."""
    for page, count in pages(main, table, _PAPX_TABLE, 4 + _ENTRY_BYTES):
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for index in range(count):
            offset = page[4 * (count + 1) + _ENTRY_BYTES * index] * 2
            if 0 < offset < len(page) - 1:
                yield bounds[index + 1], _grpprl(page, offset)


def _grpprl(page: bytes, offset: int) -> bytes:
    """Properties behind the number of the style; their length counts words, in the second byte if the first is 0."""
    words = page[offset]
    if words:
        return page[offset + 3 : offset + 2 * words]
    return page[offset + 4 : offset + 2 + 2 * page[offset + 1]]
