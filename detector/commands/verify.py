"""`detector verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector.commands.options import RunFolder, lang_option

if TYPE_CHECKING:
    from detector.storage.verify import Checked


@click.command("verify")
@click.argument("run", type=RunFolder())
@lang_option
def command(run: Path, lang: str) -> None:
    """Check that RUN is whole: the file, its texts, offsets, shares and logs. Nothing is changed.

    Exit status 1 and what is wrong where something is.

    \b
    detector verify run
    detector verify run --lang en
    """
    from detector.errors import RunFileError
    from detector.language import translator
    from detector.storage.connection import RUN_FILE, read_run
    from detector.storage.verify import clock_turns, verify

    _ = translator(lang).gettext
    checks = verify(run)
    for one in checks:
        click.echo(f"{_('ok') if not one.problems else _('wrong')}  {_title(one, lang)}")
        for problem in one.problems:
            click.echo(f"    {problem}")
    count = sum(len(one.problems) for one in checks)
    if count:
        raise RunFileError(
            f"{run / RUN_FILE}: {count} problems. Keep a copy of it as it is, then put an earlier copy back, or scan "
            "again into another folder."
        )
    with read_run(run, check=False) as connection:
        for log, turns in clock_turns(connection).items():
            click.echo(
                _(
                    "note: the clock of this computer was set back {n} times while {log} was written; "
                    "rows stand in the order they were written"
                ).format(n=turns, log=log)
            )


def _title(one: Checked, lang: str) -> str:
    from detector.wording import label
    from detector.wording.keeping import CHECK_LABELS

    return label(CHECK_LABELS, one.code, lang)
