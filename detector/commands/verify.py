"""`detector verify`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector.commands.options import RunFolder, json_option
from detector.language import N_, date_text, translator
from detector.shell import lang_option

if TYPE_CHECKING:
    from detector.storage.chain import Gap
    from detector.storage.verify import Checked


@click.command("verify")
@click.argument("run", type=RunFolder())
@click.option(
    "--record",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A record or export: are the logs those that it was printed from?",
)
@json_option
@lang_option
def command(run: Path, record: Path | None, as_json: bool, lang: str) -> None:
    """Check that RUN is whole: the file, its texts, offsets, shares and logs. Nothing is changed.

    Exit status 1 and what is wrong where something is.

    \b
    detector verify run
    detector verify run --record record.docx --lang en
    """
    from detector.errors import RunFileError
    from detector.private import paths_open_to_others
    from detector.run_folder import RUN_FILE
    from detector.storage.chain import gaps
    from detector.storage.connection import read_run
    from detector.storage.printed import words_printed_in
    from detector.storage.verify import clock_turns, verify

    checks = verify(run, words_printed_in(record) if record else None)
    count = sum(len(one.problems) for one in checks)
    turns: dict[str, int] = {}
    removed: list[Gap] = []
    if not count:
        with read_run(run, check=False) as connection:
            turns, removed = dict(clock_turns(connection)), gaps(connection)
    exposed = list(paths_open_to_others(run))
    if as_json:
        click.echo(_record(checks, turns, removed, exposed))
    else:
        click.echo("\n".join((*_lines(checks, turns, lang), *_more_lines(removed, exposed, lang))))
    if count:
        raise RunFileError(
            N_(
                "{path}: {count} problems. Keep a copy of it as it is, then put an earlier copy "
                "back, or scan again into another folder."
            ).format(path=run / RUN_FILE, count=count)
        )


def _record(checks: Sequence[Checked], turns: Mapping[str, int], removed: list[Gap], exposed: list[Path]) -> str:
    problems = [{"code": one.code, "problems": [str(problem) for problem in one.problems]} for one in checks]
    whole = not any(one.problems for one in checks)
    found = {"whole": whole, "checks": problems, "clock_set_back": dict(turns)}
    more = {"removals": [asdict(gap) for gap in removed], "open_to_others": list(map(str, exposed))}
    return json.dumps(found | more, ensure_ascii=False)


def _more_lines(removed: list[Gap], exposed: list[Path], lang: str) -> Iterator[str]:
    _ = translator(lang).gettext
    for gap in removed:
        words = _("note: on {day} a person was removed, and {n} rows of the logs went or were changed with that")
        yield words.format(day=date_text(datetime.fromisoformat(gap.at).date(), lang), n=gap.links)
    for path in exposed:
        yield _("note: other users of this computer can read {path}; remedy: chmod go= {path}").format(path=path)


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
