"""`detector formats`."""

from __future__ import annotations

import click


@click.command("formats")
def command() -> None:
    """List the formats that are read (and what a missing one needs) and written."""
    from detector.readers.inventory import inventory
    from detector.writers import writers

    click.echo("Read:")
    for status in inventory():
        click.echo(f"  {' '.join(status.suffixes):24} {status.name}{'' if status.available else f' - {status.remedy}'}")
    click.echo("Written (detector export RUN --format ...):")
    for one in writers().values():
        click.echo(f"  {one.name:24} {one.summary}")
