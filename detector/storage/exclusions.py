"""Passages that people set aside ("this is form text", "this is allowed"): an append-only ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from detector.storage.chain import link, now
from detector.storage.connection import transaction
from detector.storage.decode import text
from detector.storage.encode import storable

FORM = "form"
ALLOWED = "allowed"
# Reasons, and as what the words count from then on: as print, or as writing that nobody has to ask about.
EFFECTS = {
    FORM: FORM,
    "rule": FORM,
    "job": ALLOWED,
    "report": ALLOWED,
    "quote": ALLOWED,
    "other": ALLOWED,
    ALLOWED: ALLOWED,  # what versions before this list wrote
}
KINDS = tuple(EFFECTS)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stood when it was set aside: whose text, its content key, half-open characters of it."""

    person: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A row of the ledger.

    Attributes:
        kind: the reason, one of `KINDS`.
        text: the words, as one of the submissions has them.
        undoes: the row that this one takes back; then `kind`, `text` and `anchors` are empty.
    """

    reviewer: str
    kind: str = ""
    text: str = ""
    anchors: tuple[Anchor, ...] = ()
    note: str = ""
    undoes: int | None = None
    once: str | None = None
    row: int = 0
    at: str = ""

    @property
    def effect(self) -> str:
        """`FORM` or `ALLOWED`."""
        return EFFECTS.get(self.kind, ALLOWED)


def append_exclusion(connection: Connection, exclusion: Exclusion) -> int:
    """Writes one row and returns its number; a form that was written before gives the number it had."""
    with transaction(connection):
        if exclusion.once:
            known = connection.execute("SELECT row FROM exclusion_log WHERE once = ?", (exclusion.once,)).fetchone()
            if known:
                return int(known[0])
        cursor = connection.execute(
            f"INSERT INTO exclusion_log ({_COLUMNS}) VALUES (NULL{', ?' * 9})", _cells(exclusion)
        )
        row = int(cursor.lastrowid or 0)
        link(connection, "exclusion_log", row)
        return row


def exclusion_ledger(connection: Connection) -> list[Exclusion]:
    """All rows in order, the undone ones and the undoing ones too."""
    return [_exclusion(cells) for cells in connection.execute(f"SELECT {_COLUMNS} FROM exclusion_log ORDER BY row")]


def in_force(ledger: list[Exclusion]) -> Iterator[Exclusion]:
    """Rows that nobody took back."""
    undone = {one.undoes for one in ledger if one.undoes is not None}
    return (one for one in ledger if one.undoes is None and one.row not in undone)


def last_exclusion_row(connection: Connection) -> int:
    """0 for an empty ledger."""
    return int(connection.execute("SELECT coalesce(max(row), 0) FROM exclusion_log").fetchone()[0])


_COLUMNS = "row, at, reviewer, action, undoes, kind, text, anchors, note, once"


def _cells(exclusion: Exclusion) -> tuple[Any, ...]:
    anchors = [[one.person, one.key, one.start, one.end] for one in exclusion.anchors]
    cells = (
        now(),
        exclusion.reviewer,
        "exclude" if exclusion.undoes is None else "undo",
        exclusion.undoes,
        exclusion.kind or None,
        exclusion.text or None,
        json.dumps(anchors, ensure_ascii=True),
        exclusion.note or None,
        exclusion.once,
    )
    return tuple(map(storable, cells))


def _exclusion(cells: tuple[Any, ...]) -> Exclusion:
    row, at, reviewer, _, undoes, kind, body, anchors, note, once = map(text, cells)
    return Exclusion(
        reviewer=reviewer,
        kind=kind or "",
        text=body or "",
        anchors=tuple(Anchor(*anchor) for anchor in json.loads(anchors)),
        note=note or "",
        undoes=undoes,
        once=once,
        row=row,
        at=at,
    )
