"""The contract of a reader: bytes of one file in, extracts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from detector.documents import Block, HiddenWords, ReadingNote, SkipReason
from detector.settings import Settings


@dataclass(frozen=True, slots=True)
class FontSpan:
    """Characters set in one font; kept only for fonts of the pre-Unicode age, see `encoding`."""

    start: int
    end: int
    font: str


@dataclass(frozen=True, slots=True)
class FieldsRead:
    """What a document says of its writer and its time, as it is kept.

    Attributes:
        key, row: see `detector.readers.fields`.
    """

    key: bytes
    row: bytes


@dataclass(frozen=True, slots=True)
class Extract:
    """One text found in a file.

    Attributes:
        text: verbatim, line ends as ``\\n``; blocks of different places are separated by one ``\\n``.
        blocks: in reading order, covering `text` but line ends.
        part: which part of the file, appended to its id: ``#row=14``, ``!folder/inner.docx``; empty for the whole.
        fields: author, unit, year, post, period, person, born, where the format has columns for them.
        fonts: spans set in a pre-Unicode font, in order, disjoint.
        hidden: words of the file that its pages do not show; they are not in `text`.
        read: the fields of its document, where they were read together with it.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[ReadingNote, ...] = ()
    part: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    fonts: tuple[FontSpan, ...] = ()
    hidden: tuple[HiddenWords, ...] = ()
    read: FieldsRead | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of a file that could not be read, while other parts may have been."""

    part: str
    reason: SkipReason
    detail: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to tell about a file beside its texts: ``answers_columns``, ``answers_box`` ..., in words."""

    part: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file. `load` unpacks it and raises `ReadError`; whoever reads the archive picks the reader.

    Attributes:
        part: ``!folder/inner.docx``; unique among the members of one file.
        name: the last component of its path.
    """

    part: str
    name: str
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Reader:
    """A file format: `read` takes the bytes of one file and raises `ReadError` if it cannot.

    `missing` says what must be installed before `read` can work and how; None where nothing is.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, Settings], Iterable[Extract | Failure | Remark | Member]]
    extra: str | None = None  # the optional packages or programs it can use, if any
    missing: Callable[[], str | None] = lambda: None
