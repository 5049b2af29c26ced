"""`--engine` and `--master` of `detector scan`: the same command on Spark."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.language import N_

if TYPE_CHECKING:
    from detector.commands.summary import Told


def engine_options(local: Callable[..., None]) -> Callable[..., None]:
    """Adds what both engines share, and how the result is told; the command goes on as it is with --engine local."""

    @click.option(
        "--engine", type=click.Choice(["local", "spark"]), default="local", help="Where it runs: local, spark."
    )
    @click.option("--master", default="local[*]", help="Of Spark: spark://host:7077, yarn ... Default: this computer.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
    @click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
    @click.option("-v", "--verbose", is_flag=True, help="Also print files that were not read, and seconds by stage.")
    @click.option("--fail-on-findings", is_flag=True, help="Exit status 3 where there is anything to look at.")
    @wraps(local)
    def chosen(engine: str, master: str, **given: Any) -> None:
        from detector.commands.summary import Told

        names = ("as_json", "quiet", "verbose", "fail_on_findings")
        if given["quiet"] and given["verbose"]:
            raise click.UsageError(N_("--quiet and --verbose: choose one of them."))
        given["told"] = Told(given["lang"], **{name: given.pop(name) for name in names})
        if engine == "local":
            local(**given)
        else:
            _on_spark(master, **given)

    return chosen


def _on_spark(
    master: str,
    *,
    paths: tuple[Path, ...],
    run: Path | None,
    lang: str,
    settings_file: Path | None,
    columns: str | None,
    told: Told,
    previous_columns: str | None,
    **given: Any,
) -> None:
    """The run holds what must be looked at, the tables below it hold all."""
    from detector.api import scan_on_spark
    from detector.bars import stage_bars
    from detector.commands.options import settings_of
    from detector.keeping.publish import publish
    from detector.storage import run_lock

    for name in ("semantic", "document_history", "resources", "dry_run", "add"):
        if given.get(name):
            raise click.UsageError(N_("--{value} works with --engine local only.").format(value=name.replace("_", "-")))
    if run is None:
        raise click.UsageError(N_("Missing option '-o' / '--out': the RUN folder for the results."))
    settings = settings_of(settings_file, columns=columns, previous_columns=previous_columns)
    texts = {name: given[name] for name in ("forms", "references", "previous", "roster", "units")}
    with run_lock(run), stage_bars(quiet=told.quiet, name=told.stage) as progress:
        report = scan_on_spark(paths, run, **texts, settings=settings, master=master, lang=lang, progress=progress)
        publish(report, run, lang=lang)
    told.end(report, run)
