"""The contract of a reader: bytes of one file in, extracts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from detector.documents import Block, ReadingNote
from detector.settings import Settings


@dataclass(frozen=True, slots=True)
class Extract:
    """One text found in a file.

    Attributes:
        text: verbatim, line ends as ``\\n``; blocks are separated by one ``\\n``.
        blocks: in reading order, covering `text` but the separators.
        part: which part of the file, appended to its id: ``#row=14``, ``!folder/inner.docx``; empty for the whole.
        fields: author, unit, year, post, where the format has columns for them.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[ReadingNote, ...] = ()
    part: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """A file format: `read` takes the bytes of one file and raises `ReadError` if it cannot."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, Settings], Iterable[Extract]]
    extra: str | None = None  # the optional packages it needs, if any
