"""`detector verify`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector.commands.options import RunFolder, json_option, lang_option
from detector.language import translator

if TYPE_CHECKING:
    from detector.storage.verify import Checked


@click.command("verify")
@click.argument("run", type=RunFolder())
@json_option
@lang_option
def command(run: Path, as_json: bool, lang: str) -> None:
    """Check that RUN is whole: the file, its texts, offsets, shares and logs. Nothing is changed.

    Exit status 1 and what is wrong where something is.

    \b
    detector verify run
    detector verify run --lang en
    """
    from detector.errors import RunFileError
    from detector.storage.connection import RUN_FILE, read_run
    from detector.storage.verify import clock_turns, verify

    checks = verify(run)
    count = sum(len(one.problems) for one in checks)
    turns: dict[str, int] = {}
    if not count:
        with read_run(run, check=False) as connection:
            turns = dict(clock_turns(connection))
    click.echo(_record(checks, turns) if as_json else "\n".join(_lines(checks, turns, lang)))
    if count:
        raise RunFileError(
            f"{run / RUN_FILE}: {count} problems. Keep a copy of it as it is, then put an earlier copy back, or scan "
            "again into another folder."
        )


def _record(checks: Sequence[Checked], turns: Mapping[str, int]) -> str:
    problems = [{"code": one.code, "problems": [str(problem) for problem in one.problems]} for one in checks]
    whole = not any(one.problems for one in checks)
    return json.dumps({"whole": whole, "checks": problems, "clock_set_back": dict(turns)}, ensure_ascii=False)


def _lines(checks: Sequence[Checked], turns: Mapping[str, int], lang: str) -> Iterator[str]:
    _ = translator(lang).gettext
    for one in checks:
        yield f"{_('ok') if not one.problems else _('wrong')}  {_title(one, lang)}"
        yield from (f"    {problem}" for problem in one.problems)
    words = _(
        "note: the clock of this computer was set back {n} times while {log} was written; "
        "rows stand in the order they were written"
    )
    yield from (words.format(n=count, log=log) for log, count in turns.items())


def _title(one: Checked, lang: str) -> str:
    from detector.wording import label
    from detector.wording.keeping import CHECK_LABELS

    return label(CHECK_LABELS, one.code, lang)
