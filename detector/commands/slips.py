"""`detector slips`."""

from __future__ import annotations

from pathlib import Path

import click

from detector.commands.options import RunFolder, new_path, tell_damage
from detector.language import translator
from detector.shell import lang_option


@click.command("slips")
@click.argument("run", type=RunFolder())
@click.option("-o", "--out", "folder", required=True, type=new_path(file_okay=False), help="A folder.")
@click.option("--format", "format_name", type=click.Choice(["docx", "html"]), default="docx", show_default=True)
@click.option("--names", is_flag=True, help="Show the writer's name, and name the files after the texts.")
@lang_option
def command(run: Path, folder: Path, format_name: str, names: bool, lang: str) -> None:
    """Write a slip for every writer of a run: what to look at in the own text, and nothing of anybody else.

    \b
    detector slips run -o phieu --names
    """
    from detector.private import private_folder
    from detector.slips.draw import draw_slip, file_name
    from detector.slips.unit import slips_of
    from detector.storage import load, pseudonym_salt
    from detector.storage.exports import record_exports
    from detector.writers.base import replacing

    tell_damage(run, lang)
    private_folder(folder)
    slips = slips_of(load(run), salt=pseudonym_salt(run), names=names)
    written = [folder / file_name(slip.id, number, format_name, names=names) for number, slip in enumerate(slips, 1)]
    for slip, path in zip(slips, written, strict=True):
        with replacing(path) as draft:
            draft.write_bytes(draw_slip(slip, lang, format_name))
    record_exports(run, "slip", written, names=names)
    words = translator(lang).ngettext("{count} slip in {folder}", "{count} slips in {folder}", len(slips))
    click.echo(words.format(count=len(slips), folder=folder))
