"""The contract of a writer: a finished report in, files out."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from detector.errors import InputError
from detector.language import N_
from detector.privacy.known import Known
from detector.private import private_files, private_folder
from detector.report import Report
from detector.writers.decided import Recorded


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How to write.

    Attributes:
        lang: ``vi`` or ``en``, for headings and sentences.
        names: show persons, units and file names; without it they are codes. `Writer.for_programs` shows them always.
        key_folder: put `pseudonym_key.csv` (code -> name) there; never where the result is, which is handed on.
        salt: makes the codes; `detector.storage.pseudonym_salt(run)`, so that a run has the same codes in every export.
        known: names that are blotted out, where the report holds only some of the run's texts.
        log_state: the last link of the logs of the run, printed where the format has a place for it.
        recorded: decisions and passages set aside, for the formats that a person reads as a record (docx, xlsx).
    """

    lang: str = "vi"
    names: bool = False
    key_folder: Path | None = None
    salt: str = ""
    known: Known | None = None
    log_state: str = ""
    recorded: Recorded | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """An output format.

    Attributes:
        suffix: of the file it writes, ``""`` if it writes a folder.
        summary: one line for `detector formats`.
        write: puts the report at a path (its folder is made) and returns the files written, in reading order.
        for_programs: a data file for tools on the same computer, joined with labels and files by real ids and paths.
        is_record: holds what people recorded too, and the figures after passages were set aside.
    """

    name: str
    suffix: str
    summary: str
    write: Callable[[Report, Path, WriteOptions], list[Path]]
    for_programs: bool = False
    is_record: bool = False


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place if the block ends well. `InputError` if it cannot."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        private_folder(path.parent)
        with private_files():
            yield draft
        draft.replace(path)
    except OSError as error:
        remedy = _MAKE_ROOM if error.errno == errno.ENOSPC else _REMEDY
        raise InputError(
            N_("{path}: cannot be written ({reason}). {remedy}").format(path=path, reason=error.strerror, remedy=remedy)
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


_MAKE_ROOM = N_("What was there before is unchanged. Make room on the disk and run the same command again.")
_REMEDY = N_("Close it if another program has it open, or choose another place with -o.")
