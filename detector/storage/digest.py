"""A digest of all results of a run file: one flipped bit in a figure or a name shows, where no rule could."""

from __future__ import annotations

from hashlib import blake2b
from sqlite3 import Connection

from detector.storage.migrations import RESULT_TABLES

KEY = "results_digest"
_WRITTEN_LATER = frozenset({"overlay_cache"})  # by the review page, from the results


def write_digest(connection: Connection) -> None:
    """Puts the digest of what is there now into `meta`; belongs into the transaction that changed the results."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (KEY, results_digest(connection)))


def results_digest(connection: Connection) -> str:
    """32 hex digits over the rows of every result table; about a second for 400,000 passages."""
    digest = blake2b(digest_size=16)
    for table in sorted(set(RESULT_TABLES) - _WRITTEN_LATER):
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
