"""What a reader hands on: documents with verbatim text, and files that could not be read.

Offsets everywhere are half-open and count characters (code points) of `Document.text`,
which is what the reader extracted, line ends as ``\\n``, otherwise unaltered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from detector.errors import InputError
from detector.hashes import text_digest
from detector.language import N_

_TABLE_PART = re.compile(r"(?i)(?<=\.(?:csv|tsv|xls|ods))#|(?<=\.(?:xlsx|xlsm))#")


def file_of(path: str) -> str:
    """The file of a text that stands in a row of a table: ``list.xlsx#An`` is of ``list.xlsx``."""
    return _TABLE_PART.split(path, maxsplit=1)[0] if "#" in path else path


_DOUBTFUL_NOTES = frozenset({"doubtful", "ocr", "torn", "unspaced_script"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


class Role(StrEnum):
    """What a text is to the scan. `RULE` and `STOCK` texts ship with the package and appear in no report."""

    SUBMISSION = "submission"
    REFERENCE = "reference"
    PREVIOUS = "previous"
    FORM = "form"
    RULE = "rule"
    STOCK = "stock"


class BlockKind(StrEnum):
    """Where in the file a block of text stood."""

    PARAGRAPH = "paragraph"
    CELL = "cell"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    TEXTBOX = "textbox"
    PLACEHOLDER = "placeholder"  # of a content control that nobody filled in: text of the form
    STRUCK = "struck"  # a line is drawn through it: "Tốt / Khá" with one of them struck out
    HIDDEN = "hidden"  # only in run files of version 0.1: see `HiddenWords`


class Hiding(StrEnum):
    """Why words that are in a file are not seen on its pages."""

    ATTRIBUTE = "attribute"  # Word's and rich text's "hidden", `display: none` of a web page
    COLOUR = "colour"  # no contrast to the background that they stand on
    SIZE = "size"  # letters of about one point
    OUTSIDE = "outside"  # beyond the edge of the page, or clipped away
    UNDRAWN = "undrawn"  # PDF text that is placed but not painted; the text layer of a scanned page is not meant


@dataclass(frozen=True, slots=True)
class HiddenWords:
    """A stretch of a file's text that nobody sees on its pages. It is not in `Document.text`.

    Attributes:
        at: the character of `Document.text` before which it stood, 0 to the length of the text.
        text: verbatim, without line ends at its edges; never blank.
        place: as of a `Block`.
    """

    at: int
    text: str
    hiding: Hiding
    place: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that stood in one place of the file.

    `place` says where in words that need no translation table: ``page=2``, ``table=1 row=3 column=2``,
    ``sheet=Answers row=14 column=6 header=Hạn chế``; empty where the format knows no place.
    """

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    place: str = ""

    def __reduce__(self) -> tuple[type[Block], tuple[int, int, BlockKind, str]]:
        """Between processes: a text has dozens of them, and this takes a third of the time of dataclasses' own way."""
        return Block, (self.start, self.end, self.kind, self.place)


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """Something the reader did or noticed: ``repaired``, ``doubtful``, ``truncated``, ``ocr`` ..., with details."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the scan.

    Attributes:
        id: unique within a run; the path below the scanned folder, with ``/`` between folders.
        path: as given on the command line.
        text: verbatim; see the module.
        role: submission, reference, previous or form.
        blocks: in reading order, covering all of `text` but line ends.
        author, unit, year, post: from the roster, else from the form's header fields, else None.
        self_rating: ``excellent``, ``good``, ``completed``, ``not_completed`` or None.
        period: the month, quarter or half year it is about: ``2026-03``, ``2026-Q1``, ``2026-H1``; None for a year.
            A reader gives the words of the file; see `detector.text.fields`.
        sections: (first character, name) of each part under a heading, ascending.
        hidden: what the file holds and does not show, in the order of the file.
        person: equal for all texts of one person: as the roster or a list has them, else as `detector.people` finds
            them in a scan; None for a text without a name.
        born: the birth date as the head or a list gives it; only tells people apart and is not kept.
        key: content key (blake2b, 16 hex digits) of `text`.
        set_aside: (first character, last + 1, ``form``, ``rule`` or ``common``) of words that a person knows to be
            such, whatever a scan finds; not kept.
    """

    id: str
    path: str
    text: str
    role: Role = Role.SUBMISSION
    blocks: tuple[Block, ...] = ()
    author: str | None = None
    unit: str | None = None
    year: int | None = None
    post: str | None = None
    self_rating: str | None = None
    notes: tuple[ReadingNote, ...] = ()
    period: str | None = None
    sections: tuple[tuple[int, str], ...] = ()
    hidden: tuple[HiddenWords, ...] = ()
    person: str | None = field(default=None, compare=False)
    born: str | None = field(default=None, compare=False)
    key: str = field(default="", compare=False)
    set_aside: tuple[tuple[int, int, str], ...] = field(default=(), compare=False)

    @property
    def doubtful_notes(self) -> tuple[ReadingNote, ...]:
        """Why its words may not be those of the file."""
        return tuple(note for note in self.notes if note.code in _DOUBTFUL_NOTES)

    @property
    def is_row_of_list(self) -> bool:
        """Whether it is a row of a list of answers, which has no lines of a form."""
        _, found, part = self.id.rpartition("#")
        return bool(found) and "row=" in part

    def __post_init__(self) -> None:
        if not self.key:
            text: object = self.text
            if not isinstance(text, str):
                words = N_("Document: expected a str as text, got {given}. Decode the bytes or read the file first.")
                raise InputError(words.format(given=type(text).__name__))
            object.__setattr__(self, "key", content_key(self.text))

    def with_fields(self, **fields: object) -> Document:
        """The same document with some of author, unit, year, post, period, self_rating set."""
        return replace(self, **fields)  # type: ignore[arg-type]


class SkipReason(StrEnum):
    """Why a file of the folder is not among the documents."""

    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    SCAN = "scan"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    NO_ACCESS = "no_access"
    NO_COLUMN = "no_column"
    RESULT = "result"
    OTHER_ROLE = "other_role"
    PEOPLE_LIST = "people_list"
    BLANK_FORM = "blank_form"
    EARLIER_ANSWER = "earlier_answer"


# Left out because it is no submission, not because it could not be read.
NO_SUBMISSION = frozenset(
    {
        SkipReason.RESULT,
        SkipReason.OTHER_ROLE,
        SkipReason.PEOPLE_LIST,
        SkipReason.BLANK_FORM,
        SkipReason.EARLIER_ANSWER,
    }
)


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was found and not read; `detail` is a sentence with the remedy, in English."""

    path: str
    reason: SkipReason
    detail: str


def content_key(text: str) -> str:
    """16 hex digits that depend on nothing but the text."""
    return text_digest(text).hex()
