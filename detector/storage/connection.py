"""Opening a run file: is it there, is it ours, is it whole, is it of our version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from detector.errors import RunFileError
from detector.storage.migrations import APPLICATION_ID, MIGRATIONS, upgrade

RUN_FILE = "run.sqlite"


@contextmanager
def open_run(run: Path, *, check: bool = True) -> Iterator[sqlite3.Connection]:
    """A connection to the run file of a RUN folder, brought up to date; `transaction` is how to write.

    `check` reads the whole file once to find damage. Raises `RunFileError`.
    """
    path = _existing(run)
    with told(path), closing(connect(path)) as connection:
        _require_ours(connection, path, check)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < len(MIGRATIONS):
            with transaction(connection):
                upgrade(connection)
        yield connection


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
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _existing(run: Path) -> Path:
    path = run / RUN_FILE
    if not run.is_dir():
        raise RunFileError(f"{run}: no such folder. Expected the folder that 'detector scan -o' wrote.")
    if not path.is_file():
        raise RunFileError(f"{run}: not a run, it has no {RUN_FILE}. Run 'detector scan PATHS -o {run}' first.")
    return path


def _require_ours(connection: sqlite3.Connection, path: Path, check: bool) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise RunFileError(f"{path}: not a run file, or its first scan did not end. {_ANOTHER_PLACE}")
    if version > len(MIGRATIONS):
        raise RunFileError(
            f"{path}: written by a newer version (schema {version}; this one reads up to {len(MIGRATIONS)}). "
            "Update detector: pip install --upgrade detector"
        )
    if check:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise RunFileError(f"{path}: damaged ({verdict}). {_FROM_COPY}")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's own errors, with what to do about them."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise RunFileError(f"{path}: {error}. {_FREE_IT}") from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:  # a broken constraint is the caller's, not the file's
            raise
        raise RunFileError(f"{path}: not a readable run file ({error}). {_FROM_COPY}") from error


_FREE_IT = "Close other programs that use it and check that there is room on the disk and that you may write there."
_ANOTHER_PLACE = "Move it away or scan into another folder."
_FROM_COPY = "Put a copy of it back, or move it away and scan again; decisions recorded in it are lost with it."
