"""What people concluded: an append-only log, and the state that its last rows give.

A decision names both persons and both texts by content key, never a file or a row of the results, so it outlives a
re-scan, a renamed file and a changed threshold. Several processes may write at once: every row is one immediate
transaction that waits for the others. The file keeps SQLite's rollback journal: write-ahead logging would let readers
pass a writer, but it does not work on the network folders where offices keep such files, and leaves half of the
decisions in a second file that is forgotten when the first is copied.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from detector.storage.chain import link, now
from detector.storage.connection import transaction
from detector.storage.decode import text
from detector.storage.encode import storable

UNSEEN = "unseen"

_COLUMNS = "row, at, reviewer, left_person, right_person, left_key, right_key, decision, reason, note, detail"


@dataclass(frozen=True, slots=True)
class Subject:
    """One text of one person: who, and the content key."""

    person: str
    key: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the log.

    Attributes:
        row, at: 0 and "" until it is written; `at` is UTC, ISO 8601.
        right: None for a decision about one person.
        decision: a code, ``unseen`` where a decision was taken back.
        detail: ``explanation`` (the writer's), ``undoes`` (a row), ``once`` (the form that was sent), ``due`` (the day
            until which an explanation is awaited, ISO 8601), ``batch`` (one for all rows of a conclusion about many),
            ``about`` (what these many are: ``group``, ``text``, ``person`` or ``pairs``), ``words`` (of a shared text).
    """

    reviewer: str
    left: Subject
    right: Subject | None
    decision: str
    reason: str = ""
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    row: int = 0
    at: str = ""

    @property
    def explanation(self) -> str:
        """What the writer said."""
        return str(self.detail.get("explanation", ""))

    @property
    def due(self) -> str:
        """The day until which an explanation is awaited, ISO 8601, "" where none was named."""
        return str(self.detail.get("due", ""))

    @property
    def batch(self) -> str:
        """Names the conclusion about many that this row is of, "" for a single one."""
        return str(self.detail.get("batch", ""))

    @property
    def undoes(self) -> int | None:
        """The row that this one takes back."""
        return self.detail.get("undoes")


def append_decision(connection: Connection, decision: Decision) -> int:
    """Writes one row and returns its number; a form that was written before gives the number it had."""
    return append_decisions(connection, [decision])[0]


def append_decisions(connection: Connection, decisions: Iterable[Decision]) -> list[int]:
    """Writes the rows of one conclusion, all or none, and returns their numbers."""
    with transaction(connection):
        return [_append(connection, decision) for decision in decisions]


def _append(connection: Connection, decision: Decision) -> int:
    once = decision.detail.get("once")
    known = connection.execute(_BY_FORM, (once,)).fetchone() if once else None
    return int(known[0]) if known else _insert(connection, decision)


def undo_decision(connection: Connection, row: int, reviewer: str) -> int | None:
    """Appends the row that restores what stood before row `row`; None if that row is not the last of its subject."""
    with transaction(connection):
        return _undo(connection, row, reviewer)


def undo_batch(connection: Connection, batch: str, reviewer: str) -> list[int]:
    """The same for all rows of one conclusion about many; those that were decided again since stay as they are."""
    with transaction(connection):
        rows = [int(row) for (row,) in connection.execute(_BY_BATCH, (batch,)).fetchall()]
        undone = [_undo(connection, row, reviewer) for row in rows]
        return [row for row in undone if row is not None]


def _undo(connection: Connection, row: int, reviewer: str) -> int | None:
    log = list(_same_subject(connection, row))
    if not log or log[-1].row != row:
        return None
    return _insert(connection, _restored(log, row, reviewer))


def _insert(connection: Connection, decision: Decision) -> int:
    cursor = connection.execute(f"INSERT INTO decision_log ({_COLUMNS}) VALUES (NULL{', ?' * 10})", _cells(decision))
    row = int(cursor.lastrowid or 0)
    link(connection, "decision_log", row)
    return row


def decisions_after(connection: Connection, row: int = 0) -> Iterator[Decision]:
    """The log in order, rows after `row`."""
    query = f"SELECT {_COLUMNS} FROM decision_log WHERE row > ? ORDER BY row"
    return (_decision(cells) for cells in connection.execute(query, (row,)))


def last_decision_row(connection: Connection) -> int:
    """0 for an empty log."""
    return int(connection.execute("SELECT coalesce(max(row), 0) FROM decision_log").fetchone()[0])


_BY_BATCH = "SELECT row FROM decision_log WHERE json_extract(detail, '$.batch') = ? ORDER BY row"
_BY_FORM = """SELECT row FROM decision_log WHERE json_extract(detail, '$.once') = ?
    AND json_extract(detail, '$.once') IS NOT NULL"""


def _same_subject(connection: Connection, row: int) -> Iterator[Decision]:
    query = f"""SELECT {", ".join("other." + name for name in _COLUMNS.split(", "))}
        FROM decision_log AS one JOIN decision_log AS other
        ON other.left_person = one.left_person AND other.left_key = one.left_key
        AND other.right_person IS one.right_person AND other.right_key IS one.right_key
        WHERE one.row = ? ORDER BY other.row"""
    return (_decision(cells) for cells in connection.execute(query, (row,)))


def _restored(log: list[Decision], row: int, reviewer: str) -> Decision:
    """What stood before; undoing an undo brings back what the undo took away."""
    undone = log[-1]
    before = [one for one in log if one.row < row]
    if undone.undoes is not None:
        earlier = next((one for one in before if one.row == undone.undoes), None)
    else:
        earlier = before[-1] if before else None
    kept = {name: earlier.detail[name] for name in ("explanation", "due") if earlier and earlier.detail.get(name)}
    detail = {"undoes": row} | kept
    decision, reason, note = (earlier.decision, earlier.reason, earlier.note) if earlier else (UNSEEN, "", "")
    return Decision(reviewer, undone.left, undone.right, decision, reason, note, detail)


def _cells(decision: Decision) -> tuple[Any, ...]:
    left, right = decision.left, decision.right
    cells = (
        now(),
        decision.reviewer,
        left.person,
        right.person if right else None,
        left.key,
        right.key if right else None,
        decision.decision,
        decision.reason or None,
        decision.note or None,
        json.dumps(dict(decision.detail), ensure_ascii=True),
    )
    return tuple(map(storable, cells))


def _decision(cells: tuple[Any, ...]) -> Decision:
    row, at, reviewer, left, right, left_key, right_key, decision, reason, note, detail = map(text, cells)
    return Decision(
        reviewer=reviewer,
        left=Subject(left, left_key),
        right=Subject(right, right_key) if right is not None else None,
        decision=decision,
        reason=reason or "",
        note=note or "",
        detail=json.loads(detail),
        row=row,
        at=at,
    )
