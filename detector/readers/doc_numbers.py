"""The lists of a .doc, by whose levels its paragraphs are numbered. After Microsoft's [MS-DOC]."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from detector.readers.list_numbers import LEVELS, Counters, Level, NumberedList

_LISTS, _OVERRIDES = 0x2E2, 0x2EA  # places of (offset, length) pairs in the file information block
_LIST_BYTES, _OVERRIDE_BYTES, _LEVEL_BYTES = 28, 16, 28
_LEVELS_OF_A_LIST = 9
_FORMATS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    22: "decimalZero",
    23: "bullet",
    255: "none",
}
_FOLLOW = {2: "nothing"}


def read_counters(main: bytes, table: bytes) -> Counters:
    """The lists of a file by the numbers that paragraphs give, from 1; none where they cannot be followed."""
    try:
        return Counters({str(number): one for number, one in enumerate(_overrides(main, table), 1)})
    except (struct.error, IndexError):
        return Counters()


def _overrides(main: bytes, table: bytes) -> Iterator[NumberedList]:
    lists = _lists(main, table)
    place, length = struct.unpack_from("<II", main, _OVERRIDES)
    if not length:
        return
    (count,) = struct.unpack_from("<I", table, place)
    heads = [place + 4 + _OVERRIDE_BYTES * number for number in range(min(count, length // _OVERRIDE_BYTES))]
    position = place + 4 + _OVERRIDE_BYTES * len(heads)
    for head in heads:
        (name,) = struct.unpack_from("<i", table, head)
        position += 4  # behind the place of the first paragraph
        levels, starts = dict(lists.get(name, {})), {}
        for _ in range(table[head + 12]):
            start, flags = struct.unpack_from("<iI", table, position)
            position += 8
            depth = flags & 0xF
            if flags & 0x20:
                levels[depth], position = _level(table, position)
            if flags & 0x10:
                starts[depth] = levels[depth].start if flags & 0x20 else start
        yield NumberedList(str(name), levels, starts)


def _lists(main: bytes, table: bytes) -> dict[int, dict[int, Level]]:
    """Levels by the names of lists; they stand behind the table of the lists, one after the other."""
    place, length = struct.unpack_from("<II", main, _LISTS)
    if not length:
        return {}
    (count,) = struct.unpack_from("<H", table, place)
    heads = [place + 2 + _LIST_BYTES * number for number in range(count)]
    position = place + 2 + _LIST_BYTES * count
    found = {}
    for head in heads:
        levels = {}
        for depth in range(1 if table[head + 26] & 1 else _LEVELS_OF_A_LIST):
            levels[depth], position = _level(table, position)
        found[struct.unpack_from("<i", table, head)[0]] = levels
    return found


def _level(table: bytes, position: int) -> tuple[Level, int]:
    """A level and the place behind it."""
    start, kind, flags = struct.unpack_from("<iBB", table, position)
    follow, characters, paragraphs, limit = (table[position + at] for at in (15, 24, 25, 26))
    text_at = position + _LEVEL_BYTES + paragraphs + characters
    (length,) = struct.unpack_from("<H", table, text_at)
    text = table[text_at + 2 : text_at + 2 + 2 * length].decode("utf-16-le", "replace")
    shown = "".join(f"%{ord(char) + 1}" if ord(char) < LEVELS - 1 else char for char in text)
    level = Level(
        format=_FORMATS.get(kind, "decimal"),
        text=shown,
        start=start,
        font="Symbol" if kind == 23 else "",
        follow=_FOLLOW.get(follow, ""),
        restarts=limit if flags & 0x08 else LEVELS,
        plain=bool(flags & 0x04),
    )
    return level, text_at + 2 + 2 * length
