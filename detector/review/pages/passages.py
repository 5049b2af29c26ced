"""One passage: in how many submissions, whose, where; and setting it aside."""

from __future__ import annotations

import secrets

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.review.index import PassageRow, passages_where
from detector.review.occurrences import Occurrence, occurrences
from detector.review.web import Context, shown
from detector.storage.exclusions import in_force


def passage_page(context: Context) -> Response:
    """Who else has the passage, along all stored passages that answer to it."""
    passage = find_passage(context, context.request.path_params["passage"])
    if passage is None:
        raise HTTPException(404)
    found = occurrences(context.connection, context.view, passage.left, context.session.lang)
    rows = context.view.index.rows
    return context.page(
        "passage.html",
        here="pairs",
        passage=passage,
        submissions=[one for one in found if context.view.text(rows[one.place.id]).is_submission],
        others=[one for one in found if not context.view.text(rows[one.place.id]).is_submission],
        left=context.view.text(rows[passage.left.id]),
        right=context.view.text(rows[passage.right.id]),
        total=len(context.view.index.outcomes),
        excluded=_exclusions_here(context, found),
        once=secrets.token_urlsafe(12),
    )


def find_passage(context: Context, row: int) -> PassageRow | None:
    """The passage of this row."""
    found = passages_where(context.connection, context.view.index.ids, "row = ?", (row,))
    return next(iter(found), None)


def _both_texts(context: Context) -> tuple[int, ...]:
    passage = find_passage(context, context.request.path_params["passage"])
    return context.view.index.rows_of(passage.ids) if passage else ()


def _exclusions_here(context: Context, found: list[Occurrence]) -> list[object]:
    """Exclusions in force that touch the passage."""
    return [
        exclusion
        for exclusion in in_force(list(context.view.ledger))
        if any(
            one.place.id == place.id and one.place.start < place.end and place.start < one.place.end
            for place in context.view.overlay.places.get(exclusion.row, ())
            for one in found
        )
    ]


ROUTES = [Route("/run/{run}/passage/{passage:int}", shown(passage_page, "passage", _both_texts))]
