"""Recording a conclusion on a person, a pair, a group, a shared text or ticked pairs, and taking it back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.review import words
from detector.review.doubts import Doubts, doubts, packed, unpacked
from detector.review.hiding import BLOT, blotted
from detector.review.index import pairs_where, words_digest
from detector.review.pages.overview import next_open, next_task
from detector.review.paging import whole
from detector.review.standing import AWAITING, SHARED_TEXT, Key, shared_key
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
MAX_WORDS = 4_000  # characters of a shared text that its row of the log has


def decide(context: Context, form: FormData) -> Response:
    """A row of the log, or one for each open pair of the person too; then what comes next, or back to the form."""
    form = _as_filled_in(form)
    same_scan(context, form)
    rows = _rows(context.view, form)
    subjects: list[Key] = [tuple(rows)]
    if len(rows) == 1 and field(form, "whole", 5):
        subjects += [pair.rows for pair in context.view.matters().open_pairs(rows[0])]
    asked = _record(context, form, subjects, "person" if len(subjects) > 1 else "")
    if asked is not None:
        return asked
    if field(form, "then") == "next":
        return see(_after(context, rows))
    return see(own_address(form, base(context.name)))


def decide_many(context: Context, form: FormData) -> Response:
    """One conclusion for a group, a shared text or ticked pairs.

    It is a row for each pair, or for each person with the text, so that single ones can differ and who joins later has
    none. What has a conclusion keeps it unless that was asked otherwise.
    """
    form = _as_filled_in(form)
    same_scan(context, form)
    about = next((kind for kind in ("group", "text") if field(form, kind, 100)), "pairs")
    keys = list(_CHOSEN[about](context, form))
    if not keys:
        raise HTTPException(400, N_("No pair was ticked. Go back and tick at least one."))
    if not field(form, "again", 5):
        standing = ((key, context.view.standings.of(*key)) for key in keys)
        keys = [key for key, one in standing if one is None or one.is_open]
    if not keys:
        raise HTTPException(400, N_("Nothing without a conclusion is among them."))
    asked = _record(context, form, keys, about)
    if asked is not None:
        return asked
    if field(form, "then") == "next":
        return see(next_task(_renewed(context)))
    return see(own_address(form, base(context.name)))


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
    return see(own_address(form, f"{base(context.name)}/log"))


def _record(context: Context, form: FormData, keys: Sequence[Key], about: str) -> Response | None:
    """Writes the rows, or gives the page that asks whether it is meant. `about`: what the many are, "" for one."""
    once = field(form, "once", 40) or secrets.token_urlsafe(12)
    first = Decision(
        reviewer=reviewer(context, form),
        left=_subject(context.view, max(keys[0])),
        right=None,
        decision=choice(form, "decision", CODES),
        reason=choice(form, "reason", ("", *words.REASON_LABELS)),
        note=_written(context, form, "note", keys[0]),
        detail=_detail(context, form, keys[0])
        | ({"batch": once, "about": about} if about else {})
        | _words(context.view, keys[0]),
    )
    asked = doubts(context.view.standings, form, keys, once=once, due=first.due, today=date.today())
    if asked:
        return _asked(context, form, first, asked)
    append_decisions(context.connection, list(_each(context.view, first, keys, once)))
    return None


def _as_filled_in(form: FormData) -> FormData:
    try:
        return unpacked(form)
    except ValueError as error:
        raise HTTPException(400, N_("not a known value")) from error


def _asked(context: Context, form: FormData, first: Decision, found: Doubts) -> Response:
    return context.page(
        "asked.html",
        here="",
        doubts=found,
        first=first,
        sent=packed(form),
        back=own_address(form, base(context.name)),
        about=lambda key: " – ".join(context.view.text(row).named(context.session.lang) for row in key if row >= 0),
        status=409,
    )


def _each(view: View, first: Decision, keys: Sequence[Key], once: str) -> Iterator[Decision]:
    for place, key in enumerate(keys):
        left, right = _sides(view, key)
        detail = {**first.detail, "once": f"{once}-{place}" if place else once}
        yield replace(first, left=left, right=right, detail=detail)


def _words(view: View, key: Key) -> dict[str, str]:
    """The words of a shared text, by which a later scan that cuts it otherwise knows it again."""
    return {"words": view.index.shared[-1 - key[0]].text[:MAX_WORDS]} if key[0] < 0 else {}


def _sides(view: View, key: Key) -> tuple[Subject, Subject | None]:
    """Both subjects of a pair, one of a person; of a shared text the person and the text."""
    rows = [row for row in key if row >= 0]
    left = _subject(view, rows[0])
    if key[0] < 0:
        digest = words_digest(view.index.shared[-1 - key[0]].text)
        return left, Subject(f"{SHARED_TEXT}{digest}", digest)
    return left, _subject(view, rows[1]) if len(rows) == 2 else None


def _rows(view: View, form: FormData) -> list[int]:
    """One row for a person, two for a pair."""
    rows = [whole(field(form, name, 20), -1) for name in ("left", "right") if field(form, name, 20)]
    if not rows or len(set(rows)) != len(rows) or not all(0 <= row < len(view.index.texts) for row in rows):
        raise HTTPException(400, N_("No such pair or person."))
    return rows


def _pairs_of_group(context: Context, form: FormData) -> Iterator[Key]:
    group = context.view.all_groups.get(field(form, "group", 100))
    if group is None:
        raise HTTPException(400, N_("No such group."))
    return (pair.rows for pair in context.view.links(group))


def _people_of_text(context: Context, form: FormData) -> Iterator[Key]:
    shared = next((one for one in context.view.index.shared if one.id == field(form, "text", 100)), None)
    if shared is None:
        raise HTTPException(400, N_("No such text."))
    index = context.view.index
    return (shared_key(index.numbers[shared.id], row) for row in index.rows_of(shared.people))


def _ticked_pairs(context: Context, form: FormData) -> Iterator[Key]:
    for value in dict.fromkeys(one for one in form.getlist("pair") if isinstance(one, str)):
        for pair in pairs_where(context.connection, context.view.index.ids, "row = ?", (whole(value, -1),)):
            yield pair.left, pair.right


_CHOSEN: dict[str, Callable[[Context, FormData], Iterator[Key]]] = {
    "group": _pairs_of_group,
    "text": _people_of_text,
    "pairs": _ticked_pairs,
}


def _subject(view: View, row: int) -> Subject:
    text = view.text(row)
    return Subject(text.subject, text.key)


def _written(context: Context, form: FormData, name: str, key: Key) -> str:
    """A text of the form. Where names are hidden the form was filled in with blots, which are no words of the log."""
    said = field(form, name)
    if not context.session.masked or BLOT not in said:
        return said
    for one in reversed(context.view.standings.history(*key)):
        original = one.note if name == "note" else one.explanation
        if blotted(original, context.view.index) == said:
            return original
    raise HTTPException(400, N_("Names are hidden in what was written here before. Show the names, then change it."))


def _detail(context: Context, form: FormData, key: Key) -> dict[str, Any]:
    due = _day(field(form, "due", 10)) if field(form, "decision", 20) == AWAITING else ""
    detail = {"explanation": _written(context, form, "explanation", key), "due": due}
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
