"""Files and folders that only their owner can read, from the first byte on."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OWNER_ONLY = 0o077


def only_for_owner() -> None:
    """From now on whatever this process and its children create is for its owner alone (POSIX)."""
    os.umask(_OWNER_ONLY)


@contextmanager
def private_files() -> Iterator[None]:
    """What is created inside is for the owner alone. Threads share the mask: it only ever takes rights away."""
    before = os.umask(_OWNER_ONLY)
    try:
        yield
    finally:
        os.umask(before | (_OWNER_ONLY & before))


def private_folder(folder: Path) -> None:
    """Makes the folder, and those above it that are missing, for the owner alone. Raises OSError.

    One that is there keeps its rights: who shares a folder on purpose may.
    """
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        with suppress(FileExistsError):
            one.mkdir(mode=0o700)


def make_private(path: Path) -> None:
    """Takes the rights of others from a file of ours."""
    with suppress(OSError):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OWNER_ONLY)


def open_to_others(path: Path) -> bool:
    """Whether other users of this computer may read, list or change it; False where the system knows no such rights."""
    if os.name != "posix":
        return False
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & _OWNER_ONLY)
    except OSError:
        return False


def paths_open_to_others(folder: Path) -> Iterator[Path]:
    """The folder and what lies below it that others may read; nothing below a folder that they cannot enter."""
    if not open_to_others(folder):
        return
    yield folder
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_dir():
            yield from paths_open_to_others(path)
        elif open_to_others(path):
            yield path
