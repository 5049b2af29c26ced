"""The door: which requests get in, and what every answer carries.

The page listens on this computer, but any web site open in the same browser can send requests there. So: the Host must
be ours (a name that was pointed at 127.0.0.1 is not), the secret of the address is exchanged once for a cookie that no
other site can send, and a POST must come from our own origin; its form carries the session's token besides.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detector.language import N_, translator
from detector.review.sessions import Sessions

MAX_FORM_BYTES = 2_000_000
TOKEN = "token"
DOOR = "/open"
_MAX_TICKET_BYTES = 1_000

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it browsers send "Origin: null" for our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """ASGI middleware around the whole application.

    Args:
        hosts: allowed values of the Host header without port; "*" allows any address in digits.
        port: of the Host header; None allows any.
        upload_limit: bytes that a POST to a path may have.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        sessions: Sessions,
        hosts: frozenset[str],
        port: int | None,
        upload_limit: Callable[[str], int],
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._hosts = hosts
        self._port = port
        self._cookie = f"detector_review_{port or 0}"
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, _with_headers(send))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers) or self._exchange(scope)
        if refusal is None and scope["path"] == DOOR and scope["method"] == "POST":
            refusal = await self._redeem(receive)
        if refusal is None:
            session = self._sessions.find(_cookie(headers, self._cookie))
            limit = self._upload_limit(scope["path"])
            refusal = _forbidden() if session is None else _post_refusal(scope, headers, limit, session.lang)
            scope.setdefault("state", {})["session"] = session
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._app(scope, _counted(receive, self._upload_limit(scope["path"])), send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if not self._is_ours(headers.getlist("host")):
            return PlainTextResponse("Không phục vụ địa chỉ này.\nThis address is not served here.\n", 421)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("Không dùng được cách gọi này.\nMethod not allowed.\n", 405)
        return None

    def _is_ours(self, hosts: list[str]) -> bool:
        if len(hosts) != 1:
            return False
        try:
            parts = urlsplit(f"//{hosts[0]}")
            name, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        if self._port is not None and port != self._port:
            return False
        return name in self._hosts or ("*" in self._hosts and _is_address(name))

    def _exchange(self, scope: Scope) -> Response | None:
        """The secret for a cookie, and on to the same address without it."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        tokens = [value for name, value in query if name == TOKEN]
        if not tokens:
            return None
        cookie = self._sessions.open(tokens[0])
        if cookie is None:
            return _forbidden()
        rest = urlencode([(name, value) for name, value in query if name != TOKEN])
        # One slash: "//host" would lead to another site.
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(self._cookie, cookie, path="/", httponly=True, samesite="strict")
        return answer

    async def _redeem(self, receive: Receive) -> Response:
        """A ticket for a cookie. The form comes from a file, so from no origin; the ticket is its own proof.

        Not a redirect: the browser would send the new cookie with none that began in a file.
        """
        fields = dict(parse_qsl((await _short_body(receive)).decode("latin-1")))
        cookie = self._sessions.redeem(fields.get("ticket", ""))
        if cookie is None:
            return _forbidden()
        answer = HTMLResponse('<!DOCTYPE html><meta http-equiv="refresh" content="0; url=/"><title>detector</title>')
        answer.set_cookie(self._cookie, cookie, path="/", httponly=True, samesite="strict")
        return answer


async def _short_body(receive: Receive) -> bytes:
    """At most `_MAX_TICKET_BYTES`; more is no ticket."""
    body = b""
    while len(body) <= _MAX_TICKET_BYTES:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            return bytes(body)
    return b""


def _post_refusal(scope: Scope, headers: Headers, limit: int, lang: str) -> Response | None:
    if scope["method"] != "POST":
        return None
    own = f"{scope['scheme']}://{headers['host']}"
    if headers.get("origin") != own or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return PlainTextResponse(translator(lang).gettext(_FROM_ELSEWHERE), 403)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        return PlainTextResponse(translator(lang).gettext(_TOO_LARGE), 413)
    return None


def _counted(receive: Receive, limit: int) -> Receive:
    """A body without a length, or longer than it said, ends in an error."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise BodyTooLargeError
        return message

    return counted


class BodyTooLargeError(Exception):
    """More bytes than the path takes."""


def _with_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return with_headers


def _cookie(headers: Headers, name: str) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return found.value if found else None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _forbidden() -> Response:
    words = (
        "Hãy mở đúng địa chỉ mà lệnh detector đã in ra (có phần ?token=...).\n"
        "Open the address that the detector command printed (with ?token=...).\n"
    )
    return PlainTextResponse(words, 403)


_FROM_ELSEWHERE = N_("Only the review page itself may send this.")
_TOO_LARGE = N_("This is more than can be sent at once. Choose fewer files, or scan the folder with 'detector scan'.")
