"""`detector evaluate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.commands.options import STDIN, RunFolder, existing, new_path, stdin_text, tell_damage
from detector.errors import InputError
from detector.language import N_
from detector.shell import lang_option

if TYPE_CHECKING:
    from detector.evaluation.sweep import Truth
    from detector.report import Report


@click.command("evaluate")
@click.argument("run", type=RunFolder())
@click.option("--truth", type=existing(dir_okay=False, allow_dash=True), help="labels.json; - is stdin")
@click.option("--sweep", "with_sweep", is_flag=True, help="Precision and recall at each threshold, and advice.")
@click.option("--cases", type=new_path(file_okay=False), help="Folder for the passages as files.")
@click.option("--json", "as_json", is_flag=True, help="Figures as JSON lines.")
@lang_option
def command(run: Path, truth: Path | None, with_sweep: bool, cases: Path | None, as_json: bool, lang: str) -> None:
    """Measure RUN against labels: pairs by kind, passages (PlagDet), boilerplate, clusters (B-cubed).

    With --sweep: what each threshold would flag, by the labels, or without --truth by the decisions recorded in RUN.
    The scan is not run again.

    \b
    detector evaluate run --truth data/sample_unit/labels.json
    detector evaluate run --truth labels.json --sweep
    detector evaluate run --sweep
    """
    from detector.evaluation.evaluate import evaluate
    from detector.evaluation.sweep import sweep
    from detector.evaluation.sweep_text import format_sweep
    from detector.storage import load

    if truth is None and not with_sweep:
        raise click.UsageError(N_("Give --truth labels.json, or --sweep to go by the decisions recorded in RUN."))
    tell_damage(run, lang)
    report = load(run)
    if with_sweep:
        found = sweep(report, _truth(report, run, truth))
        rows, text = found.rows(), format_sweep(found, lang)
    else:
        result = evaluate(report, _labels(truth) if truth else "", cases_folder=cases)
        rows, text = result.rows(), result.format(lang)
    click.echo("\n".join(json.dumps(row) for row in rows) if as_json else text)


def _labels(truth: Path) -> Path | dict[str, Any]:
    """The file, or what came on stdin."""
    if truth != STDIN:
        return truth
    try:
        found = json.loads(stdin_text())
    except ValueError as error:
        raise InputError(N_("stdin: not a JSON file ({error}).").format(error=error)) from error
    return dict(found) if isinstance(found, dict) else {}


def _truth(report: Report, run: Path, truth: Path | None) -> Truth:
    """From the label file, else from the decisions of the run, which are only read."""
    from detector.evaluation.labels import read_labels
    from detector.evaluation.sweep import truth_of_decisions, truth_of_labels
    from detector.storage.connection import open_run
    from detector.storage.decisions import decisions_after

    if truth is not None:
        return truth_of_labels(read_labels(_labels(truth), report))
    keys: dict[str, list[str]] = {}
    for document in report.documents():
        keys.setdefault(document.key, []).append(document.id)
    with open_run(run, check=False) as connection:
        log = [(one.left.key, one.right.key, one.decision) for one in decisions_after(connection) if one.right]
    return truth_of_decisions(log, keys)
