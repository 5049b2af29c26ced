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

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)


def existing(**kwargs: Any) -> click.Path:
    """A path that must exist, as a `Path`."""
    return click.Path(exists=True, path_type=Path, **kwargs)
