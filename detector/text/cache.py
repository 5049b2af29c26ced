"""Word boundaries of texts seen before, kept between runs.

A row is a hash of a text and of how it was cut, and one bit for each syllable: no text is stored, and about 150 bytes
stand for a submission. The file lies in the user's cache folder, may be deleted at any time, and is never needed: what
cannot be read or written is worked out again. SQLite's locks let several scans and processes share it.

``DETECTOR_CACHE_DIR`` names another folder; ``off`` switches the cache off.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import numpy as np

from detector.corpus import Bools

FOLDER_VARIABLE = "DETECTOR_CACHE_DIR"
OFF = "off"
MAX_BYTES = 200 << 20  # about a million submissions; then the oldest quarter goes

_FILE = "words-1.sqlite"
_TABLE = "CREATE TABLE IF NOT EXISTS words (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, bits BLOB NOT NULL)"
_BUSY_SECONDS = 5.0
_KEYS_A_QUERY = 500  # SQLite before 3.32 takes 999 parameters

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """Where the cache is and what it holds."""

    path: Path
    texts: int
    bytes: int


class WordCache:
    """Word boundaries by key. Every method does nothing, quietly, where the file cannot be used."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The bits of those keys that are known."""
        return self._ask(lambda db: _select(db, keys), {})

    def put(self, rows: Mapping[bytes, bytes]) -> None:
        """Keeps these rows, in one transaction; drops the oldest ones where the file is full."""
        if rows:
            self._ask(lambda db: _insert(db, rows), None)

    def forget(self, keys: Sequence[bytes]) -> int:
        """Overwrites these rows; how many there were."""
        return self._ask(lambda db: _forget(db, keys), 0)

    def info(self) -> CacheInfo | None:
        """None where the cache is switched off."""
        if self.path is None:
            return None
        texts = self._ask(lambda db: int(db.execute("SELECT count(*) FROM words").fetchone()[0]), 0)
        return CacheInfo(self.path, texts, self.path.stat().st_size if self.path.exists() else 0)

    def clear(self) -> None:
        """Deletes the file."""
        if self.path is not None:
            _discard(self.path)

    def _ask(self, query: Callable[[sqlite3.Connection], _Answer], otherwise: _Answer) -> _Answer:
        if self.path is None:
            return otherwise
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as db, db:
                db.execute(_TABLE)
                return query(db)
        except sqlite3.OperationalError:  # locked, read-only, disk full
            return otherwise
        except sqlite3.DatabaseError:  # not a database any more
            _discard(self.path)
            return otherwise
        except OSError:
            return otherwise


def open_cache() -> WordCache:
    """The user's cache; opens no file before it is asked."""
    folder = cache_folder()
    return WordCache(folder / _FILE if folder else None)


def cache_folder() -> Path | None:
    """Where this system keeps what may be deleted, or None if the cache is switched off or nobody has a home."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen is not None:
        return None if chosen.strip().lower() in ("", OFF) else Path(chosen)
    try:
        return _system_cache_folder() / "detector"
    except RuntimeError:  # no home folder
        return None


def key_of(version: str, text: str, *cuts: bytes) -> bytes:
    """16 bytes that stand for a text, how it was cut, and what segmented it."""
    digest = blake2b(version.encode(), digest_size=16)
    for part in (text.encode("utf-8", "surrogatepass"), *cuts):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def pack(flags: Bools) -> bytes:
    """One bit for each flag."""
    return np.packbits(flags).tobytes()


def unpack(bits: bytes | None, count: int) -> Bools | None:
    """The flags again; None where there are none or another number of them."""
    if bits is None or len(bits) != (count + 7) // 8:
        return None
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=count).astype(np.bool_)


def _system_cache_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _select(db: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for at in range(0, len(keys), _KEYS_A_QUERY):
        some = keys[at : at + _KEYS_A_QUERY]
        marks = ",".join("?" * len(some))
        found.update(db.execute(f"SELECT key, bits FROM words WHERE key IN ({marks})", some))
    return found


def _insert(db: sqlite3.Connection, rows: Mapping[bytes, bytes]) -> None:
    db.executemany("INSERT OR IGNORE INTO words (key, bits) VALUES (?, ?)", rows.items())
    if _used_bytes(db) > MAX_BYTES:
        db.execute("DELETE FROM words WHERE row <= (SELECT min(row) + (max(row) - min(row)) / 4 FROM words)")


def _forget(db: sqlite3.Connection, keys: Sequence[bytes]) -> int:
    db.execute("PRAGMA secure_delete = ON")
    return sum(db.execute("DELETE FROM words WHERE key = ?", (key,)).rowcount for key in keys)


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
