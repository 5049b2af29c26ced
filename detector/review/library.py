"""Which runs the server shows: the one it was started with, or those below a work folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from detector.review.state import RunState
from detector.review.uploads import is_device
from detector.run_folder import RUN_FILE, UPLOADS_FOLDER

# A run's name is one folder's name: letters, digits, dots, dashes; never a path.
_NAME = re.compile(r"[^\W_][\w.\- ]{0,79}")


class Library:
    """Runs by name; thread-safe.

    Args:
        single: the one run to show.
        folder: a work folder whose sub-folders are runs; new scans go there.
    """

    def __init__(self, *, single: Path | None = None, folder: Path | None = None) -> None:
        self.single = single
        self.folder = folder
        self._states: dict[str, RunState] = {}
        self._lock = Lock()

    def names(self) -> list[str]:
        """Names of the runs there are."""
        if self.single:
            return [run_name(self.single)]
        if self.folder is None or not self.folder.is_dir():
            return []
        return sorted(path.name for path in self._folders() if (path / RUN_FILE).is_file())

    def unfinished(self) -> list[str]:
        """Names below which files were uploaded that no scan has read to its end."""
        if self.folder is None or not self.folder.is_dir():
            return []
        started = (path for path in self._folders() if (path / UPLOADS_FOLDER).is_dir())
        return sorted(path.name for path in started if not (path / RUN_FILE).is_file())

    def state(self, name: str) -> RunState | None:
        """The run of this name, None if there is none."""
        path = self._path(name)
        if path is None or not (path / RUN_FILE).is_file():
            return None
        with self._lock:
            return self._states.setdefault(name, RunState(path))

    def new_path(self, name: str) -> Path | None:
        """Where a run of this name goes; None if it is no name for a folder."""
        if self.folder is None or not is_name(name):
            return None
        path = self.folder / name
        return path if not path.is_symlink() else None

    def taken(self) -> list[str]:
        """Names that folders of the work folder have, whatever is in them."""
        if self.folder is None or not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir())

    def free_name(self, name: str) -> str:
        """The name, or with a number where a folder has it; letters of both cases are one on some systems."""
        taken = {one.casefold() for one in self.taken()}
        names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
        return next(one for one in names if one.casefold() not in taken)

    def claim(self, name: str) -> bool:
        """Makes the folder of a new run; False if there is one, whoever made it."""
        path = self.new_path(name)
        if path is None or self.free_name(name) != name:
            return False
        try:
            path.mkdir(mode=0o700, parents=True)
        except FileExistsError:
            return False
        return True

    def forget(self, name: str) -> None:
        """After the run was deleted."""
        with self._lock:
            self._states.pop(name, None)

    def _path(self, name: str) -> Path | None:
        if self.single:
            return self.single if name == run_name(self.single) else None
        return self.new_path(name)

    def _folders(self) -> Iterator[Path]:
        assert self.folder is not None
        return (path for path in self.folder.iterdir() if is_name(path.name) and path.is_dir())


def is_name(name: str) -> bool:
    """Whether a folder may have this name, on any system."""
    return bool(_NAME.fullmatch(name)) and not name.endswith((".", " ")) and ".." not in name and not is_device(name)


def run_name(run: Path) -> str:
    """What a single run is called in addresses."""
    name = run.resolve().name
    return name if is_name(name) else "run"
