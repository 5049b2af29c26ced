"""`detector doctor`."""

from __future__ import annotations

import platform

import click

from detector import __version__


@click.command("doctor")
def command() -> None:
    """Check this installation: versions, readers, optional programs, and the command that adds what is missing."""
    from importlib.metadata import version

    from detector.readers.inventory import inventory

    click.echo(f"detector {__version__}, Python {platform.python_version()}, {platform.system()}")
    for package in ("underthesea", "datasketch", "scikit-learn", "numpy"):
        click.echo(f"  ok       {package} {version(package)}")
    for status in inventory():
        mark = "ok     " if status.available else "missing"
        click.echo(
            f"  {mark}  {status.name} ({' '.join(status.suffixes)})" + (f": {status.remedy}" if status.remedy else "")
        )
