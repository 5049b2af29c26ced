"""The name that a person wrote below the own signature."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detector.text.heads.labels import word_keys
from detector.text.heads.ratings import is_foot
from detector.text.heads.slots import BREAK, Cell, Slot
from detector.text.heads.values import person_name
from detector.text.lexicon import resource

_LINES_BELOW = 4  # the hint in brackets, "(đã ký)", and blanks that are more than empty
_SIGNED = frozenset({("da", "ky"), ("ky", "ten"), ("ky",)})


def signed_name(slots: Sequence[Slot]) -> str | None:
    """The name behind or below the last title of the writer's signature; None where they differ."""
    names = {name for name in (_behind_title(slots), _below_title(slots)) if name}
    return names.pop() if len(names) == 1 else None


def _behind_title(slots: Sequence[Slot]) -> str | None:
    """As in "Người viết: Lê An"."""
    for slot in reversed(slots):
        title, colon, name = slot.text.partition(":")
        if colon and _is_own_title(title) and (signed := person_name(name, sure=False)):
            return signed
    return None


def _below_title(slots: Sequence[Slot]) -> str | None:
    """None if another title or text comes first."""
    titles = ((at, column) for at in reversed(range(len(slots))) if (column := _own_column(slots[at])) is not None)
    at, column = next(titles, (0, None))
    if column is None:
        return None
    count = len(_pieces(slots[at]))
    below = [slot for slot in slots[at + 1 :] if _is_below(slot.cell, slots[at].cell)]
    for row, slot in enumerate(below[:_LINES_BELOW]):
        pieces = _pieces(slot)
        if count > 1 and (name := _one_of(below[row:], count, column)):
            return name
        text = slot.text.strip() if count == 1 else pieces[column] if len(pieces) == count else ""
        if is_foot(text):
            return None
        if text.startswith("(") or word_keys(text) in _SIGNED or not any(map(str.isalpha, text)):
            continue
        return person_name(text, sure=False)
    return None


def _one_of(below: Sequence[Slot], count: int, number: int) -> str | None:
    """Of names below titles side by side that a PDF gives one by one, the one at the place of its title."""
    names = [person_name(slot.text, sure=False) if len(_pieces(slot)) == 1 else None for slot in below[: count + 1]]
    return names[number] if len(names) >= count and all(names[:count]) and not all(names[count:] or [None]) else None


def _pieces(slot: Slot) -> list[str]:
    """What stands side by side on a line."""
    return [piece.strip() for piece in BREAK.split(slot.text) if piece.strip()]


def _own_column(slot: Slot) -> int | None:
    """Which of the pieces of a line is the title of the writer's signature; None if none is."""
    return next((at for at, piece in enumerate(_pieces(slot)) if _is_own_title(piece)), None)


def _is_below(cell: Cell | None, title: Cell | None) -> bool:
    if cell is None or title is None:
        return cell is title
    return (cell.table, cell.column) == (title.table, title.column)


def _is_own_title(text: str) -> bool:
    """Whether a text is nothing but a title of the writer's signature; of a paragraph only its first words are read."""
    return word_keys(text, _most_words() + 1) in _own_titles()


@cache
def _most_words() -> int:
    return max(map(len, _own_titles()))


@cache
def _own_titles() -> frozenset[tuple[str, ...]]:
    return frozenset(word_keys(line) for line in resource("signature_lines.toml")["own"])
