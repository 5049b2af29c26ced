"""One scan at a time in a RUN folder."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from detector.errors import RunFileError
from detector.language import N_
from detector.private import private_files, private_folder
from detector.run_folder import LOCK_FILE

# Windows locks bytes against reading too: this one lies behind the number of the process, which others read.
_LOCKED_BYTE = 1 << 20

# SQLite's 512 on Unix, less the longest name in the folder: `/.run.sqlite.4194304.part-journal`.
MAX_PATH_BYTES = 478

_PROCESS, _UNKNOWN = N_("process {number}"), N_("process unknown")
# SQLite keeps the journal of a draft beside it.
_DRAFT = re.compile(r"\.(run\.sqlite|report\.html)\.\d+\.part(-journal)?")


@contextmanager
def run_lock(run: Path) -> Iterator[None]:
    """Holds the RUN folder (made if missing) for a scan; `RunFileError` names the process that has it.

    The system frees the lock when its process ends, however it ends, so a file left behind never blocks. The file
    stays: removing it would let two processes hold two files of one name.
    """
    _require_short(run)
    with private_files(), _opened(run / LOCK_FILE) as stream:
        if not _locked(stream):
            raise RunFileError(
                N_(
                    "{run}: another scan is writing there ({holder}). Wait until it ends or choose "
                    "another folder with -o."
                ).format(run=run, holder=_holder(run / LOCK_FILE))
            )
        stream.truncate(0)
        stream.write(_PROCESS.format(number=os.getpid()).encode())
        stream.flush()
        clear_drafts(run)
        yield


def _require_short(run: Path) -> None:
    """Told before a scan and not after it: a path that SQLite cannot open."""
    size = len(os.fsencode(run.absolute()))
    if os.name == "posix" and size > MAX_PATH_BYTES:
        raise RunFileError(
            N_(
                "{run}: a path of {size} bytes, in which letters with marks count two or three; "
                "SQLite opens at most {max_path_bytes}. Choose a shorter one with -o."
            ).format(run=run, size=size, max_path_bytes=MAX_PATH_BYTES)
        )


def clear_drafts(run: Path) -> None:
    """Removes what a scan that was killed had begun to write: nobody reads it, and it may hold whole texts."""
    for draft in run.glob(".*.part*"):
        if _DRAFT.fullmatch(draft.name):
            with suppress(OSError):
                draft.unlink()


def _opened(path: Path) -> IO[bytes]:
    try:
        private_folder(path.parent)
        return path.open("ab")
    except OSError as error:
        raise RunFileError(
            N_("{parent}: cannot be written ({reason}). Choose another with -o.").format(
                parent=path.parent, reason=error.strerror
            )
        ) from error


if sys.platform == "win32":

    def _locked(stream: IO[bytes]) -> bool:
        import msvcrt

        stream.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _locked(stream: IO[bytes]) -> bool:
        """True also where the file system knows no locks: a scan there is better than none."""
        import fcntl

        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
        return True


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") or _UNKNOWN
    except OSError:
        return _UNKNOWN
