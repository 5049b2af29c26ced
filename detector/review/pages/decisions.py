"""Recording a conclusion on a person, a pair, a group, a shared text or ticked pairs, and taking it back."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.review import words
from detector.review.index import PairRow, pairs_where
from detector.review.pages.overview import next_open, next_task
from detector.review.paging import whole
from detector.review.standing import AWAITING
from detector.review.state import View
from detector.review.web import (
    Context,
    base,
    choice,
    field,
    own_address,
    posted,
    reviewer,
    same_scan,
    see,
    seen_view,
)
from detector.storage.decisions import Decision, Subject, append_decisions, undo_batch, undo_decision
from detector.wording import N_

CODES = (*words.DECISIONS, *words.POSTPONED)


def decide(context: Context, form: FormData) -> Response:
    """A row of the log, or one for each open pair of the person too; then what comes next, or back to the form."""
    same_scan(context, form)
    rows = _rows(context.view, form)
    subjects = [tuple(rows)]
    if len(rows) == 1 and field(form, "whole", 5):
        subjects += [(pair.left, pair.right) for pair in context.view.matters().open_pairs(rows[0])]
    _record(context, form, subjects, "person" if len(subjects) > 1 else "")
    if field(form, "then") == "next":
        return see(_after(context, rows))
    return see(own_address(form, "back", base(context.name)))


def decide_many(context: Context, form: FormData) -> Response:
    """One conclusion for a group or for ticked pairs: a row for each pair, so that single ones can differ and who joins
    later has none. Pairs that have a conclusion keep it unless that was asked otherwise."""
    same_scan(context, form)
    pairs = list(_chosen(context, form))
    if not field(form, "again", 5):
        pairs = [pair for pair in pairs if context.view.is_open(pair)]
    if not pairs:
        raise HTTPException(400, N_("No pair without a conclusion is among them."))
    about = "group" if field(form, "group", 100) else "pairs"
    _record(context, form, [(pair.left, pair.right) for pair in pairs], about)
    if field(form, "then") == "next":
        return see(next_task(_renewed(context)))
    return see(own_address(form, "back", base(context.name)))


def undo(context: Context, form: FormData) -> Response:
    """A further row that restores what stood before; 409 if somebody decided meanwhile."""
    batch = field(form, "batch", 60)
    if batch:
        done = undo_batch(context.connection, batch, reviewer(context, form))
    else:
        row = undo_decision(context.connection, whole(field(form, "row", 20), 0), reviewer(context, form))
        done = [] if row is None else [row]
    if not done:
        raise HTTPException(409, N_("There is a later decision on it. Reload the page."))
    return see(own_address(form, "back", f"{base(context.name)}/log"))


def _record(context: Context, form: FormData, subjects: Sequence[tuple[int, ...]], about: str) -> None:
    """`about`: what the many are, "" for one."""
    once = field(form, "once", 40) or secrets.token_urlsafe(12)
    first = Decision(
        reviewer=reviewer(context, form),
        left=_subject(context.view, subjects[0][0]),
        right=None,
        decision=choice(form, "decision", CODES),
        reason=choice(form, "reason", ("", *words.REASON_LABELS)),
        note=field(form, "note"),
        detail=_detail(form) | ({"batch": once, "about": about} if about else {}),
    )
    append_decisions(context.connection, list(_each(context.view, first, subjects, once)))


def _each(view: View, first: Decision, subjects: Sequence[tuple[int, ...]], once: str) -> Iterator[Decision]:
    for place, rows in enumerate(subjects):
        yield replace(
            first,
            left=_subject(view, rows[0]),
            right=_subject(view, rows[1]) if len(rows) == 2 else None,
            detail={**first.detail, "once": f"{once}-{place}" if place else once},
        )


def _rows(view: View, form: FormData) -> list[int]:
    """One row for a person, two for a pair."""
    rows = [whole(field(form, name, 20), -1) for name in ("left", "right") if field(form, name, 20)]
    if not rows or len(set(rows)) != len(rows) or not all(0 <= row < len(view.index.texts) for row in rows):
        raise HTTPException(400, N_("No such pair or person."))
    return rows


def _chosen(context: Context, form: FormData) -> Iterator[PairRow]:
    """The flagged pairs within a group, or the ticked ones."""
    view, group = context.view, field(form, "group", 100)
    if group:
        if group not in view.index.groups:
            raise HTTPException(400, N_("No such group."))
        members = set(view.index.groups[group].members)
        yield from (pair for pair in view.pairs if pair.flagged and pair.left in members and pair.right in members)
        return
    for value in dict.fromkeys(one for one in form.getlist("pair") if isinstance(one, str)):
        yield from map(view.adjusted, pairs_where(context.connection, "row = ?", (whole(value, -1),)))


def _subject(view: View, row: int) -> Subject:
    text = view.text(row)
    return Subject(text.person, text.key)


def _detail(form: FormData) -> dict[str, Any]:
    due = _day(field(form, "due", 10)) if field(form, "decision", 20) == AWAITING else ""
    detail = {"explanation": field(form, "explanation"), "due": due}
    return {name: value for name, value in detail.items() if value}


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError as error:
        raise HTTPException(400, N_("not a day")) from error


def _renewed(context: Context) -> Context:
    return replace(context, view=seen_view(context.session, context.state, context.connection))


def _after(context: Context, rows: list[int]) -> str:
    """After a pair the next open one of the list; after a person the next one; the overview when all is done."""
    fresh = _renewed(context)
    if len(rows) == 1:
        return next_task(fresh, after=rows[0])
    pair = next_open(fresh, rows)
    return f"{base(context.name)}/pair/{pair.left}/{pair.right}" if pair else f"{base(context.name)}?tab=pairs"


ROUTES = [
    Route("/run/{run}/decide", posted(decide), methods=["POST"]),
    Route("/run/{run}/decide-many", posted(decide_many), methods=["POST"]),
    Route("/run/{run}/undo", posted(undo), methods=["POST"]),
]
