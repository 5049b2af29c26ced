"""Persons over time from what a run holds after exclusions, with rows of documents for their ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detector.review.index import DocumentRow, PairRow, SubmissionRow
from detector.sheets import Sheet, sheets_of
from detector.writers.sheet_grid import Cell, Grid, grid_of

if TYPE_CHECKING:
    from detector.review.state import View


def sheets_in(
    texts: Sequence[DocumentRow], outcomes: Iterable[SubmissionRow], pairs: Iterable[PairRow], *, least_share: float
) -> tuple[Sheet, ...]:
    """The table of `Report.sheets`; the texts are not looked at."""
    if not any(text.period for text in texts):
        return ()
    others = [text for text in texts if not text.is_submission]
    return tuple(sheets_of(list(outcomes), pairs, others, least_share=least_share))


def shown_grid(view: View, people: Sequence[int], lang: str) -> Grid | None:
    """The grid of these people of the table, called as the view calls them."""
    chosen = frozenset(people)
    grid = grid_of([one for one in view.sheets if one.person in chosen], lang)
    return grid and replace(
        grid, rows=tuple(replace(row, author=_name(view, row.cells, row.author)) for row in grid.rows)
    )


def place_in(view: View, cell: Cell, base: str) -> str:
    """Where the two texts of a cell are side by side, else where its person is; nothing for a sheet that is missing."""
    rows = view.index.rows_of(cell.ids)
    if len(rows) == 2 and view.is_pair(*rows):
        return f"{base}/pair/{min(rows)}/{max(rows)}"
    return f"{base}/person/{rows[0]}" if rows and view.text(rows[0]).is_submission else ""


def _name(view: View, cells: Iterable[Cell | None], author: str) -> str:
    id = next((cell.ids[0] for cell in cells if cell and cell.ids), None)
    return author if id is None else view.text(view.index.rows[id]).name
