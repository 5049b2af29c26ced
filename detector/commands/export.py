"""`detector export`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector.commands.options import RunFolder, force_option, new_path, require_own, tell_damage
from detector.language import translator
from detector.shell import lang_option
from detector.wording import N_

if TYPE_CHECKING:
    from detector.report import Report
    from detector.writers import WriteOptions, Writer

_REAL_NAMES = N_("These files hold real names, file names and texts: they stay on this computer.")


@click.command("export")
@click.argument("run", type=RunFolder())
@click.option(
    "--format", "format_name", required=True, help="jsonl, csv, xlsx, parquet, html, docx; see 'detector formats'."
)
@click.option("-o", "--out", "path", required=True, type=new_path(), help="File; a folder for jsonl, csv.")
@click.option("--names", is_flag=True, help="Show names; without it persons and files are codes.")
@click.option("--key-file", is_flag=True, help="Also write RUN/key/pseudonym_key.csv (code, name).")
@click.option("--look", type=new_path(dir_okay=False), help="Also list, as .csv, what no rule blots: for you.")
@click.option(
    "--onto",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The .xlsx of answers that was read: a copy of it with results beside its rows. Needs --names.",
)
@force_option
@lang_option
def command(
    run: Path,
    format_name: str,
    path: Path,
    names: bool,
    key_file: bool,
    look: Path | None,
    onto: Path | None,
    force: bool,
    lang: str,
) -> None:
    """Write the results of RUN in another format.

    A file that detector did not write is never overwritten without --force.

    What is handed on (csv, xlsx, html, docx) shows codes instead of names unless --names is given. jsonl is a data
    file for programs on this computer and keeps real ids and paths. docx and xlsx hold the decisions, their log and
    what was set aside, with the figures after it; the others give the scan as it was.

    \b
    detector export run --format xlsx -o results.xlsx
    detector export run --format jsonl -o results/
    detector export run --format html --names -o for_the_reviewer.html
    detector export run --format csv -o codes/ --look look_at_this.csv
    detector export run --format xlsx --onto answers.xlsx --names -o answers_with_results.xlsx
    """
    from detector.run_folder import KEY_FOLDER
    from detector.storage import load, log_state, pseudonym_salt
    from detector.storage.exports import record_exports
    from detector.writers import WriteOptions, writer

    chosen = writer(format_name)
    _require_suffix(path, chosen)
    require_own([*_targets(path, chosen), *([look] if look else [])], force)
    if onto is not None:
        _write_onto(run, chosen, onto, path, names=names, lang=lang)
        return
    key_folder = run / KEY_FOLDER if key_file else None
    options = WriteOptions(
        lang=lang, names=names, key_folder=key_folder, salt=pseudonym_salt(run), log_state=log_state(run)
    )
    if chosen.is_record:
        from detector.review.recorded import recorded_run

        report, recorded = recorded_run(run, lang)
        options = replace(options, recorded=recorded)
    else:
        report = load(run)
    tell_damage(run, lang)
    written = chosen.write(report, path, options)
    click.echo("\n".join(map(str, written)))
    if options.log_state:
        click.echo(f"{translator(lang).gettext('State of the logs')}: {options.log_state}", err=True)
    if chosen.for_programs:
        click.echo(translator(lang).gettext(_REAL_NAMES), err=True)
    elif not names:
        _tell_what_to_look_at(report, options, look)
        if look:
            record_exports(run, "look", [look], names=True)
    record_exports(run, chosen.name, written, names=names or chosen.for_programs)


def _write_onto(run: Path, chosen: Writer, onto: Path, path: Path, *, names: bool, lang: str) -> None:
    """Refused without names: beside the rows every result stands beside a name."""
    from detector.storage import load
    from detector.storage.exports import record_exports
    from detector.writers.xlsx.onto import write_onto

    if chosen.name != "xlsx" or onto.suffix.lower() not in (".xlsx", ".xlsm"):
        raise click.UsageError(N_("--onto works with --format xlsx and the .xlsx of answers that was read."))
    if not names:
        raise click.UsageError(N_("--onto puts results beside the names of the answers: it needs --names."))
    written = [write_onto(load(run), onto, path, lang)]
    click.echo("\n".join(map(str, written)))
    click.echo(translator(lang).gettext(_REAL_NAMES), err=True)
    record_exports(run, "xlsx", written, names=True)


def _targets(path: Path, chosen: Writer) -> list[Path]:
    """The files that a format writes; those of a folder have the names of the tables."""
    from detector.writers.tables import TABLE_NAMES

    return [path] if chosen.suffix else [path / f"{table}.{chosen.name}" for table in TABLE_NAMES]


def _require_suffix(path: Path, chosen: Writer) -> None:
    """A name that says another format than the one that is written is a mistake in one of the two."""
    from detector.errors import InputError
    from detector.writers import writers

    others = {one.suffix or f".{one.name}" for one in writers().values()} | {".pdf", ".xls", ".doc", ".txt"}
    suffix = path.suffix.lower()
    if suffix in others and suffix != chosen.suffix:
        written = N_("a file that ends in {suffix}").format(suffix=chosen.suffix) if chosen.suffix else N_("a folder")
        raise InputError(
            N_("{path}: --format {name} writes {written}. Change the name or the format.").format(
                path=path, name=chosen.name, written=written
            )
        )


def _tell_what_to_look_at(report: Report, options: WriteOptions, look: Path | None) -> None:
    """On stderr how much, the first of it, and where all of it is."""
    from detector.writers.pseudonyms import left_to_look_at, write_look

    _ = translator(options.lang).gettext
    seen = left_to_look_at(report, options)
    if look:
        click.echo(write_look(seen, look))
    if seen:
        shown = ", ".join(one.words for one in seen[:_SHOWN])
        click.echo(
            _("Not blotted by a rule, look at it before handing on ({n}): {words}").format(n=len(seen), words=shown),
            err=True,
        )


_SHOWN = 12
