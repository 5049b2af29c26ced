"""The application: routes, and the guard around them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from detector.errors import DetectorError
from detector.language import translated
from detector.review.guard import MAX_FORM_BYTES, BodyTooLargeError, Guard
from detector.review.jobs import Jobs
from detector.review.library import Library
from detector.review.pages import routes as page_routes
from detector.review.render import ASSETS, asset_address, page
from detector.review.sessions import Sessions

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def create_app(
    library: Library,
    *,
    token: str | None = None,
    reviewer: str = "",
    lang: str = "vi",
    hosts: frozenset[str] = LOOPBACK,
    port: int | None = None,
    max_upload_bytes: int = 1_000_000_000,
) -> Starlette:
    """An ASGI application for these runs.

    Args:
        token: the secret of the address; made up if None, then in ``app.state.token``.
        reviewer: who decides; else each browser says it once.
        hosts, port: what the Host header may be; see `Guard`.
        max_upload_bytes: of one new scan.
    """
    token = token or secrets.token_urlsafe(24)
    sessions = Sessions(token, reviewer=reviewer, lang=lang)
    guard = Middleware(
        Guard, sessions=sessions, hosts=hosts, port=port, upload_limit=_upload_limit(library, max_upload_bytes)
    )
    jobs = Jobs()
    routes: list[BaseRoute] = [
        Route("/assets/{digest}/{name}", _asset),
        Route("/favicon.ico", _icon),
        *page_routes(),
    ]
    app = Starlette(
        routes=routes,
        lifespan=_lifespan(jobs),
        middleware=[guard],
        exception_handlers={
            HTTPException: _failed,
            DetectorError: _failed,
            BodyTooLargeError: _failed,
            404: _failed,
            405: _failed,
            500: _failed,
        },
    )
    app.state.library = library
    app.state.jobs = jobs
    app.state.token = token
    app.state.sessions = sessions
    return app


def _lifespan(jobs: Jobs) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """A server that stops takes the scans it began with it."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        yield
        jobs.stop()

    return lifespan


def _upload_limit(library: Library, max_upload_bytes: int) -> Callable[[str], int]:
    """Only a new scan may send more than a form."""
    return lambda path: max_upload_bytes if library.folder and path in ("/scan", "/draft") else MAX_FORM_BYTES


def _icon(request: Request) -> Response:
    """Browsers ask for it whatever the page says."""
    del request
    return FileResponse(ASSETS["icon.svg"], media_type=_TYPES[".svg"])


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS or asset_address(name) != request.url.path:
        raise HTTPException(404)
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return FileResponse(ASSETS[name], media_type=_TYPES[ASSETS[name].suffix], headers=headers)


def _failed(request: Request, error: Exception) -> Response:
    """An error as a page that says what to do; the text of an unforeseen one stays on the console."""
    status = error.status_code if isinstance(error, HTTPException) else _STATUS.get(type(error), 500)
    detail = str(error) if isinstance(error, DetectorError) else ""
    if isinstance(error, HTTPException) and error.detail and status not in (404, 405):
        detail = error.detail
    detail = translated(detail, request.state.session.lang)
    return page(request, "error.html", status, code=status, detail=detail)


_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_STATUS: dict[type[Exception], int] = {BodyTooLargeError: 413}
