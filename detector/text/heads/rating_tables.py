"""Ratings in tables: columns of graders, rows of graders below a row of levels, and lines of columns without cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from detector.text.heads.rating_lines import Kind, kind_of_column, letters_in, line_of
from detector.text.heads.slots import Cell, Slot, may_break

_COLUMNS_OF_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A level, or a box (`level` None) that is ticked or not; `slot` counts lines, `start` characters of one."""

    level: str | None
    ticked: bool
    struck: bool
    slot: int
    start: int
    end: int
    cell: Cell | None


@dataclass(slots=True)
class Block:
    """Levels and boxes that belong together; `claimed` where words say that they rate, in `cell`."""

    kind: Kind
    claimed: bool = True
    cell: Cell | None = None
    tokens: list[Token] = field(default_factory=list)
    hints: int = 0


def column_kinds(slots: Sequence[Slot]) -> dict[str, dict[tuple[int, int], Kind]]:
    """By table the (row, column) of the heads of columns that are about ratings, where a row has at least two."""
    rows: dict[tuple[str, int], dict[int, Kind]] = {}
    claims: Counter[tuple[str, int]] = Counter()
    for slot in slots:
        if slot.cell and (kind := kind_of_column(slot.text)):
            place = slot.cell.table, slot.cell.row
            rows.setdefault(place, {})[slot.cell.column] = kind
            claims[place] += line_of(slot.text).claim is not None
    tables: dict[str, dict[tuple[int, int], Kind]] = {}
    for (table, row), kinds in rows.items():
        if len(kinds) > 1 and (claims[table, row] > 1 or (claims[table, row] and Kind.OWN in kinds.values())):
            tables.setdefault(table, {}).update({(row, column): kind for column, kind in kinds.items()})
    return tables


def column_blocks(slots: Sequence[Slot], table: str, heads: Mapping[tuple[int, int], Kind]) -> Iterator[Block]:
    """What stands in each rating column of a table; ticks are those of the levels that the other columns name."""
    columns: dict[int, list[Token]] = {}
    for at, slot in enumerate(slots):
        if slot.cell and slot.cell.table == table and slot.cell.row > min(heads)[0]:
            tokens = [token_of(slot, at, *one) for one in line_of(slot.text).tokens]
            if not tokens and slot.cell.column in {column for _, column in heads}:
                tokens = letters_of(slot, at)
            columns.setdefault(slot.cell.column, []).extend(tokens)
    kinds = {column: kind for (_, column), kind in heads.items()}
    graders = _graders_of_rows(slots, table, min(heads)[0])
    ticked = {column for column, tokens in columns.items() if tokens and not any(token.level for token in tokens)}
    levels = [token for column, tokens in columns.items() if column not in ticked for token in tokens if token.level]
    for column, tokens in columns.items():
        if column in ticked:
            yield Block(kinds.get(column, Kind.ANY), tokens=sorted([*levels, *tokens], key=lambda token: token.slot))
        elif not ticked and column in kinds:
            of_rows = ((graders.get(token.cell.row) if token.cell else None, token) for token in tokens)
            yield from (Block(kind or kinds[column], tokens=[token]) for kind, token in of_rows)


def rates_in_column(slot: Slot, heads: Mapping[tuple[int, int], Kind]) -> bool:
    """Whether a cell below the heads of rating columns holds a level, a box or, in one of them, a letter."""
    if slot.cell is None or slot.cell.row <= min(heads)[0]:
        return False
    return bool(
        line_of(slot.text).tokens or (slot.cell.column in {column for _, column in heads} and letters_of(slot, 0))
    )


def letters_of(slot: Slot, at: int) -> list[Token]:
    return [token_of(slot, at, level, False, start, end) for level, start, end in letters_in(slot.text, 0)]


def _graders_of_rows(slots: Sequence[Slot], table: str, head: int) -> dict[int, Kind]:
    """By the number of a row below the head whose ratings it holds, where its first cell says so."""
    first = [slot for slot in slots if slot.cell and slot.cell.table == table and slot.cell.row > head]
    kinds = ((slot.cell.row, kind_of_column(slot.text)) for slot in first if slot.cell and slot.cell.column == 1)
    return {row: kind for row, kind in kinds if kind and kind is not Kind.ANY}


def levels_of_columns(slots: Sequence[Slot], cell: Cell | None, at: int) -> list[Token]:
    """The levels in the first row of a table, if they head columns in which the row of a grader may have a tick."""
    above = [(row, slot.cell) for row, slot in enumerate(slots[:at]) if slot.cell and cell]
    table = [(row, one) for row, one in above if cell and one.table == cell.table and one.row < cell.row]
    first = [row for row, one in table if one.row == table[0][1].row]
    found = [token_of(slots[row], row, *one) for row in first for one in line_of(slots[row].text).tokens]
    found = found or [token for row in first for token in letters_of(slots[row], row)]
    return found if len({token.level for token in found}) >= _COLUMNS_OF_LEVELS else []


def token_of(slot: Slot, at: int, level: str | None, ticked: bool, start: int, end: int) -> Token:
    struck = level is not None and any(first <= start and end <= last for first, last in slot.struck)
    return Token(level, ticked, struck, at, start, end, slot.cell)


def with_cells_of_columns(slots: Sequence[Slot]) -> Iterator[Slot]:
    """The slots, with lines of columns as cells: heads of ratings side by side, and lines of as many pieces below."""
    at = 0
    while at < len(slots):
        pieces = _pieces(slots[at])
        rows = 1
        if len(pieces) > 1 and _head_ratings(pieces):
            while at + rows < len(slots) and len(_pieces(slots[at + rows])) == len(pieces):
                rows += 1
        if rows == 1:
            yield slots[at]
        for row in range(rows if rows > 1 else 0):
            for column, piece in enumerate(_pieces(slots[at + row])):
                yield Slot(piece, Cell(f"columns={at}", row + 1, column + 1))
        at += rows


def _head_ratings(pieces: Sequence[str]) -> bool:
    """Whether pieces side by side are the heads of columns of ratings, one of them the writer's."""
    kinds = [kind_of_column(piece) for piece in pieces]
    return Kind.OWN in kinds and None not in kinds[1:] and any(line_of(piece).claim for piece in pieces)


def _pieces(slot: Slot) -> list[str]:
    """What stands side by side on a line that is no cell and may have a gap."""
    return slot.pieces() if slot.cell is None and may_break(slot.text) else []


def grader_blocks(slots: Sequence[Slot]) -> dict[str, list[Block]]:
    """By table the ticks of each grader's row below a row of levels, where one of the graders is the writer."""
    tables: dict[str, list[tuple[int, Slot]]] = {}
    for at, slot in enumerate(slots):
        if slot.cell:
            tables.setdefault(slot.cell.table, []).append((at, slot))
    found = {table: list(_blocks_of_rows(cells)) for table, cells in tables.items()}
    return {table: blocks for table, blocks in found.items() if any(block.kind is Kind.OWN for block in blocks)}


def _blocks_of_rows(cells: Sequence[tuple[int, Slot]]) -> Iterator[Block]:
    rows: dict[int, list[tuple[int, Slot]]] = {}
    for at, slot in cells:
        if slot.cell:
            rows.setdefault(slot.cell.row, []).append((at, slot))
    heads: list[Token] = []
    for row in rows.values():
        tokens = [token for at, slot in row for token in _tokens_of(slot, at)]
        if heads:
            kind = kind_of_column(row[0][1].text) if row[0][1].cell and row[0][1].cell.column == 1 else None
            if not any(token.level for token in tokens):
                yield Block(Kind.OTHERS if kind in (None, Kind.ANY) else kind, tokens=[*heads, *tokens])
        elif len({token.level for token in tokens if token.level}) >= _COLUMNS_OF_LEVELS:
            heads = [token for token in tokens if token.level]


def _tokens_of(slot: Slot, at: int) -> list[Token]:
    return [token_of(slot, at, *one) for one in line_of(slot.text).tokens] or letters_of(slot, at)
