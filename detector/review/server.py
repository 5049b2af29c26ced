"""Runs the application on a port of this computer until it is stopped."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from ipaddress import ip_address

import click

from detector.errors import InputError
from detector.language import translator
from detector.review.app import LOOPBACK, create_app
from detector.review.guard import TOKEN
from detector.review.library import Library


def serve(library: Library, *, host: str, port: int, reviewer: str, lang: str, browser: bool) -> None:
    """Prints the address with its secret, opens the browser, and serves. Raises `InputError` where it cannot listen."""
    import uvicorn

    listening = _listen(host, port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    app = create_app(library, token=token, reviewer=reviewer, lang=lang, hosts=_hosts(host), port=port)
    address = f"http://{_shown_host(host)}:{port}/?{TOKEN}={token}"
    _tell(address, host, lang)
    if browser:
        webbrowser.open(address)
    # No access log: it would hold the secret. No proxy headers: nobody may say who is asking.
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, proxy_headers=False, server_header=False, date_header=False
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        raise InputError(
            f"{host}:{port}: cannot listen there ({error.strerror}). Is another page open? Choose another --port, or 0."
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
