"""`detector review`."""

from __future__ import annotations

from pathlib import Path

import click

from detector.commands.options import RunFolder, tell_damage
from detector.shell import lang_option


@click.command("review")
@click.argument("run", type=RunFolder())
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets other computers in.")
@click.option("--reviewer", default="", metavar="NAME", help="Who decides; else the page asks.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@lang_option
def command(run: Path, port: int, host: str, reviewer: str, no_browser: bool, lang: str) -> None:
    """Open the review page of RUN: pairs side by side, decisions, evidence to hand on.

    The page runs on this computer until Ctrl+C. Its address holds a secret: who has it can read everything. Several
    people may use it at once; every decision is logged with the name of who made it.

    \b
    detector review run
    detector review run --reviewer "Nguyễn Văn An" --port 9000
    """
    from detector.review.library import Library
    from detector.review.server import serve
    from detector.storage.connection import open_run, require_writable
    from detector.storage.runfile import require_whole

    with open_run(run) as connection:
        require_whole(connection, run)  # a damaged run is told here, before a browser opens
        require_writable(connection)  # no page is shown that the log of what was opened does not hold
    tell_damage(run, lang)
    serve(Library(single=run), host=host, port=port, reviewer=reviewer, lang=lang, browser=not no_browser)
