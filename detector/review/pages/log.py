"""Who did what, and who opened what, and when; the latest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from detector.review.index import DocumentRow
from detector.review.paging import PAGE_ROWS, Page, page_of, whole
from detector.review.readings import agreements, disagreements
from detector.review.standing import SHARED_TEXT
from detector.review.web import Context, shown
from detector.storage.access import Access, count_accesses, latest_accesses
from detector.storage.decisions import Decision, Subject, decisions_after
from detector.storage.exclusions import Exclusion


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of either log, or the `rows` of one conclusion about many.

    `texts` are those of this scan that it speaks of, None where there is none any more.
    """

    at: str
    reviewer: str
    decision: Decision | None
    exclusion: Exclusion | None
    texts: tuple[DocumentRow | None, ...]
    is_last: bool
    words: str = ""
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Opening:
    """A row of the log of what was opened, with the texts of this scan that it names; None: not there any more."""

    access: Access
    texts: tuple[DocumentRow | None, ...]


def log_page(context: Context) -> Response:
    """What was recorded, what was opened, or how two readings agree."""
    asked = context.request.query_params.get("of")
    if asked == "opened":
        return _opened_page(context)
    if asked == "readings":
        return _readings_page(context)
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
        of="",
    )


def _readings_page(context: Context) -> Response:
    """What each reviewer concluded where they differ, and how far they agree."""
    standings = context.view.standings
    return context.page(
        "readings.html",
        here="log",
        agreements=agreements(standings),
        page=page_of(disagreements(standings), whole(context.request.query_params.get("page"))),
        page_address=lambda page: f"?{urlencode({'of': 'readings', 'page': page})}",
    )


def _opened_page(context: Context) -> Response:
    """Read a page at a time: the log of a season has ten thousands of rows."""
    who = context.request.query_params.get("who")
    counts = count_accesses(context.connection)
    total = sum(counts.values()) if who is None else counts.get(who, 0)
    pages = max(1, -(-total // PAGE_ROWS))
    number = min(max(whole(context.request.query_params.get("page")), 1), pages)
    rows = latest_accesses(context.connection, reviewer=who, limit=PAGE_ROWS, offset=(number - 1) * PAGE_ROWS)
    chosen = {} if who is None else {"who": who}
    return context.page(
        "log.html",
        here="log",
        page_address=lambda page: f"?{urlencode({'of': 'opened', **chosen, 'page': page})}",
        page=Page([Opening(one, _texts(context, one.subjects)) for one in rows], number, pages, total),
        reviewers=sorted(counts),
        who=who,
        of="opened",
    )


def _texts(context: Context, subjects: Iterable[Subject]) -> tuple[DocumentRow | None, ...]:
    found = (context.view.standings.find(subject) for subject in subjects)
    return tuple(one[0] if one else None for one in found)


def _entries(context: Context) -> list[Entry]:
    """A conclusion about many is one entry, at its first row."""
    log = [one for one in decisions_after(context.connection) if context.view.standings.sees(one)]
    many: dict[str, list[Decision]] = {}
    for one in log:
        if one.batch:
            many.setdefault(one.batch, []).append(one)
    single = [one for one in log if not one.batch or many[one.batch][0] is one]
    decisions = [_decided(context, decision, many.get(decision.batch, [decision])) for decision in single]
    by_row = {one.row: one for one in context.view.ledger}
    words = {one.row: by_row[one.undoes].text if one.undoes in by_row else one.text for one in context.view.ledger}
    excluded = [Entry(one.at, one.reviewer, None, one, (), False, words[one.row]) for one in context.view.ledger]
    return sorted([*decisions, *excluded], key=lambda entry: entry.at, reverse=True)


def _decided(context: Context, decision: Decision, all_rows: list[Decision]) -> Entry:
    named = (subject for one in all_rows for subject in (one.left, one.right) if subject is not None)
    subjects = dict.fromkeys(one for one in named if not one.person.startswith(SHARED_TEXT))
    texts = _texts(context, subjects)
    is_last = any(_is_last(context, one) for one in all_rows)
    return Entry(decision.at, decision.reviewer, decision, None, texts, is_last, rows=len(all_rows))


def _is_last(context: Context, decision: Decision) -> bool:
    standings = context.view.standings
    key = standings.rows_of(decision)
    history = standings.history(*key) if key else ()
    return bool(history) and history[-1].row == decision.row


ROUTES = [Route("/run/{run}/log", shown(log_page, "log"))]
