"""Vectors of sentences seen before, kept between runs beside the word boundaries (see `detector.text.cache`).

A row is a hash of model and sentence and the vector in half precision: no text is stored. About 800 bytes a sentence.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from detector.matching.semantic.encoders import Encoder, Vectors
from detector.text.cache import cache_folder, key_of

MAX_ROWS = 250_000  # about 200 MB; then the oldest quarter goes
_FILE = "meanings-1.sqlite"
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, bits BLOB NOT NULL)"
_BATCH = 64
_KEYS_A_QUERY = 500

Progress = Callable[[int, int], None]


def vectors_of(sentences: Sequence[str], encoder: Encoder, *, progress: Progress | None = None) -> Vectors:
    """Unit rows, float32[sentences, dimensions]; equal sentences are encoded once, known ones not at all.

    A run that is stopped keeps what it had encoded. The cache is never needed: what cannot be read is encoded again.
    """
    plain = [" ".join(unicodedata.normalize("NFC", sentence).split()) for sentence in sentences]
    keys = {sentence: key_of(encoder.version, sentence) for sentence in dict.fromkeys(plain)}
    cache = _Cache()
    known = cache.get(list(keys.values()))
    missing = [sentence for sentence, key in keys.items() if key not in known]
    for at in range(0, len(missing), _BATCH):
        if progress:
            progress(at, len(missing))
        known |= _encoded(missing[at : at + _BATCH], keys, encoder, cache)
    rows = [np.frombuffer(known[keys[sentence]], dtype=np.float16) for sentence in plain]
    if not rows:
        return encoder.encode([])
    return np.stack(rows).astype(np.float32)


def _encoded(batch: Sequence[str], keys: Mapping[str, bytes], encoder: Encoder, cache: _Cache) -> dict[bytes, bytes]:
    vectors = encoder.encode(batch).astype(np.float16)
    fresh = {keys[sentence]: vector.tobytes() for sentence, vector in zip(batch, vectors, strict=True)}
    cache.put(fresh)
    return fresh


class _Cache:
    """Does nothing, quietly, where the file cannot be used."""

    def __init__(self) -> None:
        folder = cache_folder()
        self._path = folder / _FILE if folder else None

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The vectors of those keys that are known."""
        found: dict[bytes, bytes] = {}
        try:
            for at in range(0, len(keys), _KEYS_A_QUERY):
                found.update(self._select(keys[at : at + _KEYS_A_QUERY]))
        except (sqlite3.Error, OSError):
            return {}
        return found

    def put(self, rows: Mapping[bytes, bytes]) -> None:
        """Keeps these rows; drops the oldest where there are too many."""
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_opened(self._path)) as db, db:
                db.executemany("INSERT OR IGNORE INTO vectors (key, bits) VALUES (?, ?)", rows.items())
                db.execute(_TRIM, (MAX_ROWS,))
        except (sqlite3.Error, OSError):
            return

    def _select(self, keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        if self._path is None or not self._path.exists():
            return []
        marks = ",".join("?" * len(keys))
        with closing(_opened(self._path)) as db:
            return db.execute(f"SELECT key, bits FROM vectors WHERE key IN ({marks})", list(keys)).fetchall()


_TRIM = """DELETE FROM vectors WHERE (SELECT count(*) FROM vectors) > ?
    AND row <= (SELECT min(row) + (max(row) - min(row)) / 4 FROM vectors)"""


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=5.0)
    db.execute(_TABLE)
    return db
