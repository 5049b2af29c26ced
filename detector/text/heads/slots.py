"""A document as slots: one for each line of a paragraph or cell, with the place of the cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from detector.documents import Block, BlockKind, Document
from detector.text.fold import folded_text

# What parts two values on a line: a tab, a wide gap, dots to write on: ``\t|\s{3,}|[.…_]{2,}|…``. It begins with a
# class of characters, to which the engine skips: half the time on a long line
BREAK = re.compile(r"[\s.…_](?:(?<=\t)|(?<=\s)\s{2,}|(?<=…)[.…_]*|(?<=[._])[.…_]+)")
_ASIDE = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE, BlockKind.HIDDEN, BlockKind.PLACEHOLDER})
_PLACE = re.compile(r"^(.*?)\s*\brow=(\d+) column=(\d+)$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


class Cell(NamedTuple):
    """`table` tells the tables of a document apart."""

    table: str
    row: int
    column: int


class Slot(NamedTuple):
    """One line.

    Attributes:
        text: composed (NFC), without invisible characters.
        struck: ranges of `text` that are struck out.
        of_answers: it stands in the row of an answer list.
    """

    text: str
    cell: Cell | None = None
    struck: tuple[tuple[int, int], ...] = ()
    of_answers: bool = False

    @property
    def folded(self) -> str:
        """The text folded, as long as itself."""
        return folded_line(self.text)

    def pieces(self) -> list[str]:
        """What stands side by side on the line."""
        return [piece.strip() for piece in between_breaks(self.text) if piece.strip()]


def between_breaks(text: str) -> list[str]:
    """What a line is cut into by each `BREAK`: most lines have none and stay whole."""
    return BREAK.split(text) if may_break(text) else [text]


def may_break(text: str) -> bool:
    """Whether a line has dots, or blanks that may be a wide gap; where it has not, there is no `BREAK` in it."""
    return not text.isprintable() or "   " in text or ".." in text or "…" in text or "_" in text  # a tab is not printed


def slot_of(text: str) -> Slot:
    """One line as a slot."""
    return Slot(_shown(text))


def slots_of(document: Document, *, first: int | None = None) -> list[Slot]:
    """The lines of a document with a visible character, without page heads, feet, notes and hidden words.

    `first` stops behind so many characters of the text.
    """
    limit = len(document.text) if first is None else first
    blocks = document.blocks or (Block(0, len(document.text)),)
    return [slot for slot in _slots(document.text, blocks, limit) if not slot.text.isspace() and slot.text]


def _slots(text: str, blocks: Iterable[Block], limit: int) -> Iterator[Slot]:
    pieces: list[tuple[str, bool]] = []
    cell, of_answers, end = None, False, 0
    shown = str if _is_shown(text) else _shown
    for block in blocks:
        if block.start >= limit:
            break
        if pieces and block.start > end:
            yield _slot(pieces, cell, of_answers, shown)
            pieces = []
        end = block.end
        if block.kind in _ASIDE:
            continue
        cell, of_answers = _cell(block.place), "header=" in block.place
        lines = text[block.start : min(block.end, limit)].split("\n")
        for line in lines[:-1]:
            yield _slot([*pieces, (line, block.kind is BlockKind.STRUCK)], cell, of_answers, shown)
            pieces = []
        pieces.append((lines[-1], block.kind is BlockKind.STRUCK))
    if pieces:
        yield _slot(pieces, cell, of_answers, shown)


def _slot(pieces: list[tuple[str, bool]], cell: Cell | None, of_answers: bool, shown: Callable[[str], str]) -> Slot:
    if len(pieces) == 1 and not pieces[0][1]:
        return Slot(shown(pieces[0][0]), cell, (), of_answers)
    text, struck = "", []
    for piece, is_struck in pieces:
        seen = shown(piece)
        if is_struck:
            struck.append((len(text), len(text) + len(seen)))
        text += seen
    return Slot(text, cell, tuple(struck), of_answers)


@lru_cache(maxsize=4000)
def folded_line(text: str) -> str:
    """A line folded character by character into as many."""
    folded = folded_text(text)
    return folded if len(folded) == len(text) else "".join((folded_text(char) or " ")[0] for char in text)


def _is_shown(text: str) -> bool:
    """Whether `_shown` changes neither a text nor any part of it."""
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _INVISIBLE.search(text))


def _shown(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=4000)
def _cell(place: str) -> Cell | None:
    match = _PLACE.match(place) if place else None
    return Cell(match[1], int(match[2]), int(match[3])) if match else None
