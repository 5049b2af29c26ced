"""Who did what, and when: decisions and passages set aside, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from detector.review.index import Text
from detector.review.paging import page_of, whole
from detector.review.web import Context, shown
from detector.storage.decisions import Decision, decisions_after
from detector.storage.exclusions import Exclusion


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of either log; `texts` are those of this scan that it speaks of, None where there is none any more."""

    at: str
    reviewer: str
    decision: Decision | None
    exclusion: Exclusion | None
    texts: tuple[Text | None, ...]
    is_last: bool
    words: str = ""


def log_page(context: Context) -> Response:
    """Both logs in one order of time."""
    entries = _entries(context)
    who = context.request.query_params.get("who", "")
    chosen = [entry for entry in entries if not who or entry.reviewer == who]
    return context.page(
        "log.html",
        here="log",
        page_address=lambda page: f"?{urlencode({'who': who, 'page': page})}",
        page=page_of(chosen, whole(context.request.query_params.get("page"))),
        reviewers=sorted({entry.reviewer for entry in entries}),
        who=who,
    )


def _entries(context: Context) -> list[Entry]:
    decisions = [_decided(context, decision) for decision in decisions_after(context.connection)]
    by_row = {one.row: one for one in context.view.ledger}
    words = {one.row: by_row[one.undoes].text if one.undoes in by_row else one.text for one in context.view.ledger}
    excluded = [Entry(one.at, one.reviewer, None, one, (), False, words[one.row]) for one in context.view.ledger]
    return sorted([*decisions, *excluded], key=lambda entry: entry.at, reverse=True)


def _decided(context: Context, decision: Decision) -> Entry:
    subjects = [decision.left] if decision.right is None else [decision.left, decision.right]
    found = [context.view.standings.find(subject) for subject in subjects]
    texts = tuple(one[0] if one else None for one in found)
    rows = [text.row for text in texts if text]
    history = context.view.standings.history(*rows) if len(rows) == len(subjects) else ()
    is_last = bool(history) and history[-1].row == decision.row
    return Entry(decision.at, decision.reviewer, decision, None, texts, is_last)


ROUTES = [Route("/run/{run}/log", shown(log_page))]
