"""Who opened what in the review page, and when: an append-only log, because the texts are personal data.

A page's row is written before the page leaves, each in a transaction of its own, so that nothing is shown that the log
does not hold, however the server ends. Texts are named by person and content key, as in the decisions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from detector.storage.chain import link, now
from detector.storage.connection import transaction
from detector.storage.decisions import Subject
from detector.storage.decode import text
from detector.storage.encode import storable


@dataclass(frozen=True, slots=True)
class Access:
    """A row of the log.

    Attributes:
        reviewer: "" where nobody had said who it is.
        visit: one browser's session: what ties the unnamed rows of a visit to the name that is said later in it.
        page: a code: ``pair``, ``person``, ``hand_on`` ...
        subjects: whose texts it showed; empty for lists.
        detail: ``group`` (its id), ``format`` and ``names`` of a file that was handed on.
        row, at: 0 and "" until it is written; `at` is UTC, ISO 8601.
    """

    reviewer: str
    visit: str
    page: str
    subjects: tuple[Subject, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)
    row: int = 0
    at: str = ""


def append_access(connection: Connection, access: Access) -> None:
    """Writes one row; waits for other writers."""
    subjects = [[one.person, one.key] for one in access.subjects]
    said = (
        access.reviewer,
        access.visit,
        access.page,
        json.dumps(subjects, ensure_ascii=True),
        json.dumps(dict(access.detail), ensure_ascii=True),
    )
    with transaction(connection):
        cells = tuple(map(storable, (now(), *said)))
        cursor = connection.execute("INSERT INTO access_log VALUES (NULL, ?, ?, ?, ?, ?, ?)", cells)
        link(connection, "access_log", int(cursor.lastrowid or 0))


def latest_accesses(
    connection: Connection, *, reviewer: str | None = None, limit: int, offset: int = 0
) -> Sequence[Access]:
    """The latest first; only one reviewer's if asked ("" for who never said a name)."""
    rows = connection.execute(
        f"SELECT row, at, who, visit, page, subjects, detail FROM ({_NAMED}) "
        "WHERE ? IS NULL OR who = ? ORDER BY row DESC LIMIT ? OFFSET ?",
        (reviewer, reviewer, limit, offset),
    )
    return [_access(cells) for cells in rows]


def count_accesses(connection: Connection) -> dict[str, int]:
    """Rows by reviewer."""
    return {text(who): count for who, count in connection.execute(f"SELECT who, count(*) FROM ({_NAMED}) GROUP BY who")}


_NAMED = """SELECT row, at, coalesce(nullif(reviewer, ''), name, '') AS who, visit, page, subjects, detail
    FROM access_log LEFT JOIN (
        SELECT visit AS named, min(reviewer) AS name FROM access_log WHERE reviewer <> '' GROUP BY visit
    ) ON named = visit"""


def _access(cells: tuple[Any, ...]) -> Access:
    row, at, reviewer, visit, page, subjects, detail = map(text, cells)
    named = tuple(Subject(person, key) for person, key in json.loads(subjects))
    return Access(reviewer, visit, page, named, json.loads(detail), row, at)
