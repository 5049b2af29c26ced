"""A text of the run file, its syllables and their classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sqlite3 import Connection
from sys import intern

from detector.review.index import marked_text
from detector.submissions import Mark
from detector.text.syllables import Syllables, class_keys, syllables_of


@dataclass(frozen=True, slots=True)
class StoredText:
    """One text, cut as the scan cuts it; classes are those of the marks, by syllable."""

    text: str
    syllables: Syllables
    words: list[str]
    classes: list[str]

    @classmethod
    def of(cls, text: str, marks: Sequence[Mark]) -> StoredText:
        """The words of many texts are shared strings."""
        found = syllables_of(text)
        return cls(text, found, list(map(intern, found.words)), class_keys(found, marks))

    def inside(self, start: int, end: int) -> range:
        """The syllables that begin in a range of characters."""
        found = self.syllables.inside(start, end)
        return range(found.start, found.stop)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Half-open characters from one syllable to another, both included."""
        return int(self.syllables.starts[first]), int(self.syllables.ends[last])


def read_text(connection: Connection, row: int) -> StoredText:
    """One document; classes are ``own`` where the scan has no mark. About 0.3 ms a page of text."""
    return StoredText.of(*marked_text(connection, row))


Read = Callable[[str], StoredText]


def reader(connection: Connection, rows: Mapping[str, int], *, kept: int | None) -> Read:
    """Reads documents by id; the last `kept` texts stay in memory, None: all."""
    return lru_cache(maxsize=kept)(lambda id: read_text(connection, rows[id]))
