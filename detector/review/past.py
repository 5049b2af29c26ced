"""What the Word files of a pair have in common, where the scan was asked for their editing history."""

from __future__ import annotations

from sqlite3 import Connection

from detector.matches import SharedHistory
from detector.wording.histories import shared_history_words


def past_of(connection: Connection, left: int, right: int, lang: str) -> str:
    """In words; empty where nothing was asked or nothing was found."""
    found = connection.execute(
        "SELECT identifiers, files, same_created, expected FROM shared_histories "
        "WHERE (left_row, right_row) IN (VALUES (?, ?), (?, ?))",
        (left, right, right, left),
    ).fetchone()
    if found is None:
        return ""
    identifiers, files, same_created, expected = found
    return shared_history_words(SharedHistory("", "", identifiers, files, bool(same_created), expected), lang)
