"""Recording a decision, and taking it back."""

from __future__ import annotations

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.review import words
from detector.review.pages.overview import next_open
from detector.review.paging import whole
from detector.review.state import View
from detector.review.web import Context, base, choice, field, own_address, posted, reviewer, same_scan, see
from detector.storage.decisions import Decision, Subject, append_decision, undo_decision
from detector.wording import N_


def decide(context: Context, form: FormData) -> Response:
    """One row of the log; then the next open pair, or back to where the form was."""
    same_scan(context, form)
    rows = _rows(context.view, form)
    decision = Decision(
        reviewer=reviewer(context, form),
        left=_subject(context.view, rows[0]),
        right=_subject(context.view, rows[1]) if len(rows) == 2 else None,
        decision=choice(form, "decision", words.DECISIONS),
        reason=choice(form, "reason", ("", *words.REASON_LABELS)),
        note=field(form, "note"),
        detail=_detail(form),
    )
    append_decision(context.connection, decision)
    if field(form, "then") == "next":
        return see(_after(context, rows))
    return see(own_address(form, "back", base(context.name)))


def undo(context: Context, form: FormData) -> Response:
    """A further row that restores what stood before; 409 if somebody decided meanwhile."""
    row = whole(field(form, "row", 20), 0)
    if undo_decision(context.connection, row, reviewer(context, form)) is None:
        raise HTTPException(409, N_("There is a later decision on it. Reload the page."))
    return see(own_address(form, "back", f"{base(context.name)}/log"))


def _rows(view: View, form: FormData) -> list[int]:
    """One row for a person, two for a pair."""
    rows = [whole(field(form, name, 20), -1) for name in ("left", "right") if field(form, name, 20)]
    if not rows or len(set(rows)) != len(rows) or not all(0 <= row < len(view.index.texts) for row in rows):
        raise HTTPException(400, N_("No such pair or person."))
    return rows


def _subject(view: View, row: int) -> Subject:
    text = view.text(row)
    return Subject(text.person, text.key)


def _detail(form: FormData) -> dict[str, str]:
    detail = {"explanation": field(form, "explanation"), "once": field(form, "once", 40)}
    return {name: value for name, value in detail.items() if value}


def _after(context: Context, rows: list[int]) -> str:
    """The next open pair but this one; the overview when all is done."""
    fresh = replace(context, view=context.state.view(context.connection))
    pair = next_open(fresh, *rows)
    return f"{base(context.name)}/pair/{pair.left}/{pair.right}" if pair else f"{base(context.name)}?tab=pairs"


ROUTES = [
    Route("/run/{run}/decide", posted(decide), methods=["POST"]),
    Route("/run/{run}/undo", posted(undo), methods=["POST"]),
]
