"""A text of many: who has it and where, and one conclusion for all of them."""

from __future__ import annotations

import secrets

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.matches import SharedText
from detector.review.matters import text_work
from detector.review.occurrences import occurrence
from detector.review.paging import page_of, whole
from detector.review.web import Context, shown


def text_page(context: Context) -> Response:
    """A shared text by its id. 404 if the scan has none of it."""
    one = find_shared(context, context.request.path_params["text"])
    index = context.view.index
    places = page_of(one.places, whole(context.request.query_params.get("page")))
    return context.page(
        "shared.html",
        here="overview",
        shared=one,
        page=places,
        found=[occurrence(context.connection, index, place, context.session.lang) for place in places.rows],
        page_address=lambda page: f"?page={page}",
        work=text_work(context.view, one),
        states=context.view.matters().states,
        total=len({context.view.text(row).who for row in index.outcomes}),
        once=secrets.token_urlsafe(12),
    )


def find_shared(context: Context, id: str) -> SharedText:
    """Raises a 404."""
    found = next((one for one in context.view.index.shared if one.id == id), None)
    if found is None:
        raise HTTPException(404)
    return found


def _people(context: Context) -> tuple[int, ...]:
    return context.view.index.rows_of(find_shared(context, context.request.path_params["text"]).people)


ROUTES = [Route("/run/{run}/text/{text}", shown(text_page, "text", _people))]
