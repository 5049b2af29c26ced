"""`detector settings`."""

from __future__ import annotations

import click

from detector.shell import lang_option


@click.command("settings")
@lang_option
def command(lang: str) -> None:
    """Print every setting with its default, range and reason.

    \b
    detector settings > my.toml        edit, then:
    detector scan unit/ --settings my.toml -o run
    """
    from detector.settings import Settings

    click.echo(Settings().to_toml(lang), nl=False)
