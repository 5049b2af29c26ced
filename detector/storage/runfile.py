"""`run.sqlite`: everything a scan found, and the decisions people recorded about it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

from detector import __version__
from detector.collector import collection_paused
from detector.errors import DetectorError, RunFileError
from detector.language import N_
from detector.private import make_private, private_files, private_folder
from detector.report import Report
from detector.run_folder import RUN_FILE
from detector.storage import chain
from detector.storage.connection import (
    connect,
    open_run,
    read_run,
    require_definitions,
    snapshot,
    told,
    transaction,
)
from detector.storage.decode import read_report
from detector.storage.digest import are_found_under, is_whole, write_digest, write_found_under
from detector.storage.encode import insert_report
from detector.storage.migrations import RESULT_TABLES, upgrade


def save(report: Report, run: Path) -> Path:
    """Puts the results into the RUN folder in place of earlier ones; recorded decisions stay.

    All or nothing, also when the process is killed: a new file takes its place when it is complete; an existing one
    is changed in a single transaction. (It is not replaced by another file: a review page that has it open would
    write its next decision into the replaced one.) Raises `RunFileError`.
    """
    path = run / RUN_FILE
    if path.exists():
        make_private(path)
        with open_run(run) as connection:
            require_definitions(connection, path)
            _write(connection, report)
        return path
    try:
        private_folder(run)
        with private_files():
            _create(path, report)
    except OSError as error:
        raise RunFileError(
            N_("{run}: cannot be written ({reason}). Choose another folder with -o.").format(
                run=run, reason=error.strerror
            )
        ) from error
    return path


def require_room(run: str | Path | None) -> None:
    """Before a long scan: raises the `RunFileError` that `save` would raise for the file that is there."""
    if run and (path := Path(run) / RUN_FILE).exists():
        with read_run(Path(run)) as connection:
            require_definitions(connection, path)


def load(run: Path) -> Report:
    """The report of a RUN folder, equal to the one that was saved.

    Raises `RunFileError`, also where a value of it is not the one that was written.
    """
    with collection_paused(), read_run(run) as connection, told_damage(run), snapshot(connection):
        require_whole(connection, run)
        return read_report(connection)


@contextmanager
def told_damage(run: Path) -> Iterator[None]:
    """What a broken value in a readable database makes of the reading, as `RunFileError`."""
    try:
        yield
    except RunFileError:
        raise
    except (*_OF_BROKEN_VALUES, DetectorError) as error:
        raise _damaged(run, error) from error


@contextmanager
def blamed(run: Path) -> Iterator[None]:
    """The same where more is done than reading: only if `verify` finds the run damaged, else the error is our own."""
    from detector.storage.verify import verify

    try:
        yield
    except _OF_BROKEN_VALUES as error:
        if not any(one.problems for one in verify(run)):
            raise
        raise _damaged(run, error) from error


_OF_BROKEN_VALUES = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)


def _damaged(run: Path, error: Exception) -> RunFileError:
    return RunFileError(
        N_("{path}: damaged ({type}: {error}). 'detector verify {run}' names the row. {remedy}").format(
            path=run / RUN_FILE, type=type(error).__name__, error=error, run=run, remedy=_REMEDY
        )
    )


def require_whole(connection: Connection, run: Path) -> None:
    """Raises `RunFileError` where a value of the results is not the one that was written."""
    if is_whole(connection) is False:
        raise RunFileError(
            N_(
                "{path}: damaged: a value of the results is not the one that was written. "
                "'detector verify {run}' names the row where it can. {remedy}"
            ).format(path=run / RUN_FILE, run=run, remedy=_REMEDY)
        )


_REMEDY = N_(
    "Put a copy of it back, or scan the same files into this folder again: "
    "the results are written anew and decisions stay."
)


def load_found_under(run: Path, found_under: str) -> Report | None:
    """The report of a RUN folder if it was saved as `found_under` and is whole; never an error."""
    try:
        with collection_paused(), read_run(run, check=False) as connection, snapshot(connection):
            return read_report(connection) if are_found_under(connection, found_under) else None
    except (ValueError, TypeError, LookupError, ArithmeticError, DetectorError):
        return None


def pseudonym_salt(run: Path) -> str:
    """Random text made with the run file and kept over re-scans: the codes of persons in exports depend on it."""
    return run_meta(run)["pseudonym_salt"]


def run_meta(run: Path) -> dict[str, str]:
    """``tool_version``, ``created`` and ``scanned`` (UTC), ``settings`` (TOML), ``pseudonym_salt``,
    ``results_digest``, ``found_under``."""
    with read_run(run, check=False) as connection:
        return dict(connection.execute("SELECT key, value FROM meta"))


def log_state(run: Path) -> str:
    """The last link of the logs, to be printed on a record; "" for an older file that cannot be written."""
    try:
        with open_run(run, check=False) as connection:
            return chain.state(connection)
    except RunFileError:
        return ""


def _create(path: Path, report: Report) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    try:
        with told(path), closing(connect(draft)) as connection:
            connection.execute("PRAGMA journal_mode = MEMORY")  # a crash leaves a draft that nobody reads
            _write(connection, report)
        draft.replace(path)
        _settle(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can be asked for it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write(connection: Connection, report: Report) -> None:
    with transaction(connection):
        upgrade(connection)
        for table in RESULT_TABLES:
            connection.execute(f"DELETE FROM {table}")
        insert_report(connection, report)
        _write_meta(connection, report)
        write_digest(connection)
        write_found_under(connection, report.found_under)


def _write_meta(connection: Connection, report: Report) -> None:
    now = datetime.now(UTC).isoformat(timespec="microseconds")  # tells two scans of one second apart
    kept = {"created": now, "pseudonym_salt": secrets.token_hex(16)}
    connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", kept.items())
    renewed = {"tool_version": __version__, "scanned": now, "settings": report.settings.to_toml()}
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", renewed.items())
