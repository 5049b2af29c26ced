"""The files of the given folders, each once, with the id it will have."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detector.documents import SkippedFile, SkipReason
from detector.errors import InputError

_IGNORED = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `path` as it is on disk, `shown` the same as text that can be stored, `size` in bytes."""

    path: Path
    shown: str
    id: str
    size: int = 0


def find_files(paths: Iterable[Path]) -> tuple[list[Found], list[SkippedFile]]:
    """Files in the order of their ids, and places that could not be entered. A missing path is an `InputError`."""
    found: dict[str, _Seen] = {}  # by real path, as a file may be given twice
    skipped: list[SkippedFile] = []
    for root in sorted(map(Path, paths), key=os.fsencode):
        if not os.path.lexists(root):
            raise InputError(f"{root}: no such file or folder. Check the spelling of the path.")
        folders: dict[str, str] = {}
        for seen in _files(root, root, skipped):
            found.setdefault(_real_path(seen, folders), seen)
    named = _named(list(found.values()))
    return sorted(named, key=lambda item: (item.id, item.shown)), sorted(skipped, key=lambda item: item.path)


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


def _files(path: Path, root: Path, skipped: list[SkippedFile]) -> Iterator[_Seen]:
    """Regular files at or below `path` in sorted order; what is none becomes a row of `skipped`."""
    try:
        status = path.lstat()
        is_link = stat.S_ISLNK(status.st_mode)
        if is_link:
            status = path.stat()
        mode = status.st_mode
        if is_link and not path.resolve().is_relative_to(root.resolve()):
            _skip(skipped, path, "A link that leads out of the folder. Give what it points to as a path of its own.")
        elif stat.S_ISDIR(mode):
            if not is_link or path == root:  # others lead to a folder that is visited anyway
                for child in sorted(path.iterdir(), key=lambda item: os.fsencode(item.name)):
                    if not _is_ignored(child.name):
                        yield from _files(child, root, skipped)
        elif stat.S_ISREG(mode):
            yield _Seen(root, path, status.st_size, is_link)
        else:
            _skip(skipped, path, "Not a regular file (a pipe, socket or device). Remove it from the folder.")
    except OSError as error:
        _skip(skipped, path, f"Cannot be opened ({error.strerror}). Check the permissions and that it exists.")


def _skip(skipped: list[SkippedFile], path: Path, detail: str) -> None:
    skipped.append(SkippedFile(printable(str(path)), SkipReason.NO_ACCESS, detail))


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
