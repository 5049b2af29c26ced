"""The step that names the method of each pair, for run files of before: what they do not say is worked out once.

Such a file has the expected number of chance pairs beside each pair, which falls off exponentially with the evidence,
so two pairs tell how fast; the line stands in the findings. From here on both are stored.
"""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from math import exp, log

# The logarithms of one fall-off lie on a line, up to rounding; those of several units, or methods, do not.
_MAX_RESIDUAL = 1e-3
_MOST_EXPECTED = 1000.0  # where the line is cut off: far beyond any number that is allowed


def name_methods(connection: sqlite3.Connection) -> None:
    """Changes the tables of pairs, passages and findings; makes those of fall-offs and shared texts."""
    for statement in (*_PAIRS, *_PASSAGES, *_NEW_TABLES):
        connection.execute(statement)
    _name_in_findings(connection)
    if connection.execute("SELECT 1 FROM pairs").fetchone():
        _derive(connection)


def _name_in_findings(connection: sqlite3.Connection) -> None:
    changed = []
    for row, position, text in connection.execute(
        "SELECT document_row, position, facts FROM findings WHERE kind = 'shared'"
    ):
        facts = json.loads(text)
        rewritten, by_meaning = facts.pop("rewritten", 0), facts.pop("meaning", 0)
        method = "meaning" if by_meaning else "order" if rewritten else "passages"
        if facts.get("expected") == 1.0 and not rewritten:
            method = "clauses"
            del facts["expected"]
        changed.append((json.dumps({**facts, "method": method}, separators=(",", ":")), row, position))
    connection.executemany("UPDATE findings SET facts = ? WHERE document_row = ? AND position = ?", changed)


def _derive(connection: sqlite3.Connection) -> None:
    (toml,) = connection.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone()
    least = float(tomllib.loads(toml).get("pair_min_bits", 60.0))
    units: list[str | None] = [name for (name,) in connection.execute("SELECT name FROM units ORDER BY row")]
    for method, threshold in _thresholds(connection, least):
        null = _null(connection, method)
        for unit in [*units, None] if units else [""]:
            cells = (method, unit, threshold, *null)
            connection.execute("INSERT INTO nulls VALUES (NULL, ?, ?, ?, ?, ?, ?)", cells)
        connection.execute("UPDATE pairs SET threshold = ? WHERE method = ?", (threshold, method))


def _thresholds(connection: sqlite3.Connection, least: float) -> Iterator[tuple[str, float]]:
    """The line of each method, as far as findings state it; that of passages is always known."""
    stated = dict(
        connection.execute(
            "SELECT json_extract(facts, '$.method'), min(threshold) FROM findings WHERE kind = 'shared' GROUP BY 1"
        )
    )
    yield "passages", stated.get("passages", least)
    if connection.execute("SELECT 1 FROM pairs WHERE method = 'clauses'").fetchone():
        yield "clauses", least
    yield from ((method, stated[method]) for method in ("order", "meaning") if method in stated)


def _null(connection: sqlite3.Connection, method: str) -> Sequence[float | None]:
    """Level, exceedances and scale; all None where the pairs do not tell."""
    points = connection.execute(
        "SELECT evidence, expected FROM pairs WHERE method = ? AND flagged AND expected > 0 AND expected < 1 "
        "ORDER BY evidence, expected",
        (method,),
    ).fetchall()
    if len(points) < 2 or points[0][0] == points[-1][0]:
        return None, None, None
    (low, first), (high, last) = ((bits, log(expected)) for bits, expected in (points[0], points[-1]))
    slope = (last - first) / (high - low)
    residuals = (abs(first + slope * (bits - low) - log(expected)) for bits, expected in points)
    if slope >= 0 or any(residual > _MAX_RESIDUAL for residual in residuals):
        return None, None, None
    scale = -1 / slope
    level = max(low - scale * (log(_MOST_EXPECTED) - first), 0.0)
    return level, exp(first + (low - level) / scale), scale


_PAIRS = (
    """CREATE TABLE pairs_by_method (
        row INTEGER PRIMARY KEY, left_row INTEGER NOT NULL REFERENCES documents,
        right_row INTEGER NOT NULL REFERENCES documents, flagged INTEGER NOT NULL, evidence REAL NOT NULL,
        jaccard REAL NOT NULL, cosine REAL NOT NULL, left_share REAL NOT NULL, right_share REAL NOT NULL,
        passages INTEGER NOT NULL, cluster TEXT, expected REAL, method TEXT NOT NULL, threshold REAL)""",
    # What was found by its meaning has passages without bits of their own. One chance pair expected, exactly, was
    # written for pairs of short texts, of which nobody knows it.
    """INSERT INTO pairs_by_method
        SELECT row, left_row, right_row, flagged, evidence, jaccard, cosine, left_share, right_share, pairs.passages,
            cluster, expected,
            CASE WHEN NOT rewritten THEN CASE WHEN flagged AND expected = 1.0 THEN 'clauses' ELSE 'passages' END
                WHEN pairs.passages > 0 AND NOT EXISTS (
                    SELECT 1 FROM passages AS one WHERE one.left_row = pairs.left_row
                    AND one.right_row = pairs.right_row AND one.rarity_bits <> 0) THEN 'meaning'
                ELSE 'order' END,
            NULL
        FROM pairs""",
    "UPDATE pairs_by_method SET expected = NULL WHERE method = 'clauses'",
    "DROP TABLE pairs",
    "ALTER TABLE pairs_by_method RENAME TO pairs",
    "CREATE UNIQUE INDEX pairs_left ON pairs (left_row, right_row)",
    "CREATE INDEX pairs_right ON pairs (right_row)",
    "CREATE INDEX pairs_flagged ON pairs (flagged, evidence)",
)
_PASSAGES = (
    "ALTER TABLE passages ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0",
    """UPDATE passages SET flagged = 1 WHERE EXISTS (
        SELECT 1 FROM pairs WHERE pairs.left_row = passages.left_row AND pairs.right_row = passages.right_row
        AND pairs.flagged)""",
)
_NEW_TABLES = (
    # `unit` is NULL for pairs between units, '' where the scan was of one. Level and what follows: NULL where nobody
    # knows how often chance makes such a pair.
    """CREATE TABLE nulls (
        row INTEGER PRIMARY KEY, method TEXT NOT NULL, unit TEXT, threshold REAL NOT NULL, level REAL,
        exceedances REAL, scale REAL)""",
    """CREATE TABLE shared_texts (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, syllables INTEGER NOT NULL)""",
    """CREATE TABLE shared_text_people (
        shared_row INTEGER NOT NULL REFERENCES shared_texts, position INTEGER NOT NULL,
        document_row INTEGER NOT NULL REFERENCES documents, PRIMARY KEY (shared_row, position)) WITHOUT ROWID""",
    """CREATE TABLE shared_text_places (
        shared_row INTEGER NOT NULL REFERENCES shared_texts, position INTEGER NOT NULL,
        document_row INTEGER NOT NULL REFERENCES documents, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        PRIMARY KEY (shared_row, position)) WITHOUT ROWID""",
)
