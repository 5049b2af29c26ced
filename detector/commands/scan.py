"""`detector scan`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector.commands.engine import engine_options
from detector.commands.options import existing, force_option, lang_option, require_own, settings_of

if TYPE_CHECKING:
    from detector.commands.summary import Told


@click.command("scan")
@click.argument("paths", nargs=-1, required=True, type=existing())
@click.option("-o", "--out", "run", required=True, type=click.Path(file_okay=False, path_type=Path), help="RUN folder.")
@click.option("--form", "forms", multiple=True, type=existing(), help="The unit's blank form. Repeatable.")
@click.option("--reference", "references", multiple=True, type=existing(), help="Known samples. Repeatable.")
@click.option("--previous", multiple=True, type=existing(), help="Last year's submissions. Repeatable.")
@click.option("--roster", type=existing(dir_okay=False), help="The people, .xlsx or .csv: file, name, unit, post.")
@click.option(
    "--columns", metavar="FIELD=HEADER;...", help="Columns of an answer list: text=Ưu điểm; text=Hạn chế; name=Họ tên."
)
@click.option("--resources", type=existing(file_okay=False), help="Folder with own forms, rules, stock, header labels.")
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
    run: Path,
    forms: tuple[Path, ...],
    references: tuple[Path, ...],
    previous: tuple[Path, ...],
    roster: Path | None,
    columns: str | None,
    resources: Path | None,
    units: bool,
    settings_file: Path | None,
    jobs: int | None,
    semantic: bool,
    document_history: bool,
    force: bool,
    lang: str,
    told: Told,
) -> None:
    """Read the submissions below PATHS and write what was found to the RUN folder.

    RUN/report.html opens in any browser, RUN/run.sqlite holds everything. Files that cannot be read are listed.

    A spreadsheet of an online form is read row by row; the columns are chosen by what they hold, or with --columns by
    their headers (fields: text, name, unit, year, post, period; the beginning of a header is enough).

    \b
    detector scan unit/ --form blank.docx --previous last_year/ --roster people.xlsx -o run
    detector scan answers.xlsx --columns "name=Họ và tên; unit=Trường; text=Ưu điểm; text=Hạn chế" -o run
    detector scan unit/ --reference samples/ --lang en -o run --json --fail-on-findings
    detector scan province/ --units -o run
    detector scan texts.parquet --engine spark --master spark://host:7077 -o run
    """
    from detector.api import scan
    from detector.bars import stage_bars
    from detector.keeping.publish import REPORT_PAGE, publish
    from detector.storage import run_lock

    settings = settings_of(settings_file, columns)
    require_own([run / REPORT_PAGE], force)
    with run_lock(run), stage_bars(quiet=told.quiet) as progress:
        report = scan(
            paths,
            forms=forms,
            references=references,
            previous=previous,
            roster=roster,
            settings=settings,
            jobs=jobs or min(os.cpu_count() or 1, 8),
            progress=progress,
            semantic=semantic,
            units=units,
            run=run,
            document_history=document_history,
            resources=resources,
            save_results=False,
        )
        progress("write", 0, 0)
        publish(report, run, lang=lang)
    told.end(report, run)
