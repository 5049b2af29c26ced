"""Options that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.language import N_

if TYPE_CHECKING:
    from detector.settings import Settings

STDIN = Path("-")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
force_option = click.option("--force", is_flag=True, help="Overwrite files that detector did not write.")


def settings_of(path: Path | None, **given: str | None) -> Settings:
    """The settings of a TOML file, of stdin for ``-``, else the defaults; options that are `given` go before them.

    Raises `SettingsError`.
    """
    from detector.settings import Settings

    if path is None:
        found = Settings()
    else:
        found = Settings.from_text(stdin_text(), "stdin") if path == STDIN else Settings.from_toml(path)
    return found.replace(**{name: value for name, value in given.items() if value is not None})


def stdin_text() -> str:
    """All of stdin as UTF-8, with or without its mark."""
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace")


def require_own(paths: Iterable[Path], force: bool) -> None:
    """Raises `InputError` for a file that is there and that this program did not write, unless `force`."""
    from detector.errors import InputError
    from detector.result_files import is_result_file

    foreign = [path for path in paths if path.is_file() and not is_result_file(path)] if not force else []
    if foreign:
        raise InputError(
            "\n".join(_FOREIGN.format(path=path) for path in foreign)
            + "\n"
            + N_("Choose another name, or overwrite it with --force.")
        )


_FOREIGN = N_("{path}: there is a file of this name that detector did not write.")


class RunFolder(click.Path):
    """An existing RUN folder."""

    name = "run"

    def __init__(self, *, remind: bool = True) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)
        self._remind = remind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; one line on stderr where the run is kept longer than agreed."""
        run: Any = super().convert(value, param, ctx)
        if self._remind:
            _remind(run, "vi" if ctx is None else ctx.params.get("lang", "vi"))
        return run


def _remind(run: Path, lang: str) -> None:
    """Quiet about a folder that is no run: the command itself says so."""
    from datetime import UTC, datetime

    from detector.errors import DetectorError
    from detector.keeping.expiry import kept

    try:
        found = kept(run)
    except DetectorError:
        return
    if found.is_overdue(datetime.now(UTC).date()):
        from detector.keeping.words import overdue_line

        click.echo(overdue_line(found, lang), err=True)


class NewPath(click.Path):
    """Where something is written, as a `Path`; an empty name, which a script's empty variable gives, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Fails for a blank name."""
        if not str(value).strip() or (isinstance(value, str) and "\0" in value):
            self.fail(N_("expected the name of a file or folder, got an empty one."), param, ctx)
        return super().convert(value, param, ctx)


def new_path(**kwargs: Any) -> click.Path:
    """A path that need not exist."""
    return NewPath(path_type=Path, **kwargs)


def existing(**kwargs: Any) -> click.Path:
    """A path that must exist, as a `Path`."""
    return click.Path(exists=True, path_type=Path, **kwargs)


def tell_damage(run: Path, lang: str) -> None:
    """One line on stderr where something of the run file is not as it was written, though its results can be read."""
    from detector.language import translator
    from detector.storage.verify import verify

    count = sum(len(one.problems) for one in verify(run))
    if count:
        words = translator(lang).gettext(
            "warning: {run} is not as it was written ({n} problems). See 'detector verify {run}' before you rely on it."
        )
        click.echo(words.format(run=run, n=count), err=True)
