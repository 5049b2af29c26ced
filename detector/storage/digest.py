"""A digest of all results of a run file: one flipped bit in a figure, name or setting shows, where no rule could."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from sqlite3 import Connection
from typing import Any

from detector.hashes import digest
from detector.storage.migrations import RESULT_TABLES

KEY = "results_digest"
FOUND_UNDER = "found_under"
_SCHEME = "3:"  # files of before are digested by other rules, so theirs are not compared
_LONG = 64
_WRITTEN_LATER = frozenset({"overlay_cache"})  # by the review page, from the results


def write_digest(connection: Connection) -> None:
    """Puts the digest of what is there now into `meta`; belongs into the transaction that changed the results."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (KEY, results_digest(connection)))


def is_comparable(digest: str) -> bool:
    """Whether a digest that a file holds was worked out as `results_digest` does."""
    return digest.startswith(_SCHEME)


def is_whole(connection: Connection) -> bool | None:
    """Whether the results are those that were written; None for a file that says nothing to compare with.

    Also of a file whose schema is older: the tables that it has are looked at.
    """
    known = connection.execute("SELECT value FROM meta WHERE key = ?", (KEY,)).fetchone()
    if not known or not is_comparable(str(known[0])):
        return None
    return bool(known[0] == results_digest(connection))


def write_found_under(connection: Connection, found_under: str) -> None:
    """Puts into `meta` under which key the results of the digest there were found; others are not known under it."""
    sealed = "INSERT OR REPLACE INTO meta SELECT ?, ? || ' ' || value FROM meta WHERE key = ?"
    connection.execute(sealed, (FOUND_UNDER, found_under, KEY))


def are_found_under(connection: Connection, found_under: str) -> bool:
    """Whether the results are whole and were found under this key."""
    (known,) = connection.execute("SELECT max(value) FROM meta WHERE key = ?", (FOUND_UNDER,)).fetchone()
    if not str(known).startswith(f"{found_under} "):
        return False
    return bool(known == f"{found_under} {results_digest(connection)}")


def results_digest(connection: Connection) -> str:
    """The scheme and 32 hex digits over settings and rows of every result table; a second for 400,000 passages."""
    known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    with _undecoded(connection):
        return _SCHEME + digest(_contents(connection, sorted(known & set(RESULT_TABLES) - _WRITTEN_LATER))).hex()


def _contents(connection: Connection, tables: Iterable[str]) -> Iterator[bytes | bytearray]:
    for table in tables:
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
            yield from _parts(row)
    for row in connection.execute("SELECT value FROM meta WHERE key = 'settings'"):
        yield row[0]


@contextmanager
def _undecoded(connection: Connection) -> Iterator[None]:
    """Texts as `bytearray`, so that they differ from values that are stored as bytes."""
    usual = connection.text_factory
    connection.text_factory = bytearray
    try:
        yield
    finally:
        connection.text_factory = usual


def _parts(row: tuple[Any, ...]) -> list[bytes | bytearray]:
    """The row as Python writes it, with the lengths of long texts in their place; then these texts as they are.

    To write a text Python looks at each letter, which took most of the time.
    """
    long = [cell for cell in row if type(cell) is bytearray and len(cell) > _LONG]
    short = (
        [(len(cell),) if type(cell) is bytearray and len(cell) > _LONG else cell for cell in row] if long else [*row]
    )
    return [repr(short).encode(), *long]
