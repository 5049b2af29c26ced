"""A text of the run file, its syllables and their classes."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from sys import intern

import numpy as np

from detector.corpus import Ints
from detector.storage.decode import text as stored
from detector.text.syllables import syllables_of


@dataclass(frozen=True, slots=True)
class Tokens:
    """Syllables of one text: half-open characters, folded words, provenance classes."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    classes: list[str]

    def inside(self, start: int, end: int) -> range:
        """The syllables that begin in a range of characters."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))


def read_tokens(connection: Connection, row: int) -> Tokens:
    """One document; classes are ``own`` where the scan has no mark. About 0.3 ms a page of text."""
    body, marks = connection.execute(
        "SELECT text, marks FROM documents LEFT JOIN submissions ON document_row = documents.row "
        "WHERE documents.row = ?",
        (row,),
    ).fetchone()
    return tokenise(stored(body), json.loads(marks) if marks else [])


def tokenise(text: str, marks: Sequence[tuple[int, int, str]]) -> Tokens:
    """Cuts as the scan does."""
    found = syllables_of(text)
    words = [intern(word) for word in found.words]
    return Tokens(text, found.starts.tolist(), found.ends.tolist(), words, _classes(found.starts, marks))


def _classes(starts: Ints, marks: Sequence[tuple[int, int, str]]) -> list[str]:
    if not marks:
        return ["own"] * len(starts)
    kinds = [kind for _, _, kind in marks]
    places = np.searchsorted(np.array([start for start, _, _ in marks]), starts, side="right") - 1
    inside = (places >= 0) & (starts < np.array([end for _, end, _ in marks])[places])
    return [kinds[place] if within else "own" for place, within in zip(places.tolist(), inside.tolist(), strict=True)]
