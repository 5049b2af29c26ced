"""What was read of a file, kept in the RUN folder: a scan that was broken off, or comes again, reads no file twice.

A row is found by the content of the file, its suffix, the settings that readers look at and the code of the readers, so
a renamed file costs nothing and nothing is silently stale. Files of which any part could not be read are read again by
every scan, and so are those with pages that only a program could read: it may have been installed since.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from detector.documents import NO_SUBMISSION, Block, BlockKind, HiddenWords, Hiding, ReadingNote, SkipReason
from detector.hashes import digest, folder_digest, text_digest
from detector.outside import outside_key
from detector.readers.base import Extract, Failure, Remark
from detector.readers.extract import Event
from detector.readers.registry import suffix_of
from detector.settings import Settings

TABLE = "files"
SETTINGS = (
    "max_file_bytes",
    "max_characters",
    "max_archive_bytes",
    "max_archive_files",
    "max_archive_depth",
    "max_pages",
    "file_timeout_seconds",
    "ocr_engine",
    "columns",
    "min_readable_share",
    "min_marked_share",
)
_BLOCK_BYTES = 1 << 20
# A text of a page or two is read in 0.4 ms; to compress it would take 0.1 ms more, and save 2 KB
_WORTH_COMPRESSING_BYTES = 20_000
_UNREAD_PAGES = "scan_pages"  # the note of pages that wait for a program


def key_of_bytes(name: str, data: bytes, settings: Settings) -> bytes:
    """16 bytes that stand for everything that reading depends on."""
    return digest((data,), key=_seed(suffix_of(name), _values(settings)))


def key_of_file(path: Path, settings: Settings) -> bytes:
    """The same for a file that is not in memory. Raises `OSError`."""
    with path.open("rb") as stream:
        blocks = iter(partial(stream.read, _BLOCK_BYTES), b"")
        return digest(blocks, key=_seed(suffix_of(path.name), _values(settings)))


def pack(events: Iterable[Event]) -> bytes | None:
    """Events as bytes; None without a text, or with any part that could not be read or page that waits."""
    rows: list[list[Any]] = []
    texts = 0
    for event in events:
        if isinstance(event, Failure) and event.reason in NO_SUBMISSION:
            rows.append([event.part, str(event.reason), event.detail])
        elif isinstance(event, Failure) or (isinstance(event, Extract) and _waits(event)):
            return None
        elif isinstance(event, Remark):
            rows.append([event.part, None, event.code, event.detail])
        elif isinstance(event, Extract):
            texts += 1
            columns = _blocks(event.blocks), _notes(event.notes), event.fields, _hidden(event.hidden)
            rows.append([event.part, event.text, *columns])
    if not texts:
        return None
    packed = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return zlib.compress(packed, 1) if len(packed) >= _WORTH_COMPRESSING_BYTES else packed


def _waits(extract: Extract) -> bool:
    return any(note.code == _UNREAD_PAGES for note in extract.notes)


def unpack(packed: bytes) -> list[Event] | None:
    """The extracts again; None for what `pack` did not write."""
    try:
        rows = json.loads(packed if packed.startswith(b"[") else zlib.decompress(packed))
        return [_event(row) for row in rows]
    except (zlib.error, ValueError, TypeError, KeyError):
        return None


def _blocks(blocks: Sequence[Block]) -> list[list[Any]]:
    return [[block.start, block.end, str(block.kind), block.place] for block in blocks]


def _notes(notes: Sequence[ReadingNote]) -> list[list[str]]:
    return [[note.code, note.detail] for note in notes]


def _hidden(hidden: Sequence[HiddenWords]) -> list[list[Any]]:
    return [[one.at, one.text, str(one.hiding), one.place] for one in hidden]


def _extract(
    part: str,
    text: str,
    blocks: list[list[Any]],
    notes: list[list[str]],
    fields: dict[str, str],
    hidden: list[list[Any]],
) -> Extract:
    return Extract(
        text,
        tuple(Block(start, end, _KINDS[kind], place) for start, end, kind, place in blocks),
        tuple(ReadingNote(code, detail) for code, detail in notes),
        part,
        dict(fields),
        hidden=tuple(HiddenWords(at, words, Hiding(how), place) for at, words, how, place in hidden),
    )


def _event(row: object) -> Event:
    if not isinstance(row, list):
        raise TypeError
    return _EVENT[len(row)](*row)


def _failure(part: str, reason: str, detail: str) -> Failure:
    return Failure(part, SkipReason(reason), detail)


def _remark(part: str, _: None, code: str, detail: str) -> Remark:
    return Remark(part, code, detail)


def _values(settings: Settings) -> tuple[Any, ...]:
    return (*(getattr(settings, name) for name in SETTINGS), outside_key())


@cache
def _seed(suffix: str, values: tuple[Any, ...]) -> bytes:
    return text_digest(repr((_code(), suffix, values)), 32)


@cache
def _code() -> str:
    """Of the readers themselves: what other code made of a file is another result."""
    folder = Path(__file__).parent
    return folder_digest(folder, folder.glob("*.py"))


_KINDS = {str(kind): kind for kind in BlockKind}
# By the length of their rows: a part that is no submission, a remark, a text.
_EVENT: dict[int, Callable[..., Event]] = {3: _failure, 4: _remark, 6: _extract}
