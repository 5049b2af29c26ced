"""Labels and their values, wherever a value stands: behind its label, in the next cell, below, or in a later line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from detector.outside import remembered_lines
from detector.text.headings import is_part
from detector.text.heads.label_cells import is_label, is_label_alone
from detector.text.heads.labels import (
    NAME_FIELDS,
    OTHER_PERSON,
    Mark,
    begins_with,
    list_fields,
    marks_from_start,
    marks_in,
    starts_behind,
)
from detector.text.heads.slots import Cell, Slot, between_breaks, slot_of
from detector.text.heads.values import is_prose, is_value, piece_of

_LABEL_LINES = 4  # of a narrow cell: "Cơ quan," "tổ chức," "đơn vị" "công tác"
_FULL_LINE = 45  # characters; what follows a shorter line began a new one on purpose
_ENDS = (".", ";", ":")
# What a value does not end with: the next line goes on
_OPEN_END = re.compile(r"(?:,|\s[-–&]|\s(?:và|thuộc|của|kiêm))\s*$")
_COLONS = (":", "：")
_LONG_VALUES = frozenset({"unit", "sub_unit", "post", "position", "post_and_unit"})
_SHEET = "sheet="  # with which places in workbooks begin
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


def lines_of_sheets(slots: Sequence[Slot]) -> list[Slot]:
    """The slots, with the rows of a sheet that have nothing but a first cell as lines of text."""
    if not any(slot.cell and slot.cell.table.startswith(_SHEET) for slot in slots):
        return list(slots)
    in_row = Counter((slot.cell.table, slot.cell.row) for slot in slots if slot.cell)
    return [slot._replace(cell=None) if slot.cell and _is_line_of_sheet(slot.cell, in_row) else slot for slot in slots]


def _is_line_of_sheet(cell: Cell, in_row: Mapping[tuple[str, int], int]) -> bool:
    return cell.table.startswith(_SHEET) and cell.column == 1 and in_row[cell.table, cell.row] == 1


def joined_lines(slots: Sequence[Slot]) -> Iterator[Slot]:
    """The slots with the lines as one that say one thing, worked out as far as somebody asks.

    A label over several lines of its cell ("Đơn vị" above "công tác"), a colon on a line of its own, and a value that
    did not fit its line: a full line whose next one begins with a small letter and has no label.
    """
    last: Slot | None = None
    at = 0
    while at < len(slots):
        count = _lines_of_label(slots, at)
        slot = slots[at] if count == 1 else _as_one(slots[at : at + count])
        if last and _goes_on(last, slot):
            last = _as_one([last, slot])
        elif last and (text := _columns_going_on(last, slot)):
            last = last._replace(text=text, struck=())
        else:
            if last:
                yield last
            last = slot
        at += count
    if last:
        yield last


def _lines_of_label(slots: Sequence[Slot], at: int) -> int:
    """Lines of a cell, from this one on, that a label at their start runs over."""
    cell = slots[at].cell
    most = 1
    while cell and most < _LABEL_LINES and at + most < len(slots) and slots[at + most].cell == cell:
        most += 1
    for count in range(most, 1, -1):
        lines = slots[at : at + count]
        marks = marks_in(_as_one(lines).text)
        of_others = len(_as_one(lines[:-1]).text)
        if marks and marks[0].start <= starts_behind(slots[at].folded) and marks[0].value_start > of_others + 1:
            return count
    return 1


def _as_one(slots: Sequence[Slot]) -> Slot:
    return Slot(" ".join(slot.text.strip() for slot in slots), slots[0].cell, of_answers=slots[0].of_answers)


def _goes_on(last: Slot, slot: Slot) -> bool:
    """Whether a line is the colon of the label above it, or the end of a value."""
    if last.cell != slot.cell:
        return False
    begin = slot.text.lstrip()
    is_colon = begin.rstrip() in _COLONS
    may_end_it = (len(last.text) >= _FULL_LINE and begin[:1].islower()) or (
        begin[:1].isalpha() and bool(_OPEN_END.search(last.text))
    )
    if not (is_colon or may_end_it) or not (marks := marks_in(last.text)):
        return False
    value = last.text[marks[-1].value_start :].strip()
    if is_colon:
        return len(marks) == 1 and not value
    is_full = bool(value) and not value.endswith(_ENDS)
    may_go_on = marks[-1].field in _LONG_VALUES and not marks[-1].bare
    is_heading = is_part(slot.text) or bool(begins_with(slot.text, "lines"))
    return is_full and may_go_on and not is_heading and not is_prose(slot.text) and not marks_in(slot.text)


def _columns_going_on(last: Slot, slot: Slot) -> str:
    """A line and the one below it where that begins with a tab and goes on under its columns; "" for any other."""
    if slot.cell or last.cell or "\t" not in slot.text:
        return ""
    above, below = last.text.rstrip("\t").split("\t"), slot.text.rstrip("\t").split("\t")
    if below[0] or not 1 < len(below) <= len(above) or marks_in(slot.text):
        return ""
    if not marks_in(last.text) or any(cell.strip() and not above[at].strip() for at, cell in enumerate(below)):
        return ""
    below += [""] * (len(above) - len(below))
    return "\t".join(f"{cell} {end}".strip() for cell, end in zip(above, below, strict=True))


class _Person:
    """Whose labels follow: those behind another person's name on its line, and all before the writer's, are theirs."""

    def __init__(self) -> None:
        self._line: object = None
        self._named = self._another = False

    def next_line(self, line: object) -> None:
        """Goes to another line or row of a table."""
        self._another &= line == self._line or not self._named
        self._line = line

    def is_another(self, field: str) -> bool:
        """Whether the label of a field speaks of somebody else."""
        if field in NAME_FIELDS:
            self._named, self._another = True, False
        self._another |= field == OTHER_PERSON
        return self._another


def pairs_of(head: Head) -> Iterator[Pair]:
    """Labels with their values in the order of the labels."""
    grid = _grid(head)
    listed = False
    person = _Person()
    for at, (slot, marks) in enumerate(zip(head.slots, head.marks, strict=True)):
        person.next_line((slot.cell.table, slot.cell.row) if slot.cell else at)
        listed = listed and slot.text.lstrip().startswith(_BULLETS)
        for number, mark in enumerate(marks):
            if listed and not number and mark.field != "name":
                continue
            listed = listed or mark.field in list_fields()
            if person.is_another(mark.field):
                continue
            stop = marks[number + 1].start if number + 1 < len(marks) else len(slot.text)
            value = piece_of(slot.text[mark.value_start : stop])
            value = _trimmed(value) if stop < len(slot.text) else value
            if value:
                where = Where.SENTENCE if mark.bare else Where.BESIDE
                yield Pair(mark.field, value, where)
            else:
                yield _elsewhere(head, grid, at, number)


@remembered_lines
def values_in(line: str) -> tuple[tuple[str, str], ...] | None:
    """(field, characters up to the next label) of each label of a line; None if the line does not begin with one."""
    slot = slot_of(line.strip())
    marks = marks_from_start(slot.text)
    if not marks:
        return None
    stops = [mark.start for mark in marks[1:]] + [len(slot.text)]
    values = tuple((mark.field, slot.text[mark.value_start : stop]) for mark, stop in zip(marks, stops, strict=True))
    return None if marks[0].bare and not is_value(values[0][0], piece_of(values[0][1])) else values


def _trimmed(value: str) -> str:
    """The value before the next label, without that one's list number or comma."""
    head, _, last = value.rpartition(" ")
    return head.rstrip(" .,;-") if head and last.rstrip(".)/-").isdigit() and last[-1:] in ".)/-" else value


def _elsewhere(head: Head, grid: dict[Cell, list[int]], at: int, number: int) -> Pair:
    """The value of a label with nothing behind it on its line."""
    slot, marks = head.slots[at], head.marks[at]
    field = marks[number].field
    if slot.cell is None:
        if len(marks) > 1:
            return Pair(field, _under_columns(head, at, number), Where.NEXT_CELL)
        return Pair(field, _under_lines(head, at), Where.BELOW)
    if number + 1 < len(marks):
        return Pair(field, "", Where.BELOW)
    if inside := _later_in_cell(head, at):
        return Pair(field, inside, Where.BELOW)
    if sum(map(bool, (head.marks[row] for row in grid[slot.cell]))) > 1:
        return Pair(field, _beside_line(head, grid, at), Where.NEXT_CELL)
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
    if cell is None or not _is_in_cell(head, following, cell):
        return ""
    value = piece_of(head.slots[following].text)
    while head.slots[following].text.rstrip().endswith(",") and _is_in_cell(head, following + 1, cell):
        following += 1
        value += ", " + piece_of(head.slots[following].text)
    return value


def _is_in_cell(head: Head, at: int, cell: Cell) -> bool:
    """Whether a line is one of a cell, without a label."""
    return at < len(head.slots) and head.slots[at].cell == cell and not head.marks[at]


def _beside_line(head: Head, grid: dict[Cell, list[int]], at: int) -> str:
    """Of a cell that holds nothing but labels, one a line, the same line of the next filled cell, if it has as many."""
    cell = head.slots[at].cell
    if cell is None or not all(is_label_alone(head.slots[row], head.marks[row]) for row in grid[cell]):
        return ""
    row = sorted(other for other in grid if (other.table, other.row) == (cell.table, cell.row) and other > cell)
    values = [value for other in row for value in grid[other] if _COLONS.count(head.slots[value].text.strip()) == 0]
    if len(values) != len(grid[cell]) or len({head.slots[value].cell for value in values}) != 1:
        return ""
    value = values[grid[cell].index(at)]
    return "" if _begins_with_label(head, value) else piece_of(head.slots[value].text)


def _from_table(head: Head, grid: dict[Cell, list[int]], cell: Cell, field: str) -> Pair:
    """The next cell of the row; where that is a label too, or there is none, the cell below."""
    row = sorted(other for other in grid if (other.table, other.row) == (cell.table, cell.row))
    for other in (other for other in row if other.column > cell.column):
        if _labelled(head, grid, other):
            break
        value = _cell_value(head, grid[other])
        if value and not (value.isdigit() and len(value) < 3 and other != row[-1]):  # the number of the row
            return Pair(field, value, Where.NEXT_CELL)
    labels = sum(_labelled(head, grid, other) for other in row)
    if labels and (labels == len(row) or labels > 1) and (below := _below(head, grid, cell, only_one=len(row) > 1)):
        return Pair(field, below, Where.NEXT_CELL if 1 < labels == len(row) else Where.BELOW)
    return Pair(field, "", Where.BELOW)


def _below(head: Head, grid: dict[Cell, list[int]], cell: Cell, *, only_one: bool) -> str:
    """The cell right below, if it is no label; with `only_one` if it is the only row of values: more are a list."""
    column = sorted(o for o in grid if (o.table, o.column) == (cell.table, cell.column) and o.row > cell.row)
    filled = [other for other in column if _cell_value(head, grid[other])]
    if not filled or filled[0].row != cell.row + 1 or _labelled(head, grid, filled[0]):
        return ""
    return "" if only_one and _is_list(head, grid, cell) else _cell_value(head, grid[filled[0]])


def _is_list(head: Head, grid: dict[Cell, list[int]], cell: Cell) -> bool:
    """Whether two rows or more of several values each follow below a row of labels."""
    rows = [
        [other for other in grid if (other.table, other.row) == (cell.table, row) and _cell_value(head, grid[other])]
        for row in (cell.row + 1, cell.row + 2)
    ]
    return all(len(row) > 1 and not any(_labelled(head, grid, other) for other in row) for row in rows)


def _labelled(head: Head, grid: dict[Cell, list[int]], cell: Cell) -> bool:
    return any(_begins_with_label(head, at) or is_label(head.slots[at].text) for at in grid[cell])


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
    """Of a line of labels alone, parted by gaps, the piece of the next line that stands at the same number.

    Nothing where a third line has as many pieces: that is a list of people.
    """
    slot, marks = head.slots[at], head.marks[at]
    starts = [mark.start for mark in marks[1:]] + [len(slot.text)]
    if any(piece_of(slot.text[mark.value_start : stop]) for mark, stop in zip(marks, starts, strict=True)):
        return ""
    pieces = _columns(head, at + 1)
    is_row = len(pieces) == len(marks) != len(_columns(head, at + 2))
    return pieces[number] if is_row and not pieces[number].endswith(",") else ""


def _columns(head: Head, at: int) -> list[str]:
    """The pieces of a line, parted by gaps; none of a line with labels at its start."""
    if at >= len(head.slots) or head.slots[at].cell or _begins_with_label(head, at):
        return []
    pieces = [piece.strip(" :.…_") for piece in between_breaks(head.slots[at].text)]
    return [piece for piece in pieces if piece]


def _under_lines(head: Head, at: int) -> str:
    """The line below; of several labels on lines of their own, one below the other, the line as far below the last."""
    first = at
    while first and _is_blank_line(head, first - 1):
        first -= 1
    last = at
    while last + 1 < len(head.slots) and _is_blank_line(head, last + 1):
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


def _is_blank_line(head: Head, at: int) -> bool:
    return head.slots[at].cell is None and is_label_alone(head.slots[at], head.marks[at])
