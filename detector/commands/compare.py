"""`detector compare`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from detector.commands.options import STDIN, existing, force_option, new_path, require_own
from detector.errors import InputError
from detector.language import N_
from detector.shell import lang_option

if TYPE_CHECKING:
    from detector.documents import Document
    from detector.settings import Settings


@click.command("compare")
@click.argument("left", type=existing(dir_okay=False, allow_dash=True))
@click.argument("right", type=existing(dir_okay=False, allow_dash=True))
@click.option("-o", "--out", "path", type=new_path(dir_okay=False), help="Write an html page instead.")
@force_option
@lang_option
def command(left: Path, right: Path, path: Path | None, force: bool, lang: str) -> None:
    """Show what two files have in common, side by side; one of them may be - for a text on stdin.

    Words that differ stand in ‹ ›, words that stand elsewhere in ~ ~; texts that are equal are said to be identical.

    The official forms that ship with detector are left out; for the unit's own form, and to see how rare a passage is
    among colleagues, scan both with the rest of their unit.

    \b
    detector compare a.docx b.pdf
    detector compare a.docx b.pdf -o pair.html
    pdftotext a.pdf - | detector compare - b.docx
    """
    from detector.analysis import analyse
    from detector.commands.sidebyside import side_by_side
    from detector.settings import Settings
    from detector.text.fields import with_fields

    if left == right == STDIN:
        raise click.UsageError(N_("Only one of the two can be - (stdin)."))
    if path:
        if path.suffix.lower() not in (".html", ".htm"):
            raise InputError(N_("{path}: compare writes a page that ends in .html. Change the name.").format(path=path))
        require_own([path], force)
    settings = Settings()
    documents = [with_fields(_read(file, settings)) for file in (left, right)]
    _tell_cut(documents, lang)
    if documents[0].id == documents[1].id:
        documents = [replace(document, id=document.path) for document in documents]
    report = analyse(documents, settings=settings)
    if path:
        from detector.writers.html import write_html

        write_html(report, path, lang=lang)
        click.echo(str(path))
        return
    known = {row.id: row.document for row in report.submissions}  # with their sections
    shown = [known.get(document.id, document) for document in documents]
    click.echo(side_by_side(shown[0], shown[1], report.passages, lang))


def _read(file: Path, settings: Settings) -> Document:
    return _stdin(settings) if file == STDIN else _of_file(file, settings)


def _stdin(settings: Settings) -> Document:
    """Read as a file is: in a process with limits, from any encoding, cut where a file would be."""
    data = sys.stdin.buffer.read(settings.max_file_bytes + 1)
    if not data.strip():
        raise InputError(N_("-: there is no text on stdin."))
    with TemporaryDirectory(prefix="detector-") as folder:
        path = Path(folder) / "stdin.txt"
        path.write_bytes(data)
        try:
            return replace(_of_file(path, settings), id="stdin", path="stdin")
        except InputError as error:
            raise InputError(str(error).replace(str(path), "stdin")) from error


def _of_file(file: Path, settings: Settings) -> Document:
    from detector.documents import Role
    from detector.readers.ingest import read_paths

    reading = read_paths([file], role=Role.SUBMISSION, settings=settings)
    if len(reading.documents) == 1:
        return reading.documents[0]
    if reading.documents:
        raise InputError(
            N_("{file}: it holds {count} texts. Save the one to compare as a file, or scan it.").format(
                file=file, count=len(reading.documents)
            )
        )
    raise InputError("\n".join(f"{skipped.path}: {skipped.detail}" for skipped in reading.skipped))


def _tell_cut(documents: Sequence[Document], lang: str) -> None:
    from detector.wording import note_words

    for document in documents:
        for note in document.notes:
            if note.code == "truncated":
                click.echo(f"{document.path}: {note_words(note, lang)}", err=True)
