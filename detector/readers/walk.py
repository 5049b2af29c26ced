"""The files of the given folders, each once, with the id it will have."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from detector.documents import SkippedFile, SkipReason
from detector.errors import InputError
from detector.language import N_
from detector.result_files import RUN_NAMES, is_of_run, is_run_folder

ON_WINDOWS = os.name == "nt"
_IGNORED = {"thumbs.db", "desktop.ini"}
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
_NOTHING: Mapping[str, str] = {}
_CLOSED = N_("Cannot be opened ({reason}).")
_CHECK_ACCESS = N_("Check the permissions and that it exists.")
_TOO_DEEP = N_("Its folders lie too deep in one another, or its name is too long: move it up.")
_LEADS_OUT = N_("A link that leads out of the folder. Give what it points to as a path of its own.")
_NOT_REGULAR = N_("Not a regular file (a pipe, socket or device). Remove it from the folder.")
_DEVICE = N_("A name that Windows keeps for a device. Give the file another name.")
_RESULT = N_("A result of this program, not read.")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `path` as it is on disk, `shown` the same as text that can be stored, `size` in bytes."""

    path: Path
    shown: str
    id: str
    size: int = 0


def find_files(
    paths: Iterable[Path], *, without: Mapping[str, str] = _NOTHING, run: Path | None = None
) -> tuple[list[Found], list[SkippedFile]]:
    """Files in the order of their ids, and places that were passed over. A missing path is an `InputError`.

    Args:
        without: files with another role in the scan, by real path, and the words that say which; "" is not told.
        run: the RUN folder of this scan, which may lie in one of the folders.
    """
    found: dict[str, _Seen] = {}  # by real path, as a file may be given twice
    walk = _Walk([], os.path.realpath(run) if run else None)
    for root in sorted(map(Path, paths), key=os.fsencode):
        if not os.path.lexists(root):
            raise InputError(N_("{root}: no such file or folder. Check the spelling of the path.").format(root=root))
        folders: dict[str, str] = {}
        for seen in walk.files(root):
            found.setdefault(_real_path(seen, folders), seen)
    for real in [real for real in found if real in without]:
        other = found.pop(real)
        if without[real]:
            walk.skip(other.path, SkipReason.OTHER_ROLE, without[real])
    named = _named(list(found.values()))
    skipped = sorted(walk.skipped, key=lambda item: item.path)
    return sorted(named, key=lambda item: (item.id, item.shown)), skipped


def files_below(paths: Iterable[Path], *, run: Path | None = None) -> list[str]:
    """The real path of every file of these folders."""
    found, _ = find_files(paths, run=run)
    return [os.path.realpath(item.path) for item in found]


def printable(path: str) -> str:
    """The path with bytes that are no UTF-8 as U+FFFD, so that it can be stored and shown."""
    return os.fsencode(path).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A regular file below `root`, or a link to one."""

    root: Path
    path: Path
    size: int
    is_link: bool


def _real_path(seen: _Seen, folders: dict[str, str]) -> str:
    """The path without links; that of each folder is asked for once."""
    if seen.is_link:
        return os.path.realpath(seen.path)
    folder, name = os.path.split(seen.path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder).rstrip(os.sep) + os.sep
    return folders[folder] + name


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through folders, one after the other whatever their depth; what is no file to read becomes a row."""

    skipped: list[SkippedFile]
    run: str | None

    def files(self, root: Path) -> Iterator[_Seen]:
        """Regular files at or below `root` in sorted order."""
        waiting = [root]
        while waiting:
            path = waiting.pop()
            try:
                seen = self._look(path, root)
                if isinstance(seen, _Seen):
                    yield seen
                elif seen:
                    waiting += reversed(self._children(path))
            except OSError as error:
                remedy = _TOO_DEEP if error.errno == errno.ENAMETOOLONG else _CHECK_ACCESS
                self.skip(path, SkipReason.NO_ACCESS, _CLOSED.format(reason=error.strerror) + f" {remedy}")

    def _look(self, path: Path, root: Path) -> _Seen | bool:
        """A file; True for a folder to enter, False for what is passed over."""
        status = path.lstat()
        is_link = stat.S_ISLNK(status.st_mode)
        if is_link:
            status = path.stat()
        mode = status.st_mode
        if is_link and not path.resolve().is_relative_to(root.resolve()):
            return self.skip(path, SkipReason.NO_ACCESS, _LEADS_OUT)
        if stat.S_ISDIR(mode):
            return not is_link or path == root  # other links lead to a folder that is visited anyway
        if _is_device_name(path.name):
            return self.skip(path, SkipReason.NO_ACCESS, _DEVICE)
        if not stat.S_ISREG(mode):
            return self.skip(path, SkipReason.NO_ACCESS, _NOT_REGULAR)
        return _Seen(root, path, status.st_size, is_link)

    def _children(self, folder: Path) -> list[Path]:
        children = [child for child in folder.iterdir() if not _is_ignored(child.name)]
        children.sort(key=lambda item: os.fsencode(item.name))
        names = {child.name for child in children}
        if not (names & RUN_NAMES and (is_run_folder(folder) or os.path.realpath(folder) == self.run)):
            return children
        for child in children:
            if is_of_run(child):
                self.skip(child, SkipReason.RESULT, _RESULT)
        return [child for child in children if not is_of_run(child)]

    def skip(self, path: Path, reason: SkipReason, detail: str) -> bool:
        """A row for what is passed over; False, as `_look` says it."""
        self.skipped.append(SkippedFile(printable(str(path)), reason, detail))
        return False


def _is_device_name(name: str) -> bool:
    """Names that Windows keeps for devices, with any suffix: to open one there reads the console, or waits for ever."""
    return ON_WINDOWS and bool(_DEVICES.fullmatch(name))


def _is_ignored(name: str) -> bool:
    """Hidden files, lock files of Office and what file managers leave behind."""
    return name.startswith((".", "~$")) or name.lower() in _IGNORED


def _named(found: list[_Seen]) -> list[Found]:
    """Ids below the folder; those that collide get the folder's name in front, then a number."""
    below: dict[tuple[Path, str], str] = {}
    plain = [_id(seen, below) for seen in found]
    counts = Counter(plain)
    longer = [
        name if counts[name] == 1 else f"{_folder_name(seen.root, seen.path)}/{name}"
        for name, seen in zip(plain, found, strict=True)
    ]
    unique = _numbered(longer, found)
    return [
        Found(seen.path, printable(str(seen.path)), name, seen.size) for name, seen in zip(unique, found, strict=True)
    ]


def _id(seen: _Seen, below: dict[tuple[Path, str], str]) -> str:
    """The path below the root, with ``/`` between folders; that of each folder is worked out once."""
    folder, name = os.path.split(seen.path)
    place = seen.root, folder
    if seen.path == seen.root:
        below[place] = ""
    elif place not in below:
        relative = seen.path.parent.relative_to(seen.root).as_posix()
        below[place] = "" if relative == "." else f"{relative}/"
    return unicodedata.normalize("NFC", printable(below[place] + name))


def _folder_name(root: Path, path: Path) -> str:
    real = root.resolve()
    return unicodedata.normalize("NFC", printable(real.parent.name if path == root else real.name))


def _numbered(names: list[str], found: list[_Seen]) -> list[str]:
    """Names with ``#2``, ``#3`` for the second and third of the same name, in the order of their paths."""
    taken: set[str] = set()
    result = dict[int, str]()
    for index in sorted(range(len(names)), key=lambda i: os.fsencode(found[i].path)):
        name, number = names[index], 1
        while name in taken:
            number += 1
            name = f"{names[index]}#{number}"
        taken.add(name)
        result[index] = name
    return [result[index] for index in range(len(names))]
