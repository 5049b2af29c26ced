"""`detector serve`."""

from __future__ import annotations

from pathlib import Path

import click

from detector.language import N_
from detector.shell import lang_option


@click.command("serve")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("detector-runs"))
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets other computers in.")
@click.option("--reviewer", default="", metavar="NAME", help="Who decides; else the page asks.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@lang_option
def command(folder: Path, port: int, host: str, reviewer: str, no_browser: bool, lang: str) -> None:
    """Start from an empty page: choose files in the browser, scan them, review the result.

    Scans are kept in FOLDER (default: detector-runs), one sub-folder each, with the uploaded files. Delete a sub-folder
    when its review is over.

    \b
    detector serve
    detector serve D:/ra_soat_2026 --reviewer "Nguyễn Văn An"
    """
    from detector.errors import InputError
    from detector.private import private_folder
    from detector.review.library import Library
    from detector.review.server import serve

    try:
        private_folder(folder)
    except OSError as error:
        raise InputError(
            N_("{folder}: cannot be made ({reason}). Name another folder.").format(folder=folder, reason=error.strerror)
        ) from error
    serve(Library(folder=folder), host=host, port=port, reviewer=reviewer, lang=lang, browser=not no_browser)
