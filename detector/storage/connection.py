"""Opening a run file: is it there, is it ours, is it whole, is it of our version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from detector.errors import DiskFullError, RunFileError
from detector.language import N_
from detector.run_folder import RUN_FILE
from detector.storage import chain
from detector.storage.digest import is_whole, write_digest
from detector.storage.migrations import APPLICATION_ID, MIGRATIONS, upgrade


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
        raise RunFileError(
            N_("{run_file}: damaged ({type}: {error}). {from_copy}").format(
                run_file=RUN_FILE, type=type(error).__name__, error=error, from_copy=_FROM_COPY
            )
        ) from error
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


def require_writable(connection: sqlite3.Connection) -> None:
    """Raises sqlite3.OperationalError, which `open_run` tells, where the file or its folder may only be read."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    with transaction(connection):
        connection.execute(f"PRAGMA user_version = {version}")


def expected_objects() -> dict[tuple[str, str], str]:
    """Tables, indexes and triggers of a new file, by kind and name, with their definitions."""
    with closing(connect(Path(":memory:"))) as fresh:
        with transaction(fresh):
            upgrade(fresh)
        return defined_objects(fresh)


def defined_objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The same of a file that is there."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in rows}


def require_definitions(connection: sqlite3.Connection, path: Path) -> None:
    """Raises `RunFileError` where a table, an index or a rule of the logs is not as this program makes it.

    Results that were written into such tables would be as damaged as before, and a log without its rules can be
    changed without a trace.
    """
    expected, found = expected_objects(), defined_objects(connection)
    differing = {name for (_, name), _ in expected.items() ^ found.items()}
    if differing:
        raise RunFileError(
            N_(
                "{path}: damaged: tables, indexes or rules of the logs are not as this program makes them ({names}). "
                "{from_copy}"
            ).format(path=path, names=", ".join(sorted(differing)), from_copy=_FROM_COPY)
        )


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
        raise RunFileError(
            N_("{run}: no such folder. Expected the folder that 'detector scan -o' wrote.").format(run=run)
        )
    if not path.is_file():
        raise RunFileError(
            N_("{run}: not a run, it has no {run_file}. Run 'detector scan PATHS -o {run}' first.").format(
                run=run, run_file=RUN_FILE
            )
        )
    return path


def _checked_version(connection: sqlite3.Connection, path: Path, check: bool) -> int:
    """The schema of the file, which is ours, not too new and, where asked, whole."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise RunFileError(
            N_("{path}: not a run file, or its first scan did not end. {another_place}").format(
                path=path, another_place=_ANOTHER_PLACE
            )
        )
    if version > len(MIGRATIONS):
        raise RunFileError(
            N_(
                "{path}: written by a newer version (schema {version}; this one reads up to "
                "{count}). Update the program: put the newer version into the folder that it was "
                "installed from and run there: pip install ."
            ).format(path=path, version=version, count=len(MIGRATIONS))
        )
    if check:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise RunFileError(
                N_("{path}: damaged ({error}). {from_copy}").format(
                    path=path, error=" ".join(verdict.split()), from_copy=_FROM_COPY
                )
            )
    return int(version)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's own errors as `RunFileError`, with the reason and what to do about it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if _code(error) in _NO_TABLE:
            raise _unreadable(path, error) from error
        raise (DiskFullError if _code(error) == sqlite3.SQLITE_FULL else RunFileError)(
            f"{path}: {_REASONS.get(_code(error), f'{error}. {_FREE_IT}')}"
        ) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):  # the caller's, not the file's
            raise
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:  # of the module itself, where SQLite quotes a broken name in its message
        raise RunFileError(
            N_("{path}: not a readable run file (broken names). {from_copy}").format(path=path, from_copy=_FROM_COPY)
        ) from error


def _unreadable(path: Path, error: sqlite3.Error) -> RunFileError:
    return RunFileError(
        N_("{path}: not a readable run file ({error}). {from_copy}").format(
            path=path, error=error, from_copy=_FROM_COPY
        )
    )


# A table or column is not as it was made, or a text in it is no text (Python raises that itself).
_NO_TABLE = (0, sqlite3.SQLITE_ERROR)


def _code(error: sqlite3.Error) -> int:
    """The primary code, which is the low byte of the extended one; 0 where Python itself raises."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


_UNCHANGED = N_("What was recorded before is unchanged.")
_FREE_IT = N_("Close other programs that use it and check that there is room on the disk and that you may write there.")
_ANOTHER_PLACE = N_("Move it away or scan into another folder.")
_FROM_COPY = N_("Put a copy of it back, or move it away and scan again; decisions recorded in it are lost with it.")
_REASONS = {
    sqlite3.SQLITE_FULL: N_("the disk is full. {unchanged} Make room there and run the same command again.").format(
        unchanged=_UNCHANGED
    ),
    sqlite3.SQLITE_READONLY: N_(
        "may not be written (a read-only file, folder or disk). {unchanged} Allow writing"
        " there, or copy the folder to a place where you may write."
    ).format(unchanged=_UNCHANGED),
    sqlite3.SQLITE_CANTOPEN: N_(
        "cannot be opened for writing (a read-only folder?). {unchanged} Allow writing in"
        " its folder, or copy the folder to a place where you may write."
    ).format(unchanged=_UNCHANGED),
    sqlite3.SQLITE_BUSY: N_("another program is writing to it. {unchanged} Wait until it ends and try again.").format(
        unchanged=_UNCHANGED
    ),
    sqlite3.SQLITE_IOERR: N_(
        "the disk could not be read or written. {unchanged} Check that the disk is there "
        "and has room, then run the same command again."
    ).format(unchanged=_UNCHANGED),
}
