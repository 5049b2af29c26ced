"""What was read and what was not: read once, with the index."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from detector.storage.decode import text
from detector.wording import NOTE_LISTS

MAX_LISTED = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the files.

    Attributes:
        roles: texts by what they are to the scan.
        skipped: (path, reason) of files that could not be read, at most `MAX_LISTED` of `lost`.
        remarks: by code of what the reader noticed, the ids of the texts.
        roster: by code of what does not fit the roster, and of what lists of answers have to tell, persons or files.
        notes: (code, detail) of what else the scan has to say.
    """

    roles: Mapping[str, int]
    skipped: Sequence[tuple[str, str]]
    lost: int
    remarks: Mapping[str, Sequence[str]]
    roster: Mapping[str, Sequence[str]]
    notes: Sequence[tuple[str, str]]


def read_reading(connection: Connection) -> Reading:
    """Goes once through the documents and the small tables."""
    roles: dict[str, int] = defaultdict(int)
    remarks: dict[str, list[str]] = defaultdict(list)
    for id, role, notes in connection.execute("SELECT id, role, notes FROM documents ORDER BY row"):
        roles[role] += 1
        for code in dict.fromkeys(code for code, _ in json.loads(text(notes))):
            remarks[code].append(text(id))
    told = [(text(code), text(detail)) for code, detail in connection.execute("SELECT code, detail FROM scan_notes")]
    roster: dict[str, list[str]] = defaultdict(list)
    for code, detail in told:
        if code.startswith((*NOTE_LISTS,)):
            roster[code].append(detail)
    skipped = connection.execute("SELECT path, reason FROM skipped ORDER BY row LIMIT ?", (MAX_LISTED,)).fetchall()
    (lost,) = connection.execute("SELECT count(*) FROM skipped").fetchone()
    return Reading(
        roles=dict(roles),
        skipped=[(text(path), reason) for path, reason in skipped],
        lost=lost,
        remarks=dict(remarks),
        roster=dict(roster),
        notes=[one for one in told if not one[0].startswith((*NOTE_LISTS,))],
    )
