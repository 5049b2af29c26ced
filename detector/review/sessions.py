"""Who is at the page: one session per browser, kept in memory, lost with the server."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hmac import compare_digest
from threading import Event, Lock
from time import monotonic

IDLE_SECONDS = 12 * 3600
MAX_SESSIONS = 500


@dataclass(slots=True)
class Session:
    """What a reviewer chose on the page.

    Attributes:
        reviewer: "" until the reviewer says who it is.
        masked: names are hidden on the screen.
        blind: figures are hidden until there is a decision.
        csrf: every form carries it.
        searches: by run, words that somebody looked for: names, which stand in no address.
        visit: names the session in the log of what was opened, without opening anything itself.
    """

    reviewer: str
    lang: str
    blind: bool = False
    masked: bool = False
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    visit: str = field(default_factory=lambda: secrets.token_hex(6))
    searches: dict[str, str] = field(default_factory=dict)
    used: float = field(default_factory=monotonic)


class Sessions:
    """Sessions by the cookie's value; thread-safe."""

    def __init__(self, token: str, *, reviewer: str, lang: str) -> None:
        self._token = token
        self._first = (reviewer, lang)
        self._sessions: dict[str, Session] = {}
        self._tickets: set[str] = set()
        self._lock = Lock()
        self.redeemed = Event()

    def open(self, token: str) -> str | None:
        """A new session's cookie for the right secret, None for a wrong one."""
        if not compare_digest(token.encode("utf-8", "surrogatepass"), self._token.encode()):
            return None
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_idle()
            self._sessions[cookie] = Session(*self._first)
        return cookie

    def ticket(self) -> str:
        """What opens one session, once: for a browser that is started, whose command line others can read."""
        made = secrets.token_urlsafe(24)
        with self._lock:
            self._tickets.add(made)
        return made

    def redeem(self, ticket: str) -> str | None:
        """A new session's cookie for a ticket that nobody used yet."""
        with self._lock:
            if ticket not in self._tickets:
                return None
            self._tickets.remove(ticket)
        self.redeemed.set()
        return self.open(self._token)

    def find(self, cookie: str | None) -> Session | None:
        """The session of a cookie; None for an unknown or idle one."""
        with self._lock:
            session = self._sessions.get(cookie or "")
            if session is None or monotonic() - session.used > IDLE_SECONDS:
                return None
            session.used = monotonic()
            return session

    def _forget_idle(self) -> None:
        oldest_first = sorted(self._sessions.items(), key=lambda item: item[1].used)
        surplus = len(oldest_first) - MAX_SESSIONS + 1
        for place, (cookie, session) in enumerate(oldest_first):
            if place < surplus or monotonic() - session.used > IDLE_SECONDS:
                del self._sessions[cookie]
