"""Uploaded files -> a folder that the scan reads. Names come from strangers: no path, no device, no surprise."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from starlette.datastructures import UploadFile

from detector.errors import InputError
from detector.private import private_files, private_folder
from detector.wording import N_

NOT_KEPT = N_(
    "The files could not be kept: is the disk full? Nothing of them was left there. Make room and send again."
)
MAX_FILES = 20_000
_MAX_PARTS = 6
_MAX_NAME = 120
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_DEVICES = re.compile(r"(?i)(con|conin\$|conout\$|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])\s*(\..*)?")


def store(files: Sequence[UploadFile], folder: Path, *, beside: bool = False) -> int:
    """Puts the files in place of what the folder had, and says how many there were; none leaves it as it is.

    With `beside` what it had stays; a file of the same name takes the place of the earlier one.
    """
    chosen = [file for file in files if file.filename]
    if not chosen:
        return 0
    draft = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        _write_all(chosen, draft)
        if not beside:
            store_nothing(folder)
        for path in [path for path in draft.rglob("*") if path.is_file()]:
            target = folder / path.relative_to(draft)
            private_folder(target.parent)
            path.replace(target)
    except OSError as error:
        raise InputError(NOT_KEPT) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return len(chosen)


def _write_all(files: Sequence[UploadFile], draft: Path) -> None:
    private_folder(draft)
    for file in files:
        path = free_path(draft / safe_path(file.filename or ""))
        private_folder(path.parent)
        with private_files(), path.open("wb") as stream:
            shutil.copyfileobj(file.file, stream, 1 << 20)


def store_nothing(folder: Path) -> None:
    """Empties the folder."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)


def safe_path(name: str) -> PurePosixPath:
    """A path that stays below its folder on every system; folders of the upload are kept."""
    parts = [_safe_part(part) for part in name.replace("\\", "/").split("/")]
    kept = [part for part in parts if part][-_MAX_PARTS:]
    return PurePosixPath(*kept) if kept else PurePosixPath("file")


def is_device(name: str) -> bool:
    """Whether Windows takes a file or folder of this name for a device, whatever its suffix."""
    return bool(_DEVICES.fullmatch(name))


def _safe_part(part: str) -> str:
    part = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", part)).encode("utf-8", "replace").decode().strip(" .")
    if is_device(part):
        part = f"_{part}"
    stem, dot, suffix = part.rpartition(".")
    if len(part.encode()) <= _MAX_NAME or not dot:
        return _cut(part, _MAX_NAME)
    suffix = _cut(suffix, 10)
    return f"{_cut(stem, _MAX_NAME - 11)}.{suffix}"


def _cut(text: str, length: int) -> str:
    return text.encode()[:length].decode(errors="ignore")


def free_path(path: Path) -> Path:
    """The path, or with a number where one is there already."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free
