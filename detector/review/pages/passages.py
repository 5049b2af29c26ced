"""One passage: in how many submissions, whose, where; and setting it aside."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.review.occurrences import Occurrence, occurrences
from detector.review.rescoring.spans import Place
from detector.review.web import Context, shown
from detector.storage.exclusions import in_force


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A row of the passage table."""

    row: int
    left: Place
    right: Place
    kind: str
    spread: int
    bits: float


def passage_page(context: Context) -> Response:
    """Who else has the passage, along all stored passages that answer to it."""
    passage = find_passage(context, context.request.path_params["passage"])
    if passage is None:
        raise HTTPException(404)
    found = occurrences(context.connection, context.view, passage.left, context.session.lang)
    own = {passage.left.row: passage.left, passage.right.row: passage.right}
    return context.page(
        "passage.html",
        here="pairs",
        passage=passage,
        submissions=[one for one in found if context.view.text(one.place.row).is_submission],
        others=[one for one in found if not context.view.text(one.place.row).is_submission],
        own=own,
        total=len(context.view.index.outcomes),
        excluded=_exclusions_here(context, found),
        once=secrets.token_urlsafe(12),
    )


def find_passage(context: Context, row: int) -> FoundPassage | None:
    """The passage of this row."""
    cells = context.connection.execute(
        "SELECT row, left_row, left_start, left_end, right_row, right_start, right_end, kind, spread, rarity_bits "
        "FROM passages WHERE row = ?",
        (row,),
    ).fetchone()
    return FoundPassage(cells[0], Place(*cells[1:4]), Place(*cells[4:7]), *cells[7:]) if cells else None


def _both_sides(context: Context) -> list[int]:
    passage = find_passage(context, context.request.path_params["passage"])
    return [passage.left.row, passage.right.row] if passage else []


def _exclusions_here(context: Context, found: list[Occurrence]) -> list[object]:
    """Exclusions in force that touch the passage."""
    return [
        exclusion
        for exclusion in in_force(list(context.view.ledger))
        if any(
            one.place.row == place.row and one.place.start < place.end and place.start < one.place.end
            for place in context.view.overlay.places.get(exclusion.row, ())
            for one in found
        )
    ]


ROUTES = [Route("/run/{run}/passage/{passage:int}", shown(passage_page, "passage", _both_sides))]
