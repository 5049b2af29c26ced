"""`detector formats`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from detector.commands.options import json_option
from detector.language import translator
from detector.shell import lang_option


@click.command("formats")
@json_option
@lang_option
def command(as_json: bool, lang: str) -> None:
    """List the formats that are read (and what a missing one needs) and written.

    \b
    detector formats
    detector formats --json
    """
    from detector.readers.inventory import command_that_adds, inventory
    from detector.writers import writers

    _ = translator(lang).gettext
    statuses = inventory()
    if as_json:
        written = [{"name": one.name, "suffix": one.suffix, "summary": one.summary} for one in writers().values()]
        click.echo(json.dumps({"read": [asdict(one) for one in statuses], "written": written}, ensure_ascii=False))
        return
    click.echo(_("Read:"))
    for status in statuses:
        click.echo(f"  {' '.join(status.suffixes):26} {status.words(lang, ' - ')}")
    if adding := command_that_adds(statuses):
        click.echo(_("To add what is missing: {command}").format(command=adding))
    click.echo(_("Written (detector export RUN --format ...):"))
    for one in writers().values():
        click.echo(f"  {one.name:26} {_(one.summary)}")
