"""Persons over time from what a run holds after exclusions, with rows of documents for their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detector.documents import Document, Role
from detector.matches import Pair
from detector.review.index import Outcome, PairRow, Text
from detector.sheets import Sheet, sheets_of
from detector.submissions import Submission
from detector.writers.sheet_grid import Cell, Grid, grid_of

if TYPE_CHECKING:
    from detector.review.state import View


def sheets_in(
    texts: Sequence[Text], outcomes: Iterable[Outcome], pairs: Iterable[PairRow], *, least_share: float
) -> tuple[Sheet, ...]:
    """The table of `Report.sheets`, the row of a document in the place of its id; the texts are not looked at."""
    if not any(text.period for text in texts):
        return ()
    rows = {text.id: str(text.row) for text in texts}
    documents = {text.row: _document(text) for text in texts}
    submissions = [_submission(one, documents[one.row], rows) for one in outcomes]
    others = [one for one in documents.values() if one.role is not Role.SUBMISSION]
    return tuple(sheets_of(submissions, map(_pair, pairs), others, least_share=least_share))


def shown_grid(view: View, people: Sequence[int], lang: str) -> Grid | None:
    """The grid of these people of the table, called as the view calls them."""
    chosen = frozenset(people)
    grid = grid_of([one for one in view.sheets if one.person in chosen], lang)
    return grid and replace(
        grid, rows=tuple(replace(row, author=_name(view, row.cells, row.author)) for row in grid.rows)
    )


def place_in(view: View, cell: Cell, base: str) -> str:
    """Where the two texts of a cell are side by side, else where its person is; nothing for a sheet that is missing."""
    rows = tuple(map(int, cell.ids))
    if len(rows) == 2 and view.is_pair(*rows):
        return f"{base}/pair/{min(rows)}/{max(rows)}"
    return f"{base}/person/{rows[0]}" if rows and view.text(rows[0]).is_submission else ""


def _name(view: View, cells: Iterable[Cell | None], author: str) -> str:
    row = next((cell.ids[0] for cell in cells if cell and cell.ids), None)
    return author if row is None else view.text(int(row)).name


def _document(text: Text) -> Document:
    person = text.who if text.author else None
    about = {"author": text.author, "unit": text.unit, "year": text.year, "period": text.period}
    return Document(str(text.row), "", "", Role(text.role), key=text.key, person=person, **about)  # type: ignore[arg-type]


def _submission(outcome: Outcome, document: Document, rows: Mapping[str, str]) -> Submission:
    findings = tuple(
        replace(one, evidence=tuple(rows[id] for id in one.evidence if id in rows)) for one in outcome.findings
    )
    return Submission(document, outcome.syllables, {}, None, findings, outcome.cluster, ())


def _pair(pair: PairRow) -> Pair:
    shares = (pair.left_share, pair.right_share)
    return Pair(
        str(pair.left), str(pair.right), pair.flagged, pair.evidence, 0.0, 0.0, *shares, pair.passages, pair.cluster
    )
