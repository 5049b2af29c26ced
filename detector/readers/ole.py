"""Compound files, the container of Office 97-2003: streams by name. After Microsoft's [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from detector.language import N_
from detector.readers.limits import damaged

_END = 0xFFFFFFFA  # this and above are marks, not sectors
_ENTRY = 128


def streams(data: bytes) -> dict[str, bytes]:
    """All streams by their own name; of equal names the first. Raises `ReadError` if the container is damaged."""
    try:
        return _streams(data)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise damaged(N_("not a complete Office 97-2003 container ({error})").format(error=error)) from error


def _streams(data: bytes) -> dict[str, bytes]:
    size, mini_size = 1 << _bounded(data, 0x1E), 1 << _bounded(data, 0x20)
    sector = _sector_of(data, size, offset=size)
    fat = _fat(data, sector)
    directory = _chain(_u32(data, 0x30), fat, sector, len(data))
    entries = [directory[i : i + _ENTRY] for i in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    mini_fat = _numbers(_chain(_u32(data, 0x3C), fat, sector, len(data)))
    root = next((entry for entry in entries if entry[66] == 5), None)
    if root is None:
        raise damaged(N_("its directory has no root"))
    mini_data = _chain(_u32(root, 116), fat, sector, len(data))
    mini_sector = _sector_of(mini_data, mini_size, offset=0)
    found: dict[str, bytes] = {}
    for entry in entries:
        length = _u32(entry, 120)
        if entry[66] != 2 or not length:
            continue
        small = length < _u32(data, 0x38)
        content = _chain(_u32(entry, 116), mini_fat if small else fat, mini_sector if small else sector, len(data))
        found.setdefault(_name(entry), content[:length])
    return found


def _bounded(data: bytes, offset: int) -> int:
    shift: int = struct.unpack_from("<H", data, offset)[0]
    if not 6 <= shift <= 16:
        raise damaged(N_("its sector size is impossible"))
    return shift


def _sector_of(data: bytes, size: int, *, offset: int) -> Callable[[int], bytes]:
    return lambda number: data[offset + number * size : offset + (number + 1) * size]


def _fat(data: bytes, sector: Callable[[int], bytes]) -> Sequence[int]:
    """The allocation table, from the sectors named in the header and in the chain that continues it."""
    named = list(struct.unpack_from("<109I", data, 0x4C))
    following, seen = _u32(data, 0x44), set[int]()
    while following < _END and following not in seen:
        seen.add(following)
        *numbers, following = _numbers(sector(following))
        named += numbers
    return [entry for number in named if number < _END for entry in _numbers(sector(number))]


def _chain(start: int, table: Sequence[int], sector: Callable[[int], bytes], limit: int) -> bytes:
    parts: list[bytes] = []
    seen: set[int] = set()
    while start < _END and start not in seen and start < len(table):
        seen.add(start)
        parts.append(sector(start))
        start = table[start]
    content = b"".join(parts)
    return content[:limit]


def _numbers(data: bytes) -> tuple[int, ...]:
    count = len(data) // 4
    return struct.unpack(f"<{count}I", data[: count * 4])


def _u32(data: bytes, offset: int) -> int:
    value: int = struct.unpack_from("<I", data, offset)[0]
    return value


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
