"""Runs the application on a port of this computer until it is stopped."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from contextlib import suppress
from html import escape
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import click

from detector.errors import InputError
from detector.language import N_, translator
from detector.private import private_files
from detector.review.app import LOOPBACK, create_app
from detector.review.guard import DOOR, TOKEN
from detector.review.library import Library
from detector.review.sessions import Sessions
from detector.run_folder import DOOR_FILE


def serve(library: Library, *, host: str, port: int, reviewer: str, lang: str, browser: bool) -> None:
    """Prints the address with its secret, opens the browser, and serves. Raises `InputError` where it cannot listen."""
    import uvicorn

    from detector.review.patience import PatientProtocol

    listening = _listen(host, port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    app = create_app(library, token=token, reviewer=reviewer, lang=lang, hosts=_hosts(host), port=port)
    address = f"http://{_shown_host(host)}:{port}/?{TOKEN}={token}"
    _tell(address, host, lang)
    # No access log: it would hold the secret. No proxy headers: nobody may say who is asking.
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )
    door = _private_folder_of(library) / DOOR_FILE
    if browser:
        target = f"http://{_shown_host(host)}:{port}{DOOR}"
        Thread(target=_open_browser, args=(app.state.sessions, door, target, lang), daemon=True).start()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        with suppress(OSError):
            door.unlink(missing_ok=True)


def _open_browser(sessions: Sessions, door: Path, target: str, lang: str) -> None:
    """Starts the browser on a file that only this user can read: its form has a ticket that works once.

    The command line of a browser, which every user of the computer can read, then holds no secret. In a thread: some
    browsers do not return until they are closed.
    """
    words = translator(lang).gettext("Open the review page")
    page = _DOOR_PAGE.format(target=escape(target), ticket=escape(sessions.ticket()), words=escape(words))
    try:
        with private_files():
            door.unlink(missing_ok=True)
            door.write_text(page, encoding="utf-8")
    except OSError:  # a run that may only be read: the address is printed
        return
    Thread(target=webbrowser.open, args=(door.resolve().as_uri(),), daemon=True).start()
    sessions.redeemed.wait(_DOOR_SECONDS)
    with suppress(OSError):
        door.unlink(missing_ok=True)


def _private_folder_of(library: Library) -> Path:
    """Where the user's own files lie: browsers in a sandbox do not read the system's temporary folder."""
    return library.single or library.folder or Path.cwd()


_DOOR_SECONDS = 120
_DOOR_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="generator" content="detector-result">
<meta name="referrer" content="no-referrer"><title>detector</title></head>
<body onload="document.forms[0].submit()"><form method="post" action="{target}">
<input type="hidden" name="ticket" value="{ticket}"><button type="submit">{words}</button></form></body></html>
"""


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        raise InputError(
            N_(
                "{host}:{port}: cannot listen there ({reason}). Is another page open? Choose another --port, or 0."
            ).format(host=host, port=port, reason=error.strerror)
        ) from error
    listening.listen(128)
    return listening


def _hosts(host: str) -> frozenset[str]:
    """What the Host header may be: on this computer its three names; elsewhere the address, never another name."""
    if _is_loopback(host):
        return LOOPBACK
    return frozenset({host, "*"}) | LOOPBACK


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _shown_host(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return socket.gethostbyname(socket.gethostname())
    return f"[{host}]" if ":" in host else host


def _tell(address: str, host: str, lang: str) -> None:
    _ = translator(lang).gettext
    click.echo(_("Review page: {address}").format(address=address))
    if not _is_loopback(host):
        click.echo(
            _("Other computers can reach it. Whoever has the address can read everything, and it is not encrypted.")
        )
    click.echo(_("It runs until you press Ctrl+C."))
