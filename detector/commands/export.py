"""`detector export`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from detector.commands.options import RunFolder, lang_option


@click.command("export")
@click.argument("run", type=RunFolder())
@click.option("--format", "format_name", required=True, help="jsonl, csv, xlsx, html, docx; see 'detector formats'.")
@click.option(
    "-o", "--out", "path", required=True, type=click.Path(path_type=Path), help="File; a folder for jsonl, csv."
)
@click.option("--names", is_flag=True, help="Show names; without it persons and files are codes.")
@click.option("--key-file", is_flag=True, help="Also write pseudonym_key.csv (code, name). Keep it apart.")
@lang_option
def command(run: Path, format_name: str, path: Path, names: bool, key_file: bool, lang: str) -> None:
    """Write the results of RUN in another format.

    What is handed on (csv, xlsx, html, docx) shows codes instead of names unless --names is given. jsonl is a data
    file for programs on this computer and keeps real ids and paths. docx and xlsx hold the decisions, their log and
    what was set aside, with the figures after it; the others give the scan as it was.

    \b
    detector export run --format xlsx -o results.xlsx
    detector export run --format jsonl -o results/
    detector export run --format html --names -o for_the_reviewer.html
    """
    from detector.storage import load, pseudonym_salt
    from detector.storage.exports import record_exports
    from detector.writers import WriteOptions, writer

    chosen = writer(format_name)
    options = WriteOptions(lang=lang, names=names, key_file=key_file, salt=pseudonym_salt(run))
    if chosen.is_record:
        from detector.review.recorded import recorded_run

        report, recorded = recorded_run(run, lang)
        options = replace(options, recorded=recorded)
    else:
        report = load(run)
    written = chosen.write(report, path, options)
    click.echo("\n".join(map(str, written)))
    record_exports(run, chosen.name, written, names=names or chosen.for_programs)
