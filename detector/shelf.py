"""Bytes under keys in a SQLite file that several processes share, and that may be deleted at any time.

What cannot be read or written is worked out again: no error here ever stops a scan. SQLite's locks let several scans
and processes share a file; a file that is damaged is replaced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from detector.private import make_private, private_files, private_folder
from detector.result_files import KEPT_ID

_BUSY_SECONDS = 5.0
_KEYS_A_QUERY = 500  # SQLite before 3.32 takes 999 parameters

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class ShelfInfo:
    """Where the file is and what it holds."""

    path: Path
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Rows by key. Every method does nothing, quietly, where the file cannot be used or `path` is None.

    Attributes:
        table: its name says what the rows are.
        max_bytes: from here on the oldest quarter goes; None: no limit.
    """

    path: Path | None
    table: str = "kept"
    max_bytes: int | None = None

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The rows of those keys that are known."""
        return self._ask(lambda db: self._select(db, keys), {}) if keys else {}

    def put(self, rows: Mapping[bytes, bytes]) -> None:
        """Keeps these rows, in one transaction; drops the oldest ones where the file is full."""
        if rows:
            self._ask(lambda db: self._insert(db, rows), None)

    def forget(self, keys: Sequence[bytes]) -> int:
        """Overwrites these rows; how many there were."""
        return self._ask(lambda db: self._forget(db, keys), 0)

    def info(self) -> ShelfInfo | None:
        """None where nothing is kept."""
        if self.path is None:
            return None
        rows = self._ask(lambda db: int(db.execute(f"SELECT count(*) FROM {self.table}").fetchone()[0]), 0)
        return ShelfInfo(self.path, rows, self.path.stat().st_size if self.path.exists() else 0)

    def clear(self) -> None:
        """Deletes the file."""
        if self.path is not None:
            _discard(self.path)

    def _ask(self, query: Callable[[sqlite3.Connection], _Answer], otherwise: _Answer) -> _Answer:
        if self.path is None:
            return otherwise
        try:
            private_folder(self.path.parent)
            make_private(self.path)  # one of an earlier version was for everybody
            with private_files(), closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as db, db:
                if db.execute("PRAGMA application_id").fetchone() != (KEPT_ID,):
                    db.execute(f"PRAGMA application_id = {KEPT_ID}")
                db.execute(
                    f"CREATE TABLE IF NOT EXISTS {self.table} "
                    "(row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, bits BLOB NOT NULL)"
                )
                return query(db)
        except sqlite3.OperationalError:  # locked, read-only, disk full
            return otherwise
        except sqlite3.DatabaseError:  # not a database any more
            _discard(self.path)
            return otherwise
        except OSError:
            return otherwise

    def _select(self, db: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for at in range(0, len(keys), _KEYS_A_QUERY):
            some = keys[at : at + _KEYS_A_QUERY]
            marks = ",".join("?" * len(some))
            found.update(db.execute(f"SELECT key, bits FROM {self.table} WHERE key IN ({marks})", some))
        return found

    def _insert(self, db: sqlite3.Connection, rows: Mapping[bytes, bytes]) -> None:
        table = self.table
        db.executemany(f"INSERT OR IGNORE INTO {table} (key, bits) VALUES (?, ?)", rows.items())
        if self.max_bytes is not None and _used_bytes(db) > self.max_bytes:
            db.execute(f"DELETE FROM {table} WHERE row <= (SELECT min(row) + (max(row) - min(row)) / 4 FROM {table})")

    def _forget(self, db: sqlite3.Connection, keys: Sequence[bytes]) -> int:
        db.execute("PRAGMA secure_delete = ON")
        return sum(db.execute(f"DELETE FROM {self.table} WHERE key = ?", (key,)).rowcount for key in keys)


def _used_bytes(db: sqlite3.Connection) -> int:
    pages, free, size = (
        int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _discard(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-journal")):
        try:
            name.unlink(missing_ok=True)
        except OSError:  # open elsewhere (Windows), or not ours
            return
