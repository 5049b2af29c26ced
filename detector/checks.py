"""What `scan` takes beside texts: each option of another type or out of range is told before anything is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from inspect import signature
from pathlib import Path
from typing import Any

from detector.documents import SkippedFile
from detector.errors import InputError
from detector.language import LANGUAGES, N_
from detector.settings import Settings

_JOBS = range(1, 257)


def checked_settings(settings: Any) -> Settings:
    """The settings, by default those that the documentation was measured with. Raises `InputError`."""
    if settings is None:
        return Settings()
    if isinstance(settings, Settings):
        return settings
    advice = N_("'detector settings' lists them.")
    if isinstance(settings, Mapping):
        advice = N_("Write Settings(**values).")
    elif isinstance(settings, str | Path):
        advice = N_("Write Settings.from_toml(path).")
    words = N_("settings: expected detector.Settings, got {given}.").format(given=shown(settings))
    raise InputError(f"{words} {advice}")


def check_options(
    jobs: Any, paths: Mapping[str, Any], semantic: Any, switches: Mapping[str, Any], told: Any = None
) -> None:
    """Raises `InputError` for an option of `scan` that is of another type or out of range."""
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs not in _JOBS:
        words = N_(
            "jobs: expected a whole number of processes, {low} to {high}, got {given}. "
            "One for each core is usual: os.cpu_count()."
        )
        raise InputError(words.format(low=_JOBS[0], high=_JOBS[-1], given=shown(jobs)))
    for name, value in paths.items():
        if value is not None and not _is_path(value):
            words = N_("{name}: expected a path, got {given}.").format(name=name, given=shown(value))
            raise InputError(f"{words} {_WHAT_PATH[name]}")
        if name == "run" and value is not None:
            run_folder(value)
    if not isinstance(semantic, bool) and not _is_path(semantic):
        words = N_("semantic: expected True, False or the folder of a model, got {given}.")
        raise InputError(words.format(given=shown(semantic)))
    for name, value in switches.items():
        if not isinstance(value, bool):
            raise InputError(N_("{name}: expected True or False, got {given}.").format(name=name, given=shown(value)))
    if told is not None:
        check_function("told", told, ("notes",))


def run_folder(run: Any) -> Path:
    """The path of a RUN folder. Raises `InputError` for what is none and for the name of a file of results."""
    if not _is_path(run):
        raise InputError(N_("run: expected the path of a RUN folder, got {given}.").format(given=repr(run)[:80]))
    if Path(run).suffix.lower() in _FILES:
        words = N_(
            "{run}: expected a RUN folder, got the name of a file. 'detector export RUN --format ...' writes files."
        )
        raise InputError(words.format(run=run))
    return Path(run)


_FILES = frozenset({".csv", ".docx", ".html", ".jsonl", ".parquet", ".pdf", ".sqlite", ".xlsx"})


def check_lang(lang: Any) -> str:
    """The language, else raises `InputError`."""
    if lang not in LANGUAGES:
        words = N_("lang: expected one of {languages}, got {given}.")
        raise InputError(words.format(languages=", ".join(LANGUAGES), given=shown(lang)))
    return str(lang)


def check_function(name: str, function: Any, takes: tuple[str, ...]) -> None:
    """Raises `InputError` for what cannot be called with arguments as named in `takes`."""
    try:
        signature(function).bind(*takes)
    except TypeError as error:
        given = shown(function) if not callable(function) else f"{function!r:.60}"
        words = N_("{name}: expected a function of ({takes}), got {given}.")
        raise InputError(words.format(name=name, takes=", ".join(takes), given=given)) from error
    except ValueError:
        return  # a function in C that does not say what it takes


def check_numbers(name: str, numbers: Any) -> None:
    """Raises `InputError` for what is no list of numbers."""
    if isinstance(numbers, str | bytes | Mapping) or not isinstance(numbers, Iterable):
        words = N_("{name}: expected a list of numbers, got {given}.")
        raise InputError(words.format(name=name, given=shown(numbers)))


def check_texts(**texts: Any) -> None:
    """Raises `InputError` for an argument of `compare` that is no str."""
    for name, text in texts.items():
        if not isinstance(text, str):
            words = N_(
                "{name}: expected a text as str, got {given}. Read the file first, or run 'detector compare A B'."
            )
            raise InputError(words.format(name=name, given=type(text).__name__))


def check_report(report: Any, kind: type) -> None:
    """Raises `InputError` for what is no report."""
    if not isinstance(report, kind):
        words = N_(
            "report: expected a Report, got {given}. detector.scan(...) gives one, and detector.open(run) that of a "
            "RUN folder."
        )
        raise InputError(words.format(given=type(report).__name__))


_WHAT_PATH = {
    "roster": N_("Give the .xlsx or .csv file of the people."),
    "run": N_("Give the folder for the results."),
    "resources": N_("Give the folder with forms/, rules/, stock/ or header_fields.toml."),
}


def _is_path(value: Any) -> bool:
    return isinstance(value, str | Path) and bool(str(value).strip())


def shown(value: Any) -> str:
    """A value as an error names it: its type, and what it is where that is short."""
    words = repr(value) if isinstance(value, str | int | float | bool) or value is None else ""
    kind = type(value).__name__
    return f"{kind} {words[:60]}" if words and value is not None else kind if value is not None else "None"


def no_submission(roles: Iterable[str], skipped: Sequence[SkippedFile]) -> InputError:
    """Why there is nothing to scan, where what was read has these roles."""
    others = ", ".join(sorted(roles))
    if others:
        return InputError(_ONLY_OTHERS.format(roles=others))
    if not skipped:
        return InputError(N_("There is no file to read there. Name a folder with .docx, .pdf or .txt files."))
    reasons = "\n".join(f"  {file.path}: {file.detail}" for file in skipped[:10])
    return InputError(N_("None of {count} files could be read:").format(count=len(skipped)) + f"\n{reasons}")


_ONLY_OTHERS = N_("There is no submission: everything that was read is of another role ({roles}).")
