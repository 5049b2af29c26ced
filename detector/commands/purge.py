"""`detector purge`."""

from __future__ import annotations

from pathlib import Path

import click

from detector.commands.options import RunFolder
from detector.language import N_, translator
from detector.shell import lang_option


@click.command("purge")
@click.argument("folder", metavar="RUN", type=RunFolder(remind=False))
@click.option("--person", metavar="NAME|ID", help="Remove every text by this name, or the one text with this id.")
@click.option("--run", "whole", is_flag=True, help="Remove the whole run.")
@click.option("--expired", is_flag=True, help="RUN is a folder of runs: remove those kept longer than agreed.")
@click.option("--keep-exports", is_flag=True, help="Leave exported files where they are; they are listed.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@lang_option
def command(
    folder: Path, person: str | None, whole: bool, expired: bool, keep_exports: bool, yes: bool, lang: str
) -> None:
    """Remove a person from RUN, or RUN from the disk, and say what could not be reached.

    A person goes with texts, pairs, passages, decisions and word cache; the name is blotted out where others mention
    it, and report.html is written anew. Files exported from the run, and slips, go if they are as they were written;
    the others are listed; --expired, which may run unattended, lists them all. How long a run may be kept is the
    setting retention_days.

    \b
    detector purge run --person "Trần Thị Bình"
    detector purge run --run
    detector purge detector-runs --expired --yes
    """
    if (person is not None) + whole + expired != 1:
        raise click.UsageError(N_("Give one of --person NAME|ID, --run, --expired."))
    if person is not None:
        _person(folder, person, keep_exports, yes, lang)
    elif whole:
        _whole(folder, keep_exports, yes, lang)
    else:
        _expired(folder, yes, lang)


def _person(run: Path, wanted: str, keep_exports: bool, yes: bool, lang: str) -> None:
    from detector.keeping.persons import find_person
    from detector.keeping.purge import purge_person
    from detector.keeping.words import purge_lines
    from detector.storage import load

    _ = translator(lang).gettext
    find_person(load(run), wanted)  # who is not in it is told before anybody is asked
    _ask(_("Remove this person from the run for good?"), yes)
    click.echo("\n".join(purge_lines(purge_person(run, wanted, keep_exports=keep_exports), lang)))


def _whole(run: Path, keep_exports: bool, yes: bool, lang: str) -> None:
    from detector.keeping.purge import purge_run, require_run
    from detector.keeping.words import purge_lines

    _ = translator(lang).gettext
    require_run(run)
    _ask(_("Remove the whole run and its decisions for good?"), yes)
    click.echo("\n".join(purge_lines(purge_run(run, keep_exports=keep_exports), lang)))


def _expired(folder: Path, yes: bool, lang: str) -> None:
    from datetime import UTC, datetime

    from detector.keeping.expiry import overdue_runs
    from detector.keeping.purge import purge_run
    from detector.keeping.words import kept_words, purge_lines

    _ = translator(lang).gettext
    found = list(overdue_runs(folder, datetime.now(UTC).date()))
    if not found:
        click.echo(_("No run is past its time."))
        return
    click.echo("\n".join(f"{one.run}: {kept_words(one, lang)}" for one in found))
    _ask(_("Remove these runs and their decisions for good?"), yes)
    for one in found:
        click.echo(
            "\n".join(
                (
                    str(one.run),
                    *(f"  {line}" for line in purge_lines(purge_run(one.run, keep_exports=True), lang)),
                )
            )
        )


def _ask(question: str, yes: bool) -> None:
    """Ends the command unless the answer is yes."""
    if not yes:
        click.confirm(question, abort=True, err=True)
