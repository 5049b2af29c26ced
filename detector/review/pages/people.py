"""One person: all matches, last year's text beside this year's, shares, findings, decision."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.review import charts
from detector.review.index import PairRow
from detector.review.pages.pairs import decision_parts
from detector.review.pairdata import pair_data, passages_of, script_data, text_data
from detector.review.times import moment_of, texts_over_time
from detector.review.web import Context, base, shown

MAX_MATCHES = 200


def person_page(context: Context) -> Response:
    """A submission by its row. 404 for samples, forms and earlier texts."""
    row = context.request.path_params["row"]
    if row not in context.view.index.outcomes:
        raise HTTPException(404)
    view, outcome = context.view, context.view.outcome(row)
    pairs = view.pairs_of(context.connection, row)
    texts = {"own": text_data(context.connection, view, row)}
    earlier = _earlier(context, row, pairs)
    data = script_data(
        context.session.lang, texts=texts, earlier=_earlier_data(context, earlier), base=base(context.name)
    )
    return context.page(
        "person.html",
        here="submissions",
        person=view.text(row),
        outcome=outcome,
        matches=[pair for pair in pairs if pair is not earlier][:MAX_MATCHES],
        more=max(0, len(pairs) - MAX_MATCHES),
        earlier=earlier,
        sheets=texts_over_time(view, row),
        bar_of=charts.bar,
        states=view.matters().states,
        earlier_share=_new_share(earlier),
        bar_pieces=charts.bar(outcome.shares),
        kinds=charts.BAR_CLASSES,
        data=Markup(data),
        hidden=context.session.blind and view.standings.of(row) is None,
        **decision_parts(context, row),
    )


def _earlier(context: Context, row: int, pairs: list[PairRow]) -> PairRow | None:
    """The strongest pair with the person's own earlier text."""
    own = context.view.text(row)
    for pair in pairs:
        other = context.view.text(pair.other(row))
        if other.who == own.who and (other.role == "previous" or moment_of(other) < moment_of(own)):
            return pair
    return None


def _new_share(earlier: PairRow | None) -> float | None:
    return None if earlier is None else max(0.0, 1.0 - earlier.left_share)


def _earlier_data(context: Context, pair: PairRow | None) -> Any:
    """This year's text on the left, last year's on the right."""
    return pair and pair_data(context, pair, passages_of(context.connection, context.view, pair))


ROUTES = [Route("/run/{run}/person/{row:int}", shown(person_page, "person"))]
