"""A text of the run file, its syllables and their classes."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from sqlite3 import Connection

from detector.storage.decode import text as stored
from detector.text.fold import SYLLABLE, canonical, fold


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
    """One document; classes are ``own`` where the scan has no mark. About 1 ms a page of text."""
    body, marks = connection.execute(
        "SELECT text, marks FROM documents LEFT JOIN submissions ON document_row = documents.row "
        "WHERE documents.row = ?",
        (row,),
    ).fetchone()
    return tokenise(stored(body), json.loads(marks) if marks else [])


def tokenise(text: str, marks: list[tuple[int, int, str]]) -> Tokens:
    """Cuts as the scan does."""
    folded = fold(text)
    spans = [match.span() for match in SYLLABLE.finditer(folded.text)]
    starts = [int(folded.starts[start]) for start, _ in spans]
    ends = [int(folded.ends[end - 1]) for _, end in spans]
    words = [canonical(folded.text[start:end]) for start, end in spans]
    return Tokens(text, starts, ends, words, _classes(starts, marks))


def _classes(starts: list[int], marks: list[tuple[int, int, str]]) -> list[str]:
    classes, place = [], 0
    for start in starts:
        while place < len(marks) and marks[place][1] <= start:
            place += 1
        inside = place < len(marks) and marks[place][0] <= start
        classes.append(marks[place][2] if inside else "own")
    return classes
