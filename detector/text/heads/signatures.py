"""The name that a person wrote below the own signature."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detector.outside import remembered_lines
from detector.text.heads.labels import first_key, word_keys
from detector.text.heads.ratings import is_foot
from detector.text.heads.slots import Cell, Slot
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
    titles = ((at, column) for at in reversed(range(len(slots))) if (column := _own_column(slots[at].text)) is not None)
    at, column = next(titles, (0, None))
    if column is None:
        return None
    count = len(slots[at].pieces())
    below = [slot for slot in slots[at + 1 :] if _is_below(slot.cell, slots[at].cell)]
    if count == 1 and slots[at].cell is None:
        others = _titles_in(below)
        column = len(_titles_in([slot for slot in reversed(slots[:at]) if slot.cell is None]))
        return _one_of(below[others[-1] + 1 if others else 0 :], 1 + len(others) + column, column)
    for row, slot in enumerate(below[:_LINES_BELOW]):
        pieces = slot.pieces()
        if count > 1 and len(pieces) == 1 and (name := _one_of(below[row:], count, column)):
            return name
        text = slot.text.strip() if count == 1 else pieces[column] if len(pieces) == count else ""
        if is_foot(text):
            return None
        if _is_hint(text):
            continue
        return person_name(text, sure=False)
    return None


def _is_hint(text: str) -> bool:
    return text.startswith("(") or word_keys(text) in _SIGNED or not any(map(str.isalpha, text))


def _titles_in(lines: Sequence[Slot]) -> list[int]:
    """Which of the lines next to a title are titles of others: a PDF gives what stands side by side line by line."""
    found: list[int] = []
    for at, slot in enumerate(lines):
        if is_foot(slot.text) and len(slot.pieces()) == 1:
            found.append(at)
        elif not _is_hint(slot.text.strip()):
            break
    return found


def _one_of(below: Sequence[Slot], count: int, number: int) -> str | None:
    """Of as many names below each other as there are titles, the one at the place of its title; else None."""
    names: list[str] = []
    for slot in below[: _LINES_BELOW + count]:
        name = person_name(slot.text, sure=False) if len(slot.pieces()) == 1 else None
        if name is None and (names or not _is_hint(slot.text.strip())):
            break
        names += [name] if name else []
    return names[number] if len(names) == count else None


@remembered_lines
def _own_column(line: str) -> int | None:
    """Which of the pieces of a line is the title of the writer's signature; None if none is."""
    return next((at for at, piece in enumerate(Slot(line).pieces()) if _is_own_title(piece)), None)


def _is_below(cell: Cell | None, title: Cell | None) -> bool:
    if cell is None or title is None:
        return cell is title
    return (cell.table, cell.column) == (title.table, title.column)


@remembered_lines
def _is_own_title(text: str) -> bool:
    """Whether a text is nothing but a title of the writer's signature; of a paragraph only its first words are read."""
    return first_key(text) in _first_words() and word_keys(text, _most_words() + 1) in _own_titles()


@cache
def _most_words() -> int:
    return max(map(len, _own_titles()))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(keys[0] for keys in _own_titles())


@cache
def _own_titles() -> frozenset[tuple[str, ...]]:
    return frozenset(word_keys(line) for line in resource("signature_lines.toml")["own"])
