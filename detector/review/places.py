"""Where in its file a passage stands, in words; only the places are read, never the text."""

from __future__ import annotations

import json
from collections.abc import Callable
from sqlite3 import Connection
from typing import Any

from detector.documents import Block, BlockKind, Document
from detector.places import place_of
from detector.storage.decode import text as stored
from detector.wording import place_words
from detector.writers.html.texts import clean, shortened

MAX_CHARACTERS = 160


def places_in(connection: Connection, row: int, lang: str) -> Callable[[int], str]:
    """From a character of this document to section, page, table cell or sheet row; "" where nothing is known."""
    blocks, sections = connection.execute("SELECT blocks, sections FROM documents WHERE row = ?", (row,)).fetchone()
    document = Document(
        id="",
        path="",
        text="",
        blocks=tuple(Block(start, end, BlockKind(kind), place) for start, end, kind, place in _list(blocks)),
        sections=tuple((start, name) for start, name in _list(sections)),
    )
    return lambda start: clean(shortened(place_words(place_of(document, start), lang), MAX_CHARACTERS))


def _list(cell: str | bytes) -> Any:
    return json.loads(stored(cell))
