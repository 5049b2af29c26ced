"""The ledger of passages set aside: adding, taking back, and what each of them changed."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.matches import Side
from detector.review.index import PairRow, SubmissionRow
from detector.review.occurrences import all_places
from detector.review.pages.overview import sorted_pairs
from detector.review.pages.passages import find_passage
from detector.review.paging import page_of, whole
from detector.review.rescoring.stored import read_text
from detector.review.state import View
from detector.review.web import Context, base, choice, field, own_address, posted, reviewer, same_scan, see, shown
from detector.storage.exclusions import KINDS, Anchor, Exclusion, append_exclusion, in_force
from detector.wording import N_


def exclude(context: Context, form: FormData) -> Response:
    """Sets a passage aside everywhere it stands; the figures change with the next page."""
    same_scan(context, form)
    passage = find_passage(context, whole(field(form, "passage", 20), -1))
    if passage is None:
        raise HTTPException(400, N_("No such passage."))
    left = passage.left
    text = read_text(context.connection, context.view.index.rows[left.id]).text[left.start : left.end]
    exclusion = Exclusion(
        reviewer=reviewer(context, form),
        kind=choice(form, "kind", KINDS),
        text=text,
        anchors=tuple(_anchor(context, place) for place in _everywhere(context, left, passage.right)),
        note=field(form, "note"),
        once=field(form, "once", 40) or None,
    )
    append_exclusion(context.connection, exclusion)
    return see(own_address(form, f"{base(context.name)}/set-aside"))


def take_back(context: Context, form: FormData) -> Response:
    """A further row; the passage counts again."""
    row = whole(field(form, "row", 20), 0)
    if row not in {one.row for one in in_force(list(context.view.ledger))}:
        raise HTTPException(409, N_("It was undone already."))
    append_exclusion(context.connection, Exclusion(reviewer(context, form), undoes=row, note=field(form, "note")))
    return see(own_address(form, f"{base(context.name)}/set-aside"))


def ledger(context: Context) -> Response:
    """All rows, the latest first."""
    rows = [one for one in reversed(context.view.ledger) if one.undoes is None]
    undone = {one.undoes: one for one in context.view.ledger if one.undoes is not None}
    return context.page(
        "exclusions.html",
        here="exclusions",
        page_address=lambda page: f"?page={page}",
        page=page_of(rows, whole(context.request.query_params.get("page"))),
        undone=undone,
        changed_pairs=sum(_is_changed(context.view, pair) for pair in context.view.index.pairs),
        changed_people=sum(_is_other(context.view, one) for one in context.view.index.outcomes.values()),
        dropped=sorted_pairs(context, [pair for pair in context.view.pairs if not pair.flagged]),
    )


def _is_changed(view: View, pair: PairRow) -> bool:
    """By a bit or more: words that are form now change a little how rare all others are."""
    return abs(view.adjusted(pair).evidence - pair.evidence) >= 1


def _is_other(view: View, outcome: SubmissionRow) -> bool:
    """Whether something of it was excluded, or other findings are told of it."""
    return outcome.row in view.overlay.spans or view.outcome(outcome.row).flags != outcome.flags


def _everywhere(context: Context, left: Side, right: Side) -> list[Side]:
    """Both sides first, then wherever else the words stand."""
    places = all_places(context.connection, context.view, left)
    return [left, right, *(place for place in places if place.id not in (left.id, right.id))]


def _anchor(context: Context, place: Side) -> Anchor:
    text = context.view.text(context.view.index.rows[place.id])
    return Anchor(text.subject, text.key, place.start, place.end)


ROUTES = [
    Route("/run/{run}/exclude", posted(exclude), methods=["POST"]),
    Route("/run/{run}/take-back", posted(take_back), methods=["POST"]),
    Route("/run/{run}/set-aside", shown(ledger, "exclusions")),
]
