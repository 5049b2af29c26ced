"""The unit at a glance, and the lists to work through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from detector.review import charts, words
from detector.review.index import Group, Outcome, PairRow
from detector.review.paging import page_of, whole
from detector.review.search import Query, folded, matches_pair, matches_submission, parse
from detector.review.state import View
from detector.review.web import Context, base, shown
from detector.wording import FLAG_LABELS

TABS = ("pairs", "submissions", "groups")


def overview(context: Context) -> Response:
    """Everything that is read at once is in memory; two small tables come from the run file."""
    view, asked = context.view, context.request.query_params
    query = parse(asked.get("q", ""))
    tab = asked.get("tab") if asked.get("tab") in TABS else "pairs"
    histogram = {"pairs": asked.get("of") == "pairs", "logarithmic": asked.get("scale") == "log"}
    return context.page(
        "overview.html",
        here="overview",
        tab=tab,
        q=asked.get("q", ""),
        query=query,
        reading=_reading(context),
        columns=charts.provenance(view.outcomes),
        whole_unit=charts.bar(_unit_shares(view.outcomes)),
        bins=charts.histogram(view, **histogram),
        histogram=histogram,
        table=_table(context, str(tab), query),
        rows_of=charts.bar,
        next_pair=next(view.open_pairs(), None),
        address=lambda **changes: _address(context, **changes),
        words=words,
        hints=_hints(view),
    )


def _reading(context: Context) -> dict[str, Any]:
    roles = context.connection.execute(
        "SELECT role, count(*) FROM documents GROUP BY role ORDER BY min(row)"
    ).fetchall()
    skipped = context.connection.execute("SELECT path, reason FROM skipped ORDER BY row LIMIT 200").fetchall()
    (lost,) = context.connection.execute("SELECT count(*) FROM skipped").fetchone()
    return {"roles": dict(roles), "skipped": skipped, "lost": lost}


def _unit_shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    total = sum(outcome.syllables for outcome in outcomes) or 1
    return {kind: sum(outcome.counts.get(kind, 0.0) for outcome in outcomes) / total for kind in charts.BAR_CLASSES}


def _table(context: Context, tab: str, query: Query) -> dict[str, Any]:
    asked = context.request.query_params
    order, number = asked.get("sort", ""), whole(asked.get("page"))
    rows: Sequence[PairRow | Outcome | Group]
    if tab == "pairs":
        rows = sorted_pairs(context, [pair for pair in context.view.pairs if matches_pair(context.view, query, pair)])
    elif tab == "submissions":
        found = [one for one in context.view.outcomes if matches_submission(context.view, query, one)]
        rows = _sorted_submissions(context.view, found, order)
    else:
        rows = [group for group in context.view.groups if _group_found(context.view, query, group)]
    return {"page": page_of(rows, number), "sort": order}


def sorted_pairs(context: Context, pairs: Sequence[PairRow]) -> Sequence[PairRow]:
    """Strongest first; in blind mode in an order that says nothing, open ones first in both."""
    if context.session.blind:
        keys = context.view.index.texts
        return sorted(
            pairs, key=lambda pair: (not context.view.is_open(pair), keys[pair.left].key, keys[pair.right].key)
        )
    if context.request.query_params.get("sort") == "open":
        return sorted(pairs, key=lambda pair: (not context.view.is_open(pair), -pair.evidence, pair.row))
    return pairs


def _sorted_submissions(view: View, rows: Sequence[Outcome], order: str) -> Sequence[Outcome]:
    if order == "name":
        return sorted(rows, key=lambda one: folded(" ".join(reversed(view.text(one.row).name.split()[-1:]))))
    key = order if order in charts.BAR_CLASSES else ""
    if key:
        return sorted(rows, key=lambda one: (-one.shares.get(key, 0.0), one.row))
    return sorted(rows, key=lambda one: (-len(one.findings) if order == "flags" else 0, -one.strongest, one.row))


def _group_found(view: View, query: Query, group: Group) -> bool:
    if not query:
        return True
    members = (view.outcome(row) for row in group.members if row in view.index.outcomes)
    return any(matches_submission(view, query, one) for one in members)


def _address(context: Context, **changes: Any) -> str:
    """This page with some of its choices changed; a change of list or search begins at the first page."""
    kept = {name: value for name, value in context.request.query_params.items() if name in _CHOICES}
    if not changes.keys() <= {"page"}:
        kept.pop("page", None)
    chosen = {name: value for name, value in {**kept, **changes}.items() if value not in ("", None)}
    return f"{base(context.name)}?{urlencode(chosen)}"


_CHOICES = ("q", "tab", "of", "scale", "sort", "page")


def _hints(view: View) -> list[str]:
    flags = {flag for outcome in view.outcomes for flag in outcome.flags}
    return [f"flag:{flag}" for flag in FLAG_LABELS if flag in flags]


ROUTES = [Route("/run/{run}", shown(overview, "overview"))]
