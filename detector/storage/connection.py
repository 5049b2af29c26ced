"""Opening a run file: is it there, is it ours, is it whole, is it of our version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from detector.errors import RunFileError
from detector.storage import chain
from detector.storage.digest import is_whole, write_digest
from detector.storage.migrations import APPLICATION_ID, MIGRATIONS, upgrade

RUN_FILE = "run.sqlite"


@contextmanager
def open_run(run: Path, *, check: bool = True) -> Iterator[sqlite3.Connection]:
    """A connection to the run file of a RUN folder, brought up to date; `transaction` is how to write.

    `check` reads the whole file once to find damage. Raises `RunFileError`.
    """
    path = _existing(run)
    with told(path), closing(connect(path)) as connection:
        if _checked_version(connection, path, check) < len(MIGRATIONS):
            with transaction(connection):
                _bring_up(connection)
        yield connection


@contextmanager
def read_run(run: Path, *, check: bool = True) -> Iterator[sqlite3.Connection]:
    """The same for reading alone: the file is never changed, so it may lie where nobody can write.

    One of an older version is brought up to date in memory.
    """
    path = _existing(run)
    with told(path), closing(connect(path)) as connection:
        if _checked_version(connection, path, check) == len(MIGRATIONS):
            connection.execute("PRAGMA query_only = ON")
            yield connection
            return
        with closing(connect(Path(":memory:"))) as copy:
            connection.backup(copy)
            with transaction(copy):
                _bring_up(copy)
            yield copy


def _bring_up(connection: sqlite3.Connection) -> None:
    """To the schema of this version. What was whole before is whole after, by its new digest; what was not is not."""
    try:
        was_whole = is_whole(connection)
        upgrade(connection)
        chain.begin(connection)
    except (ValueError, TypeError, LookupError) as error:  # a broken value in a whole database
        raise RunFileError(f"{RUN_FILE}: damaged ({type(error).__name__}: {error}). {_FROM_COPY}") from error
    if was_whole:
        write_digest(connection)


def connect(path: Path) -> sqlite3.Connection:
    """Autocommit; waits up to 30 seconds for another process that writes."""
    return sqlite3.connect(path, timeout=30, isolation_level=None)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it, also when the process is killed."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read inside is of one state of the file, whoever writes meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _existing(run: Path) -> Path:
    path = run / RUN_FILE
    if not run.is_dir():
        raise RunFileError(f"{run}: no such folder. Expected the folder that 'detector scan -o' wrote.")
    if not path.is_file():
        raise RunFileError(f"{run}: not a run, it has no {RUN_FILE}. Run 'detector scan PATHS -o {run}' first.")
    return path


def _checked_version(connection: sqlite3.Connection, path: Path, check: bool) -> int:
    """The schema of the file, which is ours, not too new and, where asked, whole."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise RunFileError(f"{path}: not a run file, or its first scan did not end. {_ANOTHER_PLACE}")
    if version > len(MIGRATIONS):
        raise RunFileError(
            f"{path}: written by a newer version (schema {version}; this one reads up to {len(MIGRATIONS)}). "
            "Update detector: pip install --upgrade kiemdiem"
        )
    if check:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise RunFileError(f"{path}: damaged ({' '.join(verdict.split())}). {_FROM_COPY}")
    return int(version)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's own errors as `RunFileError`, with the reason and what to do about it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise RunFileError(f"{path}: {_reason(error)}") from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:  # a broken constraint is the caller's, not the file's
            raise
        raise RunFileError(f"{path}: not a readable run file ({error}). {_FROM_COPY}") from error
    except UnicodeDecodeError as error:  # of the module itself, where SQLite quotes a broken name in its message
        raise RunFileError(f"{path}: not a readable run file (broken names). {_FROM_COPY}") from error


def _reason(error: sqlite3.Error) -> str:
    """By the primary code, which is the low byte of the extended one."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # absent where Python itself raises
    return _REASONS.get(code, f"{error}. {_FREE_IT}")


_UNCHANGED = "What was recorded before is unchanged."
_FREE_IT = "Close other programs that use it and check that there is room on the disk and that you may write there."
_ANOTHER_PLACE = "Move it away or scan into another folder."
_FROM_COPY = "Put a copy of it back, or move it away and scan again; decisions recorded in it are lost with it."
_REASONS = {
    sqlite3.SQLITE_FULL: f"the disk is full. {_UNCHANGED} Make room there and run the same command again.",
    sqlite3.SQLITE_READONLY: f"may not be written (a read-only file, folder or disk). {_UNCHANGED} "
    "Allow writing there, or copy the folder to a place where you may write.",
    sqlite3.SQLITE_CANTOPEN: f"cannot be opened for writing (a read-only folder?). {_UNCHANGED} "
    "Allow writing in its folder, or copy the folder to a place where you may write.",
    sqlite3.SQLITE_BUSY: f"another program is writing to it. {_UNCHANGED} Wait until it ends and try again.",
    sqlite3.SQLITE_IOERR: f"the disk could not be read or written. {_UNCHANGED} "
    "Check that the disk is there and has room, then run the same command again.",
}
