"""Labels and their values, wherever a value stands: behind its label, in the next cell, below, or in a later line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from detector.text.heads.labels import Mark, list_fields, marks_in, starts_behind
from detector.text.heads.slots import BREAK, Cell, Slot, slot_of
from detector.text.heads.values import is_value, piece_of

_BULLETS = ("-", "+", "*", "•", "–", "○")


class Where(Enum):
    """Where a value was found; `SURE` places say by themselves whose value it is."""

    BESIDE = "beside"
    SENTENCE = "sentence"
    NEXT_CELL = "next cell"
    BELOW = "below"

    @property
    def sure(self) -> bool:
        return self in (Where.BESIDE, Where.NEXT_CELL)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label's field and what seems to be its value; empty where it was left blank."""

    field: str
    value: str
    where: Where


@dataclass(frozen=True, slots=True)
class Head:
    """The slots of a head with their labels."""

    slots: Sequence[Slot]
    marks: Sequence[tuple[Mark, ...]]


def joined_labels(slots: Sequence[Slot]) -> list[Slot]:
    """The slots with the two lines of a cell as one where a label runs over both: "Đơn vị" above "công tác"."""
    joined: list[Slot] = []
    for slot in slots:
        last = joined[-1] if joined else None
        if last and last.cell and last.cell == slot.cell and (marks := marks_in(f"{last.text} {slot.text}")):
            label = marks[0]
            if label.start <= starts_behind(last.folded) and label.value_start > len(last.text.rstrip()) + 1:
                joined[-1] = Slot(f"{last.text} {slot.text}", slot.cell, of_answers=slot.of_answers)
                continue
        joined.append(slot)
    return joined


def pairs_of(head: Head) -> Iterator[Pair]:
    """Labels with their values in the order of the labels."""
    grid = _grid(head)
    listed = False
    for at, (slot, marks) in enumerate(zip(head.slots, head.marks, strict=True)):
        bulleted = slot.text.lstrip().startswith(_BULLETS)
        listed = listed and bulleted
        for number, mark in enumerate(marks):
            if listed and not number and mark.field != "name":
                continue
            listed = listed or mark.field in list_fields()
            stop = marks[number + 1].start if number + 1 < len(marks) else len(slot.text)
            value = _trimmed(slot.text[mark.value_start : stop])
            if value:
                where = Where.SENTENCE if mark.bare else Where.BESIDE
                yield Pair(mark.field, value, where)
            else:
                yield _elsewhere(head, grid, at, number)


def values_in(line: str) -> list[tuple[str, str]] | None:
    """(field, characters up to the next label) of each label of a line; None if the line does not begin with one."""
    slot = slot_of(line.strip())
    marks = marks_in(slot.text)
    if not marks or marks[0].start > starts_behind(slot.folded):
        return None
    stops = [mark.start for mark in marks[1:]] + [len(slot.text)]
    values = [(mark.field, slot.text[mark.value_start : stop]) for mark, stop in zip(marks, stops, strict=True)]
    return None if marks[0].bare and not is_value(values[0][0], piece_of(values[0][1])) else values


def _trimmed(between: str) -> str:
    """The value before the next label, without that one's list number or comma."""
    value = piece_of(between)
    head, _, last = value.rpartition(" ")
    return head.rstrip(" .,;-") if head and last.rstrip(".)/-").isdigit() and last[-1:] in ".)/-" else value


def _elsewhere(head: Head, grid: dict[Cell, list[int]], at: int, number: int) -> Pair:
    """The value of a label with nothing behind it on its line."""
    slot, marks = head.slots[at], head.marks[at]
    field = marks[number].field
    if slot.cell is None:
        value = _under_columns(head, at, number) if len(marks) > 1 else _under_lines(head, at)
        return Pair(field, value, Where.BELOW)
    if number + 1 < len(marks):
        return Pair(field, "", Where.BELOW)
    if inside := _later_in_cell(head, at):
        return Pair(field, inside, Where.BELOW)
    return _from_table(head, grid, slot.cell, field)


def _grid(head: Head) -> dict[Cell, list[int]]:
    """Slots of each cell."""
    grid: dict[Cell, list[int]] = {}
    for at, slot in enumerate(head.slots):
        if slot.cell:
            grid.setdefault(slot.cell, []).append(at)
    return grid


def _later_in_cell(head: Head, at: int) -> str:
    """The next line of the same cell, if it is no label."""
    cell = head.slots[at].cell
    following = at + 1
    if cell is None or following >= len(head.slots) or head.slots[following].cell != cell or head.marks[following]:
        return ""
    return piece_of(head.slots[following].text)


def _from_table(head: Head, grid: dict[Cell, list[int]], cell: Cell, field: str) -> Pair:
    """The next cell of the row; where that is a label too, or there is none, the cell below."""
    row = sorted(other for other in grid if (other.table, other.row) == (cell.table, cell.row))
    for other in (other for other in row if other.column > cell.column):
        if _labelled(head, grid, other):
            break
        if value := _cell_value(head, grid[other]):
            return Pair(field, value, Where.NEXT_CELL)
    labels = sum(_labelled(head, grid, other) for other in row)
    if labels == len(row) and (below := _below(head, grid, cell, only_one=labels > 1)):
        return Pair(field, below, Where.NEXT_CELL if labels > 1 else Where.BELOW)
    return Pair(field, "", Where.BELOW)


def _below(head: Head, grid: dict[Cell, list[int]], cell: Cell, *, only_one: bool) -> str:
    """The cell right below, if it is no label; with `only_one`, if no other value follows: else it is a list."""
    column = sorted(o for o in grid if (o.table, o.column) == (cell.table, cell.column) and o.row > cell.row)
    filled = [other for other in column if _cell_value(head, grid[other])]
    if not filled or filled[0].row != cell.row + 1 or _labelled(head, grid, filled[0]):
        return ""
    is_list = len(filled) > 1 and filled[1].row == cell.row + 2 and not _labelled(head, grid, filled[1])
    return "" if only_one and is_list else _cell_value(head, grid[filled[0]])


def _labelled(head: Head, grid: dict[Cell, list[int]], cell: Cell) -> bool:
    return any(_begins_with_label(head, at) for at in grid[cell])


def _cell_value(head: Head, slots: Sequence[int]) -> str:
    """The lines of a cell as one value, up to a label inside them."""
    texts = []
    for at in slots:
        marks = head.marks[at]
        texts.append(head.slots[at].text[: marks[0].start if marks else None].strip(" :.…_"))
        if marks:
            break
    return piece_of(" ".join(filter(None, texts)))


def _under_columns(head: Head, at: int, number: int) -> str:
    """Of a line of labels alone, parted by gaps, the piece of the next line that stands at the same number."""
    slot, marks = head.slots[at], head.marks[at]
    starts = [mark.start for mark in marks[1:]] + [len(slot.text)]
    if any(piece_of(slot.text[mark.value_start : stop]) for mark, stop in zip(marks, starts, strict=True)):
        return ""
    if at + 1 >= len(head.slots) or head.marks[at + 1] or head.slots[at + 1].cell:
        return ""
    pieces = [piece.strip(" :.…_") for piece in BREAK.split(head.slots[at + 1].text)]
    pieces = [piece for piece in pieces if piece]
    return pieces[number] if len(pieces) == len(marks) else ""


def _under_lines(head: Head, at: int) -> str:
    """The line below; of several labels on lines of their own, one below the other, the line as far below the last."""
    first = at
    while first and _is_blank_label(head, first - 1):
        first -= 1
    last = at
    while last + 1 < len(head.slots) and _is_blank_label(head, last + 1):
        last += 1
    count = last - first + 1
    values = range(last + 1, min(last + 1 + count, len(head.slots)))
    if len(values) < count or any(head.slots[row].cell or _begins_with_label(head, row) for row in values):
        return ""
    row = values[at - first]
    marks = head.marks[row]
    return piece_of(head.slots[row].text[: marks[0].start if marks else None])


def _begins_with_label(head: Head, at: int) -> bool:
    marks = head.marks[at]
    return bool(marks) and marks[0].start <= starts_behind(head.slots[at].folded)


def _is_blank_label(head: Head, at: int) -> bool:
    """A line with one label and nothing else."""
    slot, marks = head.slots[at], head.marks[at]
    return slot.cell is None and len(marks) == 1 and not piece_of(slot.text[marks[0].value_start :])
