"""Two texts side by side, why they are shown, and the decision."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector import wording
from detector.review.index import PairRow, PassageRow, pairs_where
from detector.review.pages.overview import sorted_pairs
from detector.review.pairdata import pair_data, passages_of, script_data
from detector.review.past import past_of
from detector.review.state import View
from detector.review.waterfall import waterfall
from detector.review.web import Context, base, shown


def pair_page(context: Context) -> Response:
    """A pair by the rows of its two texts; pairs below the threshold can be looked at too."""
    view, pair = context.view, find_pair(context)
    passages = passages_of(context.connection, view, pair)
    standing = view.standing(pair)
    hidden = context.session.blind and standing is None
    lang = context.session.lang
    data = script_data(
        lang,
        **pair_data(context, pair, passages, blind=hidden),
        submissions=len(view.index.outcomes),
        blind=hidden,
        names={"left": view.text(pair.left).named(lang), "right": view.text(pair.right).named(lang)},
        files={"left": view.text(pair.left).file, "right": view.text(pair.right).file},
        base=base(context.name),
    )
    return context.page(
        "pair.html",
        here="pairs",
        pair=pair,
        left=view.text(pair.left),
        right=view.text(pair.right),
        data=Markup(data),
        sentence=pair_words(view, pair, passages, context.session.lang),
        steps=waterfall(context.connection, view, pair, passages),
        passages=passages,
        past="" if hidden else past_of(context.connection, pair.left, pair.right, context.session.lang),
        hidden=hidden,
        **decision_parts(context, pair.left, pair.right),
        **_neighbours(context, pair),
    )


def find_pair(context: Context) -> PairRow:
    """The pair of the address, after exclusions. 404 where two texts share nothing."""
    left, right = context.request.path_params["left"], context.request.path_params["right"]
    found = pairs_where(context.connection, context.view.index.ids, "left_row = ? AND right_row = ?", (left, right))
    pair = next(iter(found), None)
    if pair is None:
        raise HTTPException(404)
    return context.view.adjusted(pair)


def pair_words(view: View, pair: PairRow, passages: Sequence[PassageRow], lang: str) -> str:
    """Why it is shown, in words."""
    left, right = view.text(pair.left), view.text(pair.right)
    return wording.pair_sentence(
        pair,
        passages,
        submissions=len(view.index.outcomes),
        names=(left.named(lang), right.named(lang)),
        lang=lang,
    )


def decision_parts(context: Context, *rows: int) -> dict[str, Any]:
    """What the decision form of a pair or person shows."""
    return {
        "open_pairs": context.view.matters().open_pairs(rows[0]) if len(rows) == 1 else [],
        "rows": rows,
        "standing": context.view.standings.of(*rows),
        "history": list(reversed(context.view.standings.history(*rows))),
        "once": secrets.token_urlsafe(12),
    }


def _neighbours(context: Context, pair: PairRow) -> dict[str, Any]:
    ordered = list(sorted_pairs(context, context.view.pairs))
    place = next((at for at, one in enumerate(ordered) if one.row == pair.row), None)
    if place is None:
        return {"number": None, "total": len(ordered), "before": None, "after": None}
    before = ordered[place - 1] if place else None
    after = ordered[place + 1] if place + 1 < len(ordered) else None
    return {"number": place + 1, "total": len(ordered), "before": before, "after": after}


ROUTES = [Route("/run/{run}/pair/{left:int}/{right:int}", shown(pair_page, "pair"))]
