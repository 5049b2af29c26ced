"""`detector scan`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.commands.engine import engine_options
from detector.commands.options import existing, force_option, new_path, require_own, settings_of
from detector.language import N_
from detector.shell import lang_option

if TYPE_CHECKING:
    from detector.commands.summary import Told

_READING = (
    "forms",
    "references",
    "previous",
    "roster",
    "resources",
    "settings",
    "jobs",
)  # options that a dry run has too


@click.command("scan")
@click.argument("paths", nargs=-1, required=True, type=existing())
@click.option("-o", "--out", "run", type=new_path(file_okay=False), help="RUN folder.")
@click.option("--form", "forms", multiple=True, type=existing(), help="The unit's blank form. Repeatable.")
@click.option("--reference", "references", multiple=True, type=existing(), help="Known samples. Repeatable.")
@click.option(
    "--previous", multiple=True, type=existing(), help="Earlier submissions, of last year or last months. Repeatable."
)
@click.option("--roster", type=existing(dir_okay=False), help="The people, .xlsx or .csv: file, name, unit, post.")
@click.option(
    "--columns", metavar="FIELD=HEADER;...", help="Columns of an answer list: text=Ưu điểm; text=Hạn chế; name=Họ tên."
)
@click.option("--resources", type=existing(file_okay=False), help="Folder with own forms, rules, stock, header labels.")
@click.option("--previous-columns", metavar="FIELD=HEADER;...", help="The same for the lists given with --previous.")
@click.option("--dry-run", is_flag=True, help="Only list the files: role, person, unit, period, columns, what is odd.")
@click.option("--add", is_flag=True, help="Add PATHS to the texts of the RUN folder: late files, the next month.")
@click.option("--units", is_flag=True, help="Each folder right below PATHS is a unit; also compare between units.")
@engine_options
@click.option(
    "--settings",
    "settings_file",
    type=existing(dir_okay=False, allow_dash=True),
    help="TOML as 'detector settings' prints; - is stdin.",
)
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Processes. Default: one per core, at most 8.")
@click.option("--semantic", is_flag=True, help="Compare meanings where words leave a pair open. Slow; needs an extra.")
@click.option(
    "--document-history", is_flag=True, help="Also read who saved the Word files and when: tell your staff before."
)
@force_option
@lang_option
def command(
    paths: tuple[Path, ...],
    run: Path | None,
    columns: str | None,
    previous_columns: str | None,
    dry_run: bool,
    settings_file: Path | None,
    jobs: int | None,
    force: bool,
    lang: str,
    told: Told,
    **options: Any,
) -> None:
    """Read the submissions below PATHS and write what was found to the RUN folder.

    RUN/report.html opens in any browser, RUN/run.sqlite holds everything. Files that cannot be read are listed.

    A spreadsheet of an online form is read row by row; the columns are chosen by what they hold, or with --columns by
    their headers (fields: text, name, unit, year, post, period, rating, duty, email, time, id, birth; the beginning of
    a header is enough). --dry-run shows which columns would be taken. Who answered twice counts with the last answer.

    \b
    detector scan unit/ --form blank.docx --previous last_year/ --roster people.xlsx -o run
    detector scan unit/ --form blank.docx --previous last_year/ --dry-run
    detector scan answers.xlsx --columns "name=Họ và tên; unit=Trường; text=Ưu điểm; text=Hạn chế" -o run
    detector scan unit/ --reference samples/ --lang en -o run --json --fail-on-findings
    detector scan province/ --units -o run
    detector scan month_05/ --add -o run
    detector scan texts.parquet --engine spark --master spark://host:7077 -o run
    """
    settings = settings_of(settings_file, columns=columns, previous_columns=previous_columns)
    is_own = settings_file or columns is not None or previous_columns is not None
    jobs = jobs or min(os.cpu_count() or 1, 8)
    options |= {"settings": settings if is_own or not options["add"] else None, "jobs": jobs}
    if dry_run:
        _list(paths, run, lang, options)
    elif run is None:
        raise click.UsageError(N_("Missing option '-o' / '--out': the RUN folder for the results, or --dry-run."))
    else:
        _scan(paths, run, lang, told, options, force=force)


def _scan(paths: tuple[Path, ...], run: Path, lang: str, told: Told, options: dict[str, Any], *, force: bool) -> None:
    from detector.api import scan
    from detector.bars import stage_bars
    from detector.checks import run_folder
    from detector.collector import collect_seldom
    from detector.keeping.publish import publish
    from detector.run_folder import REPORT_PAGE
    from detector.storage import run_lock

    require_own([run_folder(run) / REPORT_PAGE], force)
    collect_seldom()
    with run_lock(run), stage_bars(quiet=told.quiet, name=told.stage) as progress:
        report = scan(
            paths,
            **options,
            progress=progress,
            run=run,
            save_results=False,
            told=None if told.quiet else lambda notes: _tell_columns(notes, lang),
        )
        progress("write", 0, 0)
        publish(report, run, lang=lang)
    told.end(report, run)


def _list(paths: tuple[Path, ...], run: Path | None, lang: str, options: dict[str, Any]) -> None:
    from detector.api import list_files
    from detector.commands.dry_run import listing_lines

    of_reading = {name: options[name] for name in _READING}
    click.echo("\n".join(listing_lines(list_files(paths, run=run, **of_reading), lang)))


def _tell_columns(notes: Sequence[tuple[str, str]], lang: str) -> None:
    """While there is time to stop: which columns are taken for whose words."""
    from detector.commands.summary import column_lines

    for line in column_lines(notes, lang):
        click.echo(line, err=True)
