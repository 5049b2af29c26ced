"""A group of similar submissions: members, picture, passages by spread, pairs with one foot in it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.review import charts
from detector.review.graph import MAX_DRAWN, chain_members, draw_graph, draw_matrix, partners
from detector.review.matters import group_work
from detector.review.pages.overview import sorted_pairs
from detector.review.web import Context, shown
from detector.storage.decode import text as stored
from detector.writers.html.texts import clean

MAX_PASSAGES = 30
MAX_PAIRS = 200
MAX_QUOTE = 700  # characters


def group_page(context: Context) -> Response:
    """A group by its id. 404 if the scan has none of it."""
    view = context.view
    group = view.all_groups.get(context.request.path_params["group"])
    if group is None:
        raise HTTPException(404)
    rows = view.index.rows_of(group.members)
    members = set(rows)
    links = view.links(group)
    related = [pair for pair in view.pairs if pair.flagged and (pair.left in members) != (pair.right in members)]
    return context.page(
        "group.html",
        here="groups",
        group=group,
        member_rows=rows,
        members=[view.outcome(row) for row in rows if row in view.index.outcomes],
        chain=chain_members(rows, links),
        links=sorted_pairs(context, links)[:MAX_PAIRS],
        related=sorted_pairs(context, related)[:MAX_PAIRS],
        graph=draw_graph(view, rows, links, related, context.session.lang),
        matrix=draw_matrix(rows, links) if len(rows) > MAX_DRAWN else None,
        passages=_passages(context, rows[:500]),
        total=len(view.index.outcomes),
        bar_of=charts.bar,
        degree=partners(rows, links),
        work=group_work(view, group, links),
        states=view.matters().states,
        once=secrets.token_urlsafe(12),
    )


def _members(context: Context) -> tuple[int, ...]:
    return context.view.index.rows_of(context.view.all_groups[context.request.path_params["group"]].members)


def _passages(context: Context, members: Sequence[int]) -> list[dict[str, object]]:
    """Passages between members, the most widespread first, each stretch of text once."""
    marks = ",".join("?" * len(members))
    rows = context.connection.execute(
        f"""SELECT row, left_row, left_start, left_end, spread, rarity_bits FROM passages
            WHERE left_row IN ({marks}) AND right_row IN ({marks}) AND kind = 'shared'
            ORDER BY spread DESC, rarity_bits DESC LIMIT 400""",
        (*members, *members),
    ).fetchall()
    found: list[dict[str, object]] = []
    seen: set[tuple[str, str]] = set()
    for row, left, start, end, spread, bits in rows:
        quote = _quote(context, left, start, end)
        ends = (quote[:60].casefold(), quote[-40:].casefold())
        if ends in seen or any(quote[:60].casefold() == first for first, _ in seen):
            continue
        seen.add(ends)
        found.append({"row": row, "quote": quote, "spread": spread, "bits": bits})
        if len(found) == MAX_PASSAGES:
            break
    return found


def _quote(context: Context, row: int, start: int, end: int) -> str:
    query = "SELECT substr(text, ?, ?) FROM documents WHERE row = ?"
    (quote,) = context.connection.execute(query, (start + 1, min(end - start, MAX_QUOTE), row)).fetchone()
    words = clean(str(stored(quote)))
    return words if end - start <= MAX_QUOTE else f"{words.rsplit(None, 1)[0]} …"


ROUTES = [Route("/run/{run}/group/{group}", shown(group_page, "group", _members))]
