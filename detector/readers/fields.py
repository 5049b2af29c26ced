"""Fields read off texts, kept in the RUN folder: who wrote a text, and of when it is, is worked out once.

A row is found by all of a document that its fields may depend on and by the code that reads them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from detector.documents import Document
from detector.hashes import text_digest
from detector.readers.base import FieldsRead
from detector.shelf import Shelf

TABLE = "fields"
_GIVEN = frozenset({"id", "path", "text", "role", "key"})  # no field that is read off a text
_READ = tuple(field.name for field in fields(Document) if field.name not in _GIVEN)
_SHORT = tuple(name for name in _READ if name != "blocks")  # these take long to write as Python does


def _as_it_is(document: Document) -> Document:
    return document


@dataclass(frozen=True, slots=True)
class Finish:
    """What becomes of each document before it is handed on.

    Attributes:
        code: stands for `function` and all that it looks at but the document; "": nothing is kept.
    """

    function: Callable[[Document], Document] = _as_it_is
    code: str = ""

    def all(self, documents: Iterable[Document], shelf: Shelf) -> list[Document]:
        """The finished documents, in their order; those whose fields are on the shelf cost a look-up."""
        given = list(documents)
        if not self.code or shelf.path is None:
            return [self.function(document) for document in given]
        shelf = replace(shelf, table=TABLE)
        keys = [self._key(document) for document in given]
        known = shelf.get(list(dict.fromkeys(keys)))
        fresh: dict[bytes, bytes] = {}
        found = []
        for document, key in zip(given, keys, strict=True):
            read = _unpacked(known.get(key))
            if read is None:
                done = self.function(document)
                if packed := _packed(document, done):
                    fresh[key] = packed
            else:
                done = document.with_fields(**read) if read else document
            found.append(done)
        shelf.put(fresh)
        return found

    def one(self, document: Document) -> FieldsRead | None:
        """What is kept of a document's fields, for who has the same document; None where they are more than that."""
        row = _packed(document, self.function(document))
        return FieldsRead(self._key(document), row) if row else None

    def _key(self, document: Document) -> bytes:
        """16 bytes; of the id only what follows a file's name, which tells a row of a list."""
        read = [getattr(document, name) for name in _SHORT]
        blocks = [f"{one.start} {one.end} {one.kind} {one.place!r}" for one in document.blocks]
        row = document.id.partition("#")[2]
        return text_digest(f"{document.key}\0{row}\0{blocks!r}\0{read!r}", 16, text_digest(self.code, 16))


def _packed(before: Document, after: Document) -> bytes | None:
    """The fields that differ; None where one is more than a word or a number."""
    changed = {name: value for name in _READ if (value := getattr(after, name)) != getattr(before, name)}
    plain = all(value is None or isinstance(value, str | int) for value in changed.values())
    same = all(getattr(after, name) == getattr(before, name) for name in _GIVEN)
    return json.dumps(changed).encode() if plain and same else None


def _unpacked(row: bytes | None) -> dict[str, Any] | None:
    try:
        read = json.loads(row) if row else None
    except ValueError:
        return None
    return read if isinstance(read, dict) and read.keys() <= set(_READ) else None


def with_fields_read(document: Document, read: FieldsRead) -> Document:
    """The document of which `Finish.one` gave `read`, finished."""
    found = _unpacked(read.row)
    return document.with_fields(**found) if found else document


def each_finished(groups: Sequence[Sequence[Document]], finish: Finish, shelf: Shelf) -> list[tuple[Document, ...]]:
    """The documents of several files, finished together."""
    done = iter(finish.all((document for group in groups for document in group), shelf))
    return [tuple(next(done) for _ in group) for group in groups]
