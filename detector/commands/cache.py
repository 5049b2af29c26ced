"""`detector cache`."""

from __future__ import annotations

import click

from detector.language import number, translator
from detector.shell import Group, group_lang_option, lang_option


@click.group("cache", cls=Group, invoke_without_command=True)
@group_lang_option
@click.pass_context
def command(context: click.Context) -> None:
    """Show or clear what is kept between scans: word boundaries of texts seen before, without the texts.

    The cache only saves time; it may be cleared whenever you like. DETECTOR_CACHE_DIR names another folder for it,
    DETECTOR_CACHE_DIR=off switches it off. What was read of the files of a run lies in its RUN folder, not here.

    \b
    detector cache
    detector cache clear
    """
    if context.invoked_subcommand is None:
        context.invoke(info)


@command.command("info")
@lang_option
def info(lang: str) -> None:
    """Where the cache is, how many texts it knows, how large it is."""
    from detector.text.cache import MAX_BYTES, open_cache

    _ = translator(lang).gettext
    found = open_cache().info()
    if found is None:
        click.echo(_("The cache is switched off."))
        return
    words = _("{n} texts, {size} MB of at most {most} MB")
    sizes = {"size": number(found.bytes / 1e6, 1, lang), "most": number(MAX_BYTES / 1e6, 0, lang)}
    click.echo(f"{found.path}\n{words.format(n=number(found.rows, 0, lang), **sizes)}")


@command.command("clear")
@lang_option
def clear(lang: str) -> None:
    """Delete the cache, vectors of sentences too; the next scan takes its full time and fills it again."""
    from detector.text.cache import clear_caches

    words = translator(lang).gettext("{n} texts forgotten.")
    click.echo(words.format(n=number(clear_caches(), 0, lang)))
