"""Table cells of formats that store a table as a row of paragraphs with marks (.doc, .rtf): which cell is which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from detector.documents import BlockKind
from detector.readers.compose import Piece, Run


class End(Enum):
    """What the mark behind a paragraph ends."""

    PARAGRAPH = "paragraph"
    CELL = "cell"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`depth` counts the tables around it."""

    runs: tuple[Run, ...]
    depth: int = 0
    end: End = End.PARAGRAPH


@dataclass(slots=True)
class _Table:
    """Where in a table the next paragraph stands; `inner` counts the tables in its present cell."""

    number: int
    row: int = 1
    column: int = 1
    inner: int = 0


def place_cells(paragraphs: Iterable[Paragraph]) -> Iterator[Piece]:
    """Pieces with the place and kind of their cell, as ``table=1 row=2 column=1``; cells count as they are stored."""
    around: list[_Table] = []
    count = 0
    for paragraph in paragraphs:
        del around[paragraph.depth :]
        while len(around) < paragraph.depth:
            if around:
                around[-1].inner += 1
            else:
                count += 1
            around.append(_Table(around[-1].inner if around else count))
        place = " ".join(f"table={one.number} row={one.row} column={one.column}" for one in around)
        yield Piece(tuple(map(_in_cell, paragraph.runs)) if around else paragraph.runs, place)
        if around:
            _step(around[-1], paragraph.end)


def _in_cell(run: Run) -> Run:
    return run._replace(kind=BlockKind.CELL) if run.kind == BlockKind.PARAGRAPH else run


def _step(table: _Table, end: End) -> None:
    if end is End.CELL:
        table.column += 1
        table.inner = 0
    elif end is End.ROW:
        table.row += 1
        table.column, table.inner = 1, 0
