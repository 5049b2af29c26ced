"""Documents and pairs as bytes, where they go from one machine to another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from detector.documents import Block, BlockKind, Document, HiddenWords, Hiding, ReadingNote, Role
from detector.matches import Method, MethodNull, Null, Pair, Passage, Side
from detector.storage.encode import plain_number
from detector.units.across import AcrossPair


def document_bytes(document: Document) -> bytes:
    """All that there is of it."""
    value = asdict(document) | {"role": str(document.role)}
    value["blocks"] = [[block.start, block.end, str(block.kind), block.place] for block in document.blocks]
    value["notes"] = [[note.code, note.detail] for note in document.notes]
    value["hidden"] = [[one.at, one.text, str(one.hiding), one.place] for one in document.hidden]
    return json.dumps(value).encode()


def document_of(data: bytes) -> Document:
    """Undoes `document_bytes`."""
    value = json.loads(data)
    value["role"] = Role(value["role"])
    value["blocks"] = tuple(Block(start, end, BlockKind(kind), place) for start, end, kind, place in value["blocks"])
    value["notes"] = tuple(ReadingNote(code, detail) for code, detail in value["notes"])
    value["sections"] = tuple((start, name) for start, name in value["sections"])
    value["hidden"] = tuple(HiddenWords(at, text, Hiding(how), place) for at, text, how, place in value["hidden"])
    return Document(**value)


def across_bytes(pairs: Iterable[AcrossPair]) -> bytes:
    """Pairs between units, in their order."""
    return json.dumps([asdict(one) for one in pairs], default=plain_number).encode()


def across_of(data: bytes) -> list[AcrossPair]:
    """Undoes `across_bytes`."""
    return [
        AcrossPair(
            Pair(**value["pair"] | {"method": Method(value["pair"]["method"])}),
            tuple(
                Passage(**one | {"left": Side(**one["left"]), "right": Side(**one["right"])})
                for one in value["passages"]
            ),
            _null_of(value["null"]),
            value["clues"],
            {id: tuple((start, end) for start, end in spans) for id, spans in value["common"].items()},
        )
        for value in json.loads(data)
    ]


def _null_of(value: Mapping[str, Any]) -> MethodNull:
    null = value["null"]
    return MethodNull(Method(value["method"]), value["threshold"], Null(**null) if null else None, value["unit"])
