"""`--engine` and `--master` of `detector scan`: the same command on Spark."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click


def engine_options(local: Callable[..., None]) -> Callable[..., None]:
    """Adds the two options to a scan command, which goes on as it is with ``--engine local``."""

    @click.option(
        "--engine", type=click.Choice(["local", "spark"]), default="local", help="Where it runs: local, spark."
    )
    @click.option("--master", default="local[*]", help="Of Spark: spark://host:7077, yarn ... Default: this computer.")
    @wraps(local)
    def chosen(engine: str, master: str, **given: Any) -> None:
        if engine == "local":
            local(**given)
        else:
            _on_spark(master, **given)

    return chosen


def _on_spark(
    master: str,
    *,
    paths: tuple[Path, ...],
    run: Path,
    lang: str,
    settings_file: Path | None,
    columns: str | None,
    **given: Any,
) -> None:
    """The run holds what must be looked at, the tables below it hold all."""
    from detector.api import scan_on_spark
    from detector.bars import stage_bars
    from detector.commands.summary import summary_lines
    from detector.keeping.publish import publish
    from detector.settings import Settings
    from detector.storage import run_lock

    for name in ("semantic", "document_history"):
        if given.get(name):
            raise click.UsageError(f"--{name.replace('_', '-')} works with --engine local only.")
    settings = Settings.from_toml(settings_file) if settings_file else Settings()
    settings = settings if columns is None else settings.replace(columns=columns)
    texts = {name: given[name] for name in ("forms", "references", "previous", "roster", "units")}
    with run_lock(run), stage_bars() as progress:
        report = scan_on_spark(paths, run, **texts, settings=settings, master=master, lang=lang, progress=progress)
        publish(report, run, lang=lang)
    click.echo("\n".join(summary_lines(report, run, lang)))
