"""`detector cache`."""

from __future__ import annotations

import click


@click.group("cache", invoke_without_command=True)
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
def info() -> None:
    """Where the cache is, how many texts it knows, how large it is."""
    from detector.text.cache import MAX_BYTES, open_cache

    found = open_cache().info()
    if found is None:
        click.echo("The cache is switched off.")
        return
    click.echo(f"{found.path}\n{found.rows} texts, {found.bytes / 1e6:.1f} MB of at most {MAX_BYTES / 1e6:.0f} MB")


@command.command("clear")
def clear() -> None:
    """Delete the cache, vectors of sentences too; the next scan takes its full time and fills it again."""
    from detector.text.cache import clear_caches

    click.echo(f"{clear_caches()} texts forgotten.")
