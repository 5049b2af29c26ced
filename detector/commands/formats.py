"""`detector formats`."""

from __future__ import annotations

import click


@click.command("formats")
def command() -> None:
    """List the formats that are read (and what a missing one needs) and written."""
    from detector.readers.inventory import command_that_adds, inventory
    from detector.writers import writers

    click.echo("Read:")
    statuses = inventory()
    for status in statuses:
        click.echo(f"  {' '.join(status.suffixes):26} {status.name}{'' if status.available else f' - {status.remedy}'}")
    if adding := command_that_adds(statuses):
        click.echo(f"To add what is missing: {adding}")
    click.echo("Written (detector export RUN --format ...):")
    for one in writers().values():
        click.echo(f"  {one.name:26} {one.summary}")
