"""What every route uses: the run in the address, forms with their token, redirects, errors as pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hmac import compare_digest
from itertools import islice
from sqlite3 import Connection
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detector.review.hiding import blotted, without_names
from detector.review.library import Library
from detector.review.render import page
from detector.review.sessions import Session
from detector.review.state import RunState, View
from detector.storage.access import Access, append_access
from detector.storage.decisions import Subject
from detector.storage.runfile import blamed
from detector.wording import N_

MAX_NOTE = 4_000
MAX_LOGGED = 60


@dataclass(frozen=True, slots=True)
class Context:
    """A request to a run."""

    request: Request
    name: str
    state: RunState
    connection: Connection
    view: View

    def log_access(self, page: str, rows: Iterable[int] = (), **detail: Any) -> None:
        """Who opened what: written before the answer leaves."""
        texts = [self.view.text(row) for row in islice(rows, MAX_LOGGED)]
        subjects = tuple(Subject(text.subject, text.key) for text in texts)
        append_access(self.connection, Access(self.session.reviewer, self.session.visit, page, subjects, detail))

    @property
    def session(self) -> Session:
        """Of this browser."""
        session: Session = self.request.state.session
        return session

    def page(self, template: str, **values: Any) -> Response:
        """A page with the run's head."""
        head: dict[str, Any] = {
            "run": self.name,
            "base": base(self.name),
            "view": self.view,
            "progress": self.view.matters().progress,
        }
        single = library(self.request).single is not None
        made = page(self.request, template, **head, single=single, unit=unit_name(self.view), **values)
        if not self.session.masked:
            return made
        return HTMLResponse(blotted(bytes(made.body).decode(), self.view.index), made.status_code)


def library(request: Request) -> Library:
    """The server's runs."""
    found: Library = request.app.state.library
    return found


def base(name: str) -> str:
    """The address of a run."""
    return f"/run/{quote(name, safe='')}"


def unit_name(view: View) -> str:
    """The first unit that is named, for the head of the page."""
    return next((" ".join(one.unit.split())[:120] for one in view.index.texts if one.is_submission and one.unit), "")


@contextmanager
def opened(request: Request) -> Iterator[Context]:
    """The run of the address, with a connection that is closed afterwards. 404 where there is none."""
    name = request.path_params["run"]
    state = library(request).state(name)
    if state is None:
        raise HTTPException(404)
    with blamed(state.run), state.connect() as connection:
        yield Context(request, name, state, connection, seen_view(request.state.session, state, connection))


def seen_view(session: Session, state: RunState, connection: Connection) -> View:
    """The run as of now, as this session may see it."""
    view = state.view(connection)
    seen = view.read_by(session.reviewer) if session.blind else view
    return without_names(seen, session.lang) if session.masked else seen


def asked_rows(context: Context) -> list[int]:
    """The texts that the address names."""
    asked = context.request.path_params
    return [asked[name] for name in ("left", "right", "row") if name in asked]


def shown(
    route: Callable[[Context], Response], page: str, rows: Callable[[Context], Iterable[int]] = asked_rows
) -> Callable[[Request], Response]:
    """A GET route of a run; the log of what was opened calls it `page`, and `rows` are the texts that it shows."""

    def endpoint(request: Request) -> Response:
        with opened(request) as context:
            answer = route(context)
            context.log_access(page, rows(context))
            return answer

    endpoint.__name__ = route.__name__
    return endpoint


def posted(route: Callable[[Context, FormData], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A POST route of a run; its form must carry the session's token."""

    def work(request: Request, form: FormData) -> Response:
        with opened(request) as context:
            return route(context, form)

    async def endpoint(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(work, request, form)

    endpoint.__name__ = route.__name__
    return endpoint


async def read_form(request: Request, max_files: int = 0) -> FormData:
    """The fields of a POST. 403 without the session's token, 400 for a form that is none."""
    try:
        form = await request.form(max_files=max_files, max_fields=5_000)
    except HTTPException as error:  # in English, and about bytes
        raise HTTPException(
            400, N_("What was sent could not be read: too many files, or a file name too long.")
        ) from error
    token = form.get("csrf")
    session: Session = request.state.session
    if not isinstance(token, str) or not compare_digest(token.encode(errors="replace"), session.csrf.encode()):
        raise HTTPException(403, N_("This form is not of this session. Reload the page and send it again."))
    return form


def field(form: FormData, name: str, length: int = MAX_NOTE) -> str:
    """A text of a form, without surrounding space, cut at `length`; control characters out."""
    value = form.get(name)
    text = value if isinstance(value, str) else ""
    kept = "".join(c for c in text.replace("\r\n", "\n") if c >= " " or c in "\n\t")
    return kept.strip()[:length]


def choice(form: FormData, name: str, known: Any) -> str:
    """One of `known`. 400 for anything else."""
    value = field(form, name, 100)
    if value not in known:
        raise HTTPException(400, N_("not a known value"))
    return value


def see(address: str) -> Response:
    """On to another page of ours, after a form."""
    return RedirectResponse(address, 303)


def own_address(form: FormData, default: str) -> str:
    """The address that a form leads back to, only if it is a path of ours."""
    value = field(form, "back", 2_000)
    return value if value.startswith("/run/") and "\\" not in value and "//" not in value else default


def same_scan(context: Context, form: FormData) -> None:
    """A form names texts by their rows, which a scan numbers anew: 409 if there was one since the page was made."""
    if field(form, "scan", 60) != context.view.index.meta["scanned"]:
        raise HTTPException(409, N_("The unit was scanned again meanwhile. Reload the page."))


def reviewer(context: Context, form: FormData) -> str:
    """Who decides; told once and kept for the session. 400 where nobody said."""
    said = " ".join(field(form, "reviewer", 120).split())
    if said:
        context.session.reviewer = said
    if not context.session.reviewer:
        raise HTTPException(400, N_("Enter the reviewer's name first."))
    return context.session.reviewer
