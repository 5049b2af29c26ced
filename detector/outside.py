"""What other packages and the user's own folders add: readers, writers, signals, and resources such as forms.

A package adds by entry points of the `GROUPS`; a folder is named by ``DETECTOR_RESOURCES``, which `resources_in_use`
sets for the time of a scan, so that its worker processes know it too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from detector.errors import InputError
from detector.hashes import digest
from detector.language import N_

READERS, WRITERS, SIGNALS, FORMS = (f"detector.{kind}" for kind in ("readers", "writers", "signals", "forms"))
GROUPS = (READERS, WRITERS, SIGNALS, FORMS)
VARIABLE = "DETECTOR_RESOURCES"

_Added = TypeVar("_Added")
_Given = ParamSpec("_Given")
_Value = TypeVar("_Value")
_FORGETTING: list[Callable[[], None]] = []


def added(group: str, kind: type[_Added]) -> list[_Added]:
    """What installed packages add to a group, by name of the entry point. Raises `InputError` for a broken one."""
    found = []
    for point in _points(group):
        value = _loaded(point)
        if not isinstance(value, kind):
            raise InputError(
                N_("{point}: expected a {type} for {group}, got {type_}. Mend the package or uninstall it.").format(
                    point=_origin(point), type=kind.__name__, group=group, type_=type(value).__name__
                )
            )
        found.append(value)
    return found


def resource_folders() -> list[Path]:
    """Folders with own forms, rules, stock clauses and header labels: of packages, then those of the variable."""
    packages = [Path(folder) for folder in added(FORMS, os.PathLike)]  # type: ignore[type-abstract]
    named = [Path(one) for one in os.environ.get(VARIABLE, "").split(os.pathsep) if one.strip()]
    for folder in (*packages, *named):
        if not folder.is_dir():
            raise InputError(
                N_("{folder}: no such folder of resources. docs/extending.md says what is in one.").format(
                    folder=folder
                )
            )
    return [*packages, *named]


@contextmanager
def resources_in_use(folder: str | Path | None) -> Iterator[None]:
    """Adds the folder, for this process and those that it starts; None adds none."""
    if folder is None:
        yield
        return
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = os.pathsep.join(filter(None, (before, str(Path(folder).resolve()))))
    _forget()
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
        _forget()


def remembered(function: Callable[_Given, _Value]) -> Callable[_Given, _Value]:
    """`functools.cache` for what depends on resources: forgotten when other ones are in use."""
    kept = cache(function)
    _FORGETTING.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def remembered_lines(function: Callable[_Given, _Value]) -> Callable[_Given, _Value]:
    """The same for the last 4,000 lines of texts: the same ones come back in most texts of a unit."""
    kept = lru_cache(maxsize=4000)(function)
    _FORGETTING.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


@remembered
def outside_key() -> str:
    """16 hex digits of all that is added, packages by version and folders by content; "" where nothing is."""
    parts = [f"{point.group} {point.name} {_origin(point)}".encode() for group in GROUPS for point in _points(group)]
    for folder in resource_folders():
        for path in sorted(folder.rglob("*.toml")):
            parts += [path.relative_to(folder).as_posix().encode(), path.read_bytes()]
    return digest((b"\0".join(parts),), 8).hex() if parts else ""


def check_outside() -> None:
    """Loads everything that is added, so that a broken package or folder is told before a scan. Raises `InputError`."""
    for group in GROUPS:
        for point in _points(group):
            _loaded(point)
    resource_folders()


@cache
def _points(group: str) -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group=group), key=lambda one: one.name))


@cache
def _loaded(point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as error:
        raise InputError(
            N_(
                "{point}: {group} {name!r} cannot be loaded ({type}: {error}). Mend the package or uninstall it."
            ).format(point=_origin(point), group=point.group, name=point.name, type=type(error).__name__, error=error)
        ) from error


def _origin(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _forget() -> None:
    for clear in _FORGETTING:
        clear()
