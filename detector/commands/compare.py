"""`detector compare`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector.commands.options import existing, lang_option

if TYPE_CHECKING:
    from detector.documents import Document
    from detector.settings import Settings


@click.command("compare")
@click.argument("left", type=existing(dir_okay=False))
@click.argument("right", type=existing(dir_okay=False))
@click.option(
    "-o", "--out", "path", type=click.Path(dir_okay=False, path_type=Path), help="Write an html page instead."
)
@lang_option
def command(left: Path, right: Path, path: Path | None, lang: str) -> None:
    """Show what two files have in common, side by side.

    The official forms that ship with detector are left out; for the unit's own form, and to see how rare a passage is
    among colleagues, scan both with the rest of their unit.

    \b
    detector compare a.docx b.pdf
    detector compare a.docx b.pdf -o pair.html
    """
    from detector.analysis import analyse
    from detector.commands.sidebyside import side_by_side
    from detector.settings import Settings
    from detector.text.fields import with_fields

    settings = Settings()
    documents = [with_fields(_read(file, settings)) for file in (left, right)]
    if documents[0].id == documents[1].id:
        documents = [replace(document, id=document.path) for document in documents]
    report = analyse(documents, [], settings=settings)
    if path:
        from detector.writers.html import write_html

        write_html(report, path, lang=lang)
        click.echo(str(path))
        return
    known = {row.id: row.document for row in report.submissions}  # with their sections
    shown = [known.get(document.id, document) for document in documents]
    click.echo(side_by_side(shown[0], shown[1], report.passages, lang))


def _read(file: Path, settings: Settings) -> Document:
    from detector.documents import Role
    from detector.errors import InputError
    from detector.readers.ingest import read_paths

    reading = read_paths([file], role=Role.SUBMISSION, settings=settings)
    if len(reading.documents) == 1:
        return reading.documents[0]
    if reading.documents:
        raise InputError(
            f"{file}: it holds {len(reading.documents)} texts. Save the one to compare as a file, or scan it."
        )
    raise InputError(
        "\n".join(f"{skipped.path}: {skipped.reason.value}. {skipped.detail}" for skipped in reading.skipped)
    )
