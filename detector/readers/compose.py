"""Runs and pieces, which readers find, to text and blocks, which documents hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from detector.documents import Block, BlockKind, ReadingNote
from detector.readers.base import Extract, FontSpan


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one kind and font; `font` is empty unless it is a pre-Unicode font."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    font: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """The runs of one paragraph or cell paragraph, and where it stands."""

    runs: tuple[Run, ...]
    place: str = ""


def piece(text: str, kind: BlockKind = BlockKind.PARAGRAPH, place: str = "") -> Piece:
    """A piece of one run."""
    return Piece((Run(text, kind),), place)


def compose(
    pieces: Iterable[Piece], *, notes: Iterable[ReadingNote] = (), part: str = "", fields: dict[str, str] | None = None
) -> Extract:
    """One extract; pieces without a visible character are left out, the others stand on lines of their own."""
    texts: list[str] = []
    blocks: list[Block] = []
    fonts: list[FontSpan] = []
    start = 0
    for item in pieces:
        runs = _cleaned(item.runs)
        text = "".join(run.text for run in runs)
        if not text.strip():
            continue
        texts.append(text)
        blocks += _blocks(runs, item.place, start)
        fonts += _fonts(runs, start)
        start += len(text) + 1
    return Extract("\n".join(texts), tuple(blocks), tuple(notes), part, fields or {}, tuple(fonts))


def compose_lines(text: str, *, notes: Iterable[ReadingNote] = (), part: str = "") -> Extract:
    """One extract of verbatim text, one block for each run of lines between empty ones: a line may be a wrapped one."""
    text = normalize_line_ends(text)
    return Extract(text, tuple(Block(*m.span()) for m in _FILLED_LINES.finditer(text)), tuple(notes), part)


_FILLED_LINES = re.compile(r"[^\n]*[^\s][^\n]*(?:\n[^\n]*[^\s][^\n]*)*")


_OTHER_ENDS = "\r\v\f\u2028\u2029"
_LINE_ENDS = re.compile(f"\r\n|[{_OTHER_ENDS}]")


def normalize_line_ends(text: str) -> str:
    """Every kind of line, paragraph and page end as ``\\n``."""
    return _LINE_ENDS.sub("\n", text) if any(end in text for end in _OTHER_ENDS) else text


def _cleaned(runs: tuple[Run, ...]) -> list[Run]:
    """Runs without line ends at the edges of the piece, and without empty ones."""
    cleaned = [Run(normalize_line_ends(run.text), run.kind, run.font) for run in runs if run.text]
    while cleaned and not (text := cleaned[-1].text.rstrip("\n")):
        cleaned.pop()
    if cleaned:
        cleaned[-1] = Run(text, cleaned[-1].kind, cleaned[-1].font)
    while cleaned and not (text := cleaned[0].text.lstrip("\n")):
        cleaned.pop(0)
    if cleaned:
        cleaned[0] = Run(text, cleaned[0].kind, cleaned[0].font)
    return cleaned


def _blocks(runs: list[Run], place: str, start: int) -> list[Block]:
    blocks = []
    for kind, group in groupby(runs, key=lambda run: run.kind):
        end = start + sum(len(run.text) for run in group)
        blocks.append(Block(start, end, kind, place))
        start = end
    return blocks


def _fonts(runs: list[Run], start: int) -> list[FontSpan]:
    fonts = []
    for font, group in groupby(runs, key=lambda run: run.font):
        end = start + sum(len(run.text) for run in group)
        if font:
            fonts.append(FontSpan(start, end, font))
        start = end
    return fonts
