"""A person out of the run file: results, logs, free pages and the journal. The one place where a log loses rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from detector.keeping.names import Change, changed
from detector.keeping.persons import Person, without
from detector.keeping.wipe import wipe
from detector.report import Report
from detector.run_folder import RUN_FILE
from detector.storage.chain import fingerprints, mark_gap
from detector.storage.connection import connect, open_run, told, transaction
from detector.storage.decode import read_report
from detector.storage.digest import write_digest
from detector.storage.encode import insert_report, storable
from detector.storage.migrations import RESULT_TABLES
from detector.storage.runfile import blamed

_JOURNAL = f"{RUN_FILE}-journal"


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whose rows of the logs go: by content key where no remaining text has it, else by name."""

    keys: frozenset[str]
    blot: Change

    def has(self, person: str | None, key: str | None) -> bool:
        """Whether a person and key of a log are the removed ones."""
        return (key in self.keys) or bool(person and self.blot(person) != person)


def erase(run: Path, person: Person, noted: str, *, in_place: bool = False) -> tuple[Report, int]:
    """The report as it is afterwards, and how many rows of the logs went.

    In one transaction; then the file is built anew, so that no free page keeps what stood there, and the journal, which
    holds the pages as they were, is overwritten. Raises `RunFileError`; then nothing has changed.

    `in_place` needs no room on the disk: the pages as they were are kept in memory alone, so a computer that stops in
    the moment of writing leaves a damaged file.
    """
    try:
        with blamed(run):
            return _erased(run, person, noted, "MEMORY" if in_place else "PERSIST")
    finally:
        _wipe_journal(run)


def _erased(run: Path, person: Person, noted: str, journal: str) -> tuple[Report, int]:
    with open_run(run) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA journal_mode = {journal}")
        with transaction(connection), _without_triggers(connection):
            before = read_report(connection)
            after = without(before, person, noted)
            written = fingerprints(connection)
            removed = _clean_logs(connection, before, after, person)
            mark_gap(connection, written)
            for table in RESULT_TABLES:
                connection.execute(f"DELETE FROM {table}")
            insert_report(connection, after)
            _renew_stamp(connection)
            write_digest(connection)
        # A full disk stops only this: what was deleted is overwritten already, the file stays larger than it need be.
        with suppress(sqlite3.OperationalError):
            connection.execute("VACUUM")
    return after, removed


def _renew_stamp(connection: Connection) -> None:
    """An open review page keeps what it read until the stamp of the scan changes: rows have other numbers now."""
    (scanned,) = connection.execute("SELECT value FROM meta WHERE key = 'scanned'").fetchone()
    later = (datetime.fromisoformat(scanned) + timedelta(microseconds=1)).isoformat(timespec="microseconds")
    connection.execute("UPDATE meta SET value = ? WHERE key = 'scanned'", (later,))


def _wipe_journal(run: Path) -> None:
    """While nobody else writes: the journal of a transaction that ended is only a file."""
    path = run / RUN_FILE
    with told(path), closing(connect(path)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        wipe(run / _JOURNAL)
        connection.execute("ROLLBACK")


@contextmanager
def _without_triggers(connection: Connection) -> Iterator[None]:
    """Inside, logs can be changed; afterwards they are append-only again. The caller holds the transaction."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        connection.execute(sql)


def _clean_logs(connection: Connection, before: Report, after: Report, person: Person) -> int:
    kept = {one.key for one in after.documents()} | {one.key for one in before.documents() if one.id not in person.ids}
    blot = person.blotter()
    subjects = Subjects(frozenset(one.key for one in person.documents) - kept, blot)
    removed = _decisions(connection, subjects) + _exclusions(connection, subjects) + _accesses(connection, subjects)
    renewed = _renewed_keys(before, after)
    for table in _tables(connection):
        _change_cells(connection, table, lambda text: renewed.get(text) or blot(text))
    return removed


def _renewed_keys(before: Report, after: Report) -> Mapping[str, str]:
    """Old key -> new key of the texts in which a name was blotted: what was decided about them still holds."""
    old = {one.id: one.key for one in before.documents()}
    return {old[one.id]: one.key for one in after.documents() if old[one.id] != one.key}


def _decisions(connection: Connection, subjects: Subjects) -> int:
    rows = connection.execute("SELECT row, left_person, left_key, right_person, right_key FROM decision_log").fetchall()
    gone = [(row,) for row, *sides in rows if subjects.has(*sides[:2]) or subjects.has(*sides[2:])]
    connection.executemany("DELETE FROM decision_log WHERE row = ?", gone)
    return len(gone)


def _exclusions(connection: Connection, subjects: Subjects) -> int:
    """A row that keeps an anchor in another's text stays; one whose every anchor goes takes its undoing along."""
    gone: list[tuple[int]] = []
    for row, undoes, anchors in connection.execute("SELECT row, undoes, anchors FROM exclusion_log").fetchall():
        before = json.loads(anchors)
        after = [one for one in before if not subjects.has(*one[:2])]
        if (before and not after) or (undoes,) in gone:
            gone.append((row,))
        elif after != before:
            connection.execute("UPDATE exclusion_log SET anchors = ? WHERE row = ?", (json.dumps(after), row))
    connection.executemany("DELETE FROM exclusion_log WHERE row = ?", reversed(gone))
    return len(gone)


def _accesses(connection: Connection, subjects: Subjects) -> int:
    """Rows about this person alone go; others lose the person."""
    gone: list[tuple[int]] = []
    for row, listed in connection.execute("SELECT row, subjects FROM access_log").fetchall():
        before = json.loads(listed)
        after = [one for one in before if not subjects.has(*one)]
        if before and not after:
            gone.append((row,))
        elif after != before:
            connection.execute("UPDATE access_log SET subjects = ? WHERE row = ?", (json.dumps(after), row))
    connection.executemany("DELETE FROM access_log WHERE row = ?", gone)
    return len(gone)


def _tables(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [name for (name,) in rows if name not in RESULT_TABLES]


def _change_cells(connection: Connection, table: str, change: Change) -> None:
    """Whatever names the person in what people wrote: notes, explanations, paths of exports."""
    columns = [(name, is_key) for _, name, _, _, _, is_key in connection.execute(f"PRAGMA table_info({table})")]
    key = next(name for name, is_key in columns if is_key)
    for name, _ in columns:
        cells = connection.execute(f"SELECT {key}, {name} FROM {table} WHERE typeof({name}) = 'text'").fetchall()
        renewed = [(storable(after), row) for row, cell in cells if (after := changed(cell, change)) != cell]
        connection.executemany(f"UPDATE {table} SET {name} = ? WHERE {key} = ?", renewed)
