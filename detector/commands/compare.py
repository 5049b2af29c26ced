"""`detector compare`."""

from __future__ import annotations

from pathlib import Path

import click

from detector.commands.options import existing, lang_option


@click.command("compare")
@click.argument("left", type=existing(dir_okay=False))
@click.argument("right", type=existing(dir_okay=False))
@click.option(
    "-o", "--out", "path", type=click.Path(dir_okay=False, path_type=Path), help="Write an html page instead."
)
@lang_option
def command(left: Path, right: Path, path: Path | None, lang: str) -> None:
    """Show what two files have in common, side by side.

    Nothing is known of who else has the text: printed form counts as common text here too. To leave it out, and to
    see how rare a passage is, scan both with the rest of their unit.

    \b
    detector compare a.docx b.pdf
    detector compare a.docx b.pdf -o pair.html
    """
    from detector.api import compare
    from detector.commands.sidebyside import side_by_side
    from detector.documents import Role
    from detector.errors import InputError
    from detector.readers.ingest import read_paths
    from detector.settings import Settings

    settings = Settings()
    texts = []
    for file in (left, right):
        reading = read_paths([file], role=Role.SUBMISSION, settings=settings)
        if not reading.documents:
            raise InputError(f"{file}: {reading.skipped[0].reason.value}. {reading.skipped[0].detail}")
        texts.append(reading.documents[0])
    passages = compare(texts[0].text, texts[1].text, settings=settings)
    if path:
        from detector.writers.html import write_comparison

        write_comparison(texts[0], texts[1], passages, path, lang=lang)
        click.echo(str(path))
        return
    click.echo(side_by_side(texts[0], texts[1], passages, lang))
