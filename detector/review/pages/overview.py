"""The unit at a glance, and the lists to work through."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from detector.findings import FLAG_LABELS
from detector.matches import Cluster, SharedText
from detector.review import charts, words
from detector.review.blind import may_be_found, shuffled_pairs, shuffled_submissions
from detector.review.index import PairRow, SubmissionRow
from detector.review.matters import text_work
from detector.review.months import place_in, shown_grid
from detector.review.paging import page_of, whole
from detector.review.search import Query, matches_pair, matches_submission, parse
from detector.review.search_words import condition, folded
from detector.review.state import View
from detector.review.web import Context, base, field, posted, see, shown

TABS = ("submissions", "pairs", "groups", "texts", "time")


def overview(context: Context) -> Response:
    """Everything that it shows is in memory."""
    view, asked = context.view, context.request.query_params
    q = context.session.searches.get(context.name, "") if asked.get("find") else asked.get("q", "")
    query = parse(q)
    tab = asked.get("tab") if asked.get("tab") in TABS else TABS[0]
    table = _table(context, str(tab), query)
    histogram = {"pairs": asked.get("of") == "pairs", "logarithmic": asked.get("scale") == "log"}
    return context.page(
        "overview.html",
        here="overview",
        tab=tab,
        q=q,
        query=query,
        reading=view.index.reading,
        columns=[] if context.session.blind else charts.provenance(view.outcomes),
        whole_unit=charts.bar(_unit_shares(view.outcomes)),
        bins=charts.histogram(view, **histogram),
        histogram=histogram,
        table=table,
        rows_of=charts.bar,
        states=view.matters().states,
        text_work=lambda one: text_work(view, one),
        once=secrets.token_urlsafe(12),
        next_task=next_task(context) if view.matters().is_left() else "",
        address=lambda **changes: _address(context, **changes),
        words=words,
        condition=lambda name, value: condition(name, value, context.session.lang),
        hints=_hints(view),
        people=len({one.person for one in view.sheets}),
        grid=None
        if context.session.blind or tab != "time"
        else shown_grid(view, table["page"].rows, context.session.lang),
        place_of=lambda cell: place_in(view, cell, base(context.name)),
    )


def find(context: Context, form: FormData) -> Response:
    """A search: names are kept with the session, so that they stand in no address and in no history of a browser."""
    q, tab = field(form, "q", 500), field(form, "tab", 20)
    context.session.searches[context.name] = q
    asked = {"tab": tab} | ({} if not q else {"find": "1"} if parse(q).names else {"q": q})
    return see(f"{base(context.name)}?{urlencode(asked)}#lists")


def _unit_shares(outcomes: Sequence[SubmissionRow]) -> dict[str, float]:
    total = sum(outcome.syllables for outcome in outcomes) or 1
    return {
        kind: sum(outcome.syllables * outcome.shares.get(kind, 0.0) for outcome in outcomes) / total
        for kind in charts.BAR_CLASSES
    }


def _table(context: Context, tab: str, query: Query) -> dict[str, Any]:
    asked = context.request.query_params
    order, number = asked.get("sort", ""), whole(asked.get("page"))
    rows: Sequence[PairRow | SubmissionRow | Cluster | SharedText | int]
    if tab == "pairs":
        rows = sorted_pairs(context, _found_pairs(context, query))
    elif tab == "submissions":
        found = _found_submissions(context, query)
        blind = context.session.blind
        rows = shuffled_submissions(context.view, found) if blind else _sorted_submissions(context.view, found, order)
    elif tab == "time":
        rows = sorted({one.person for one in context.view.sheets if _any_found(context.view, query, one.ids)})
    elif tab == "texts":
        rows = [one for one in context.view.shared if _any_found(context.view, query, one.people)]
    else:
        rows = [group for group in context.view.groups if _any_found(context.view, query, group.members)]
    return {"page": page_of(rows, number), "sort": order}


def _found_pairs(context: Context, query: Query) -> list[PairRow]:
    view, blind = context.view, context.session.blind
    return [
        pair
        for pair in (view.pairs if query else view.loose_pairs)
        if (not blind or may_be_found(query, decided=view.standing(pair) is not None))
        and matches_pair(view, query, pair)
    ]


def _found_submissions(context: Context, query: Query) -> list[SubmissionRow]:
    view, blind = context.view, context.session.blind
    return [
        one
        for one in view.outcomes
        if (not blind or may_be_found(query, decided=view.standings.of(one.row) is not None))
        and matches_submission(view, query, one)
    ]


def sorted_pairs(context: Context, pairs: Sequence[PairRow]) -> Sequence[PairRow]:
    """Strongest first; in blind mode in an order that says nothing."""
    if context.session.blind:
        return shuffled_pairs(context.view, pairs)
    if context.request.query_params.get("sort") == "open":
        return sorted(pairs, key=lambda pair: (not context.view.is_open(pair), -pair.evidence, pair.row))
    return pairs


def next_open(context: Context, after: Sequence[int] = ()) -> PairRow | None:
    """The open pair that follows the one of these two texts in the list, from the top again after the last."""
    view = context.view
    flagged = [pair for pair in view.pairs if pair.flagged]
    ordered = list(shuffled_pairs(view, flagged) if context.session.blind else flagged)
    start = next((place + 1 for place, pair in enumerate(ordered) if {pair.left, pair.right} == set(after)), 0)
    turned = [pair for pair in (*ordered[start:], *ordered[:start]) if {pair.left, pair.right} != set(after)]
    today = date.today()
    waits = [(one := view.standing(pair)) is not None and one.waits(today) for pair in turned]
    opened = [pair for pair, late in zip(turned, waits, strict=True) if view.is_open(pair) and not late]
    return opened[0] if opened else None


def next_task(context: Context, after: int | None = None) -> str:
    """The address of what to look at next: groups in one go, then person by person; the overview when all is done."""
    view, address = context.view, base(context.name)
    matters = view.matters()
    if after is None and (shared := matters.next_text()):
        return f"{address}/text/{shared}"
    if after is None and (group := matters.next_group()):
        return f"{address}/group/{group}"
    order = [one.row for one in shuffled_submissions(view, map(view.outcome, matters.people))]
    person = matters.next_person(after, order=order if context.session.blind else None)
    return f"{address}?tab=submissions#lists" if person is None else f"{address}/person/{person}"


def _sorted_submissions(view: View, rows: Sequence[SubmissionRow], order: str) -> Sequence[SubmissionRow]:
    if order == "name":
        return sorted(rows, key=lambda one: folded(" ".join(reversed(view.text(one.row).name.split()[-1:]))))
    key = order if order in charts.BAR_CLASSES else ""
    if key:
        return sorted(rows, key=lambda one: (-one.shares.get(key, 0.0), one.row))
    return sorted(rows, key=lambda one: (-len(one.findings) if order == "flags" else 0, -one.strongest, one.row))


def _any_found(view: View, query: Query, ids: Iterable[str]) -> bool:
    if not query:
        return True
    rows = (row for row in view.index.rows_of(ids) if row in view.index.outcomes)
    return any(matches_submission(view, query, view.outcome(row)) for row in rows)


def _address(context: Context, **changes: Any) -> str:
    """This page with some of its choices changed; a change of list or search begins at the first page."""
    kept = {name: value for name, value in context.request.query_params.items() if name in _CHOICES}
    if not changes.keys() <= {"page"}:
        kept.pop("page", None)
    chosen = {name: value for name, value in {**kept, **changes}.items() if value not in ("", None)}
    return f"{base(context.name)}?{urlencode(chosen)}"


_CHOICES = ("q", "find", "tab", "of", "scale", "sort", "page")


def _hints(view: View) -> list[str]:
    flags = {flag for outcome in view.outcomes for flag in outcome.flags}
    return [flag for flag in FLAG_LABELS if flag in flags]


ROUTES = [
    Route("/run/{run}", shown(overview, "overview")),
    Route("/run/{run}/find", posted(find), methods=["POST"]),
]
