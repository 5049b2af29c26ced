"""`detector evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from detector.commands.options import RunFolder, existing, lang_option


@click.command("evaluate")
@click.argument("run", type=RunFolder())
@click.option("--truth", required=True, type=existing(dir_okay=False), help="labels.json")
@click.option("--cases", type=click.Path(file_okay=False, path_type=Path), help="Folder for the passages as files.")
@click.option("--json", "as_json", is_flag=True, help="Figures as JSON lines.")
@lang_option
def command(run: Path, truth: Path, cases: Path | None, as_json: bool, lang: str) -> None:
    """Measure RUN against labels: pairs by kind, passages (PlagDet), boilerplate, clusters (B-cubed).

    \b
    detector evaluate run --truth data/sample_unit/labels.json
    """
    import json

    from detector.evaluation.evaluate import evaluate
    from detector.storage import load

    result = evaluate(load(run), truth, cases_folder=cases)
    click.echo("\n".join(json.dumps(row) for row in result.rows()) if as_json else result.format(lang))
