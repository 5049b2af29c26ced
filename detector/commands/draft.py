"""`detector draft`."""

from __future__ import annotations

from pathlib import Path

import click

from detector.commands.options import existing, new_path
from detector.language import translator
from detector.shell import lang_option


@click.command("draft")
@click.argument("file", type=existing(dir_okay=False))
@click.option("--form", "forms", multiple=True, type=existing(), help="The blank form.")
@click.option("--previous", multiple=True, type=existing(), help="Your own earlier text.")
@click.option("--reference", "references", multiple=True, type=existing(), help="A sample text that was handed out.")
@click.option("-o", "--out", "path", type=new_path(dir_okay=False), help="Write .docx or .html instead.")
@lang_option
def command(
    file: Path,
    forms: tuple[Path, ...],
    previous: tuple[Path, ...],
    references: tuple[Path, ...],
    path: Path | None,
    lang: str,
) -> None:
    """Look through your own text before you hand it in: stock clauses, last year's words, parts without a figure.

    Nothing is kept and nothing leaves this computer.

    \b
    detector draft ban_nhap.docx --form mau.docx --previous nam_ngoai.docx
    """
    from detector.slips.draw import FORMATS, draw_slip
    from detector.slips.text import slip_text
    from detector.slips.unit import slip_of_draft
    from detector.writers.base import replacing

    if path and path.suffix.lower()[1:] not in FORMATS:
        raise click.BadParameter(translator(lang).gettext("a name that ends in .docx or .html"), param_hint="--out")
    slip = slip_of_draft(file, forms=forms, previous=previous, references=references)
    if path is None:
        click.echo(slip_text(slip, lang))
        return
    with replacing(path) as draft:
        draft.write_bytes(draw_slip(slip, lang, path.suffix.lower()[1:]))
    click.echo(str(path))
