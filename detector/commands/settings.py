"""`detector settings`."""

from __future__ import annotations

import click


@click.command("settings")
def command() -> None:
    """Print every setting with its default, range and reason.

    \b
    detector settings > my.toml        edit, then:
    detector scan unit/ --settings my.toml -o run
    """
    from detector.settings import Settings

    click.echo(Settings().to_toml(), nl=False)
