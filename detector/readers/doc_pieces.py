"""Where a .doc keeps its characters (the piece table) and their properties (the CHPX pages)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detector.language import N_
from detector.readers.limits import damaged

_CLX, _CHPX_TABLE = 0x1A2, 0xFA  # places of (offset, length) pairs in the file information block
_PAGE = 512
_OPERAND_BYTES = (1, 1, 2, 4, 2, 2, 0, 3)  # by the upper three bits of a property code; 6: length in the first byte
_TABLE_DEFINITION = 0xD608  # the one property whose length takes two bytes


@dataclass(frozen=True, slots=True)
class TextPiece:
    """`first` is the number of its first character, `offset` the place of its bytes in the stream."""

    first: int
    offset: int
    width: int
    text: str


def pieces_of_text(main: bytes, table: bytes) -> list[TextPiece]:
    """In the order of the text. Raises `ReadError` if there is no piece table, `struct.error` if it is cut."""
    place, length = struct.unpack_from("<II", main, _CLX)
    numbers = _piece_table(table[place : place + length])
    count = (len(numbers) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", numbers)
    found: list[TextPiece] = []
    for index, (start, end) in enumerate(pairwise(bounds)):
        code = struct.unpack_from("<I", numbers, 4 * (count + 1) + 8 * index + 2)[0]
        size = min(max(end - start, 0), len(main))
        narrow = bool(code & 0x40000000)
        offset = (code & 0x3FFFFFFF) // 2 if narrow else code & 0x3FFFFFFF
        raw = main[offset : offset + size * (1 if narrow else 2)]
        text = raw.decode("cp1252", "replace") if narrow else _utf16_units(raw)
        found.append(TextPiece(start, offset, 1 if narrow else 2, text))
    return found


def _piece_table(clx: bytes) -> bytes:
    position = 0
    while position < len(clx) and clx[position] == 1:
        position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
    if position >= len(clx) or clx[position] != 2:
        raise damaged(N_("it has no piece table"))
    length = struct.unpack_from("<I", clx, position + 1)[0]
    return clx[position + 5 : position + 5 + length]


def _utf16_units(raw: bytes) -> str:
    """One character for each two bytes, as positions count them; pairs of surrogates stay apart."""
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))


def pages(main: bytes, table: bytes, pair: int, entry_bytes: int) -> Iterator[tuple[bytes, int]]:
    """(page, number of its entries) of the table of property pages that the pair at `pair` names."""
    place, length = struct.unpack_from("<II", main, pair)
    numbers = table[place : place + length]
    count = (len(numbers) - 4) // 8
    for index in range(max(count, 0)):
        page_number = struct.unpack_from("<I", numbers, 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
        page = main[page_number * _PAGE : (page_number + 1) * _PAGE]
        if len(page) == _PAGE and page[-1] * entry_bytes + 4 < _PAGE:
            yield page, page[-1]


def character_runs(main: bytes, table: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Byte ranges of the stream with their own character properties."""
    for page, count in pages(main, table, _CHPX_TABLE, 5):
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for index in range(count):
            offset = page[4 * (count + 1) + index] * 2
            if offset:
                yield bounds[index], bounds[index + 1], page[offset + 1 : offset + 1 + page[offset]]


def properties(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of each property of a list."""
    position = 0
    while position + 2 <= len(grpprl):
        code = struct.unpack_from("<H", grpprl, position)[0]
        operand = position + 2
        size = _OPERAND_BYTES[code >> 13]
        if code == _TABLE_DEFINITION:
            size = 1 + int.from_bytes(grpprl[operand : operand + 2], "little")
        elif code >> 13 == 6 and operand < len(grpprl):
            size = 1 + grpprl[operand]
        yield code, grpprl[operand : operand + size]
        position = operand + max(size, 1)


def positions(
    pieces: Sequence[TextPiece], starts: Sequence[int], start: int, end: int
) -> Iterator[tuple[TextPiece, int]]:
    """The characters that lie in a byte range, by their piece and number."""
    for piece in pieces[max(bisect_right(starts, start) - 1, 0) : bisect_right(starts, end)]:
        first = max(start - piece.offset, 0) // piece.width
        last = min((end - piece.offset) // piece.width, len(piece.text))
        yield from ((piece, piece.first + number) for number in range(first, last))
