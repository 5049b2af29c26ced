"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from detector.language import LANGUAGES

lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="vi", show_default=True, help="Language of sentences and headings."
)


class RunFolder(click.Path):
    """An existing RUN folder."""

    name = "run"

    def __init__(self, *, remind: bool = True) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)
        self._remind = remind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; one line on stderr where the run is kept longer than agreed."""
        run: Any = super().convert(value, param, ctx)
        if self._remind:
            _remind(run, "vi" if ctx is None else ctx.params.get("lang", "vi"))
        return run


def _remind(run: Path, lang: str) -> None:
    """Quiet about a folder that is no run: the command itself says so."""
    from datetime import UTC, datetime

    from detector.errors import DetectorError
    from detector.keeping.expiry import kept

    try:
        found = kept(run)
    except DetectorError:
        return
    if found.is_overdue(datetime.now(UTC).date()):
        from detector.keeping.words import overdue_line

        click.echo(overdue_line(found, lang), err=True)


def existing(**kwargs: Any) -> click.Path:
    """A path that must exist, as a `Path`."""
    return click.Path(exists=True, path_type=Path, **kwargs)
