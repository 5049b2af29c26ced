"""Hard lines, sentences and sections of one text.

A sentence here is the smallest piece that has its own provenance: it ends at ``. ; : ! ?`` or at a hard line end.
A line end inside a sentence (a wrapped line of a PDF or of plain text) is soft.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from detector.documents import Block, BlockKind
from detector.text.headings import ENUMERATED, heading_name

MIN_SENTENCE_SYLLABLES = 3  # shorter pieces ("a)", "II.", "Có.") say nothing alone and join the next on their line

# Possessive, and only from the first mark of a run: a run of n dots costs n steps, not n squared.
# The mark stands first so that the engine can skip to it (6 ns a character; 19 ns with the look-behind in front).
_SENTENCE_END = re.compile(r"[.!?;:…](?<![.!?;:…]{2})[.!?;:…]*+[\"'”’»)\]]*+(?=\s)")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:[A-ZĐ]|TP|Tp|ThS|Th\.S|TS|PGS|GS|BS|DS|CN|v\.v|St|Mr|Ms|Dr|No|tr)\.$")
_BULLET = re.compile(r"\s*(?:[-–—+*•●○▪■□☐☑☒✓✔➢➤·\uf0b7\uf0a7\uf02d>]|\(?\d{1,3}[.)]|\(?[a-zđ][.)]|[IVX]{1,5}[.)])\s")
_ENUMERATOR = re.compile(r"\s*(?:[-+*•]\s*)?(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđA-ZĐ])")
_END_MARKS = ".!?;:…"
_MAX_REMEMBERED = 4000  # lines: two of three were seen before; with 20,000 no more are
_LONGEST_ENUMERATOR = 8
_LONGEST_HEADING = 160  # characters; a paragraph is longer
_LOOK_BACK = 400  # characters of a line that say whether it goes on in the next


@dataclass(frozen=True, slots=True)
class Pieces:
    """Where a text is cut.

    Attributes:
        sentence_starts: ascending characters; a sentence runs to the next start.
        line_starts: the subset at which a hard line begins.
        headings: (start of line, name) of each section heading.
    """

    sentence_starts: tuple[int, ...]
    line_starts: tuple[int, ...]
    headings: tuple[tuple[int, str], ...]


def cut(text: str, blocks: Sequence[Block] = ()) -> Pieces:
    """Cuts a text; without `blocks` the whole text is one plain paragraph block."""
    lines = _hard_lines(text, blocks)
    starts: list[int] = []
    headings: list[tuple[int, str]] = []
    for start, end in lines:
        inner, name = _cut_line(text[start:end])
        starts.append(start)
        if inner:
            starts += [start + at for at in inner]
        if name:
            headings.append((start, name))
    return Pieces(tuple(starts), tuple([start for start, _ in lines]), tuple(headings))


@lru_cache(maxsize=_MAX_REMEMBERED)
def _cut_line(line: str) -> tuple[tuple[int, ...], str | None]:
    """Where further sentences begin in a hard line, and the section it names; most lines of a unit were seen before."""
    return tuple(_sentence_starts(line)), heading_name(line)


class _Line(NamedTuple):
    """What of a physical line says whether a sentence runs on into it or out of it.

    Attributes:
        first: its first visible character; empty for a blank line.
        is_end: it ends with a mark that ends a sentence.
        ends_upper: as `is_upper`, of the part that is looked back at.
    """

    length: int
    first: str
    is_bullet: bool
    is_end: bool
    is_upper: bool
    ends_upper: bool


_NO_LINE = _Line(0, "", is_bullet=False, is_end=False, is_upper=False, ends_upper=False)


@lru_cache(maxsize=_MAX_REMEMBERED)
def _line(line: str) -> _Line:
    end = line[-_LOOK_BACK:]
    is_end = end.rstrip()[-1:] in _END_MARKS
    return _Line(len(line), line.lstrip()[:1], bool(_BULLET.match(line)), is_end, line.isupper(), end.isupper())


def _hard_lines(text: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """(start, end) of each hard line; a blank one is empty and stands at its end."""
    hard: list[tuple[int, int]] = []
    for block in _with_struck(blocks) or (Block(0, len(text)),):
        words = text[block.start : block.end]
        if words and "\n" not in words:  # most blocks of a form
            only = _line(words)
            hard.append((block.start if only.first else block.end, block.end))
            continue
        lines = _physical_lines(words)
        width = _wrap_width(text, block.start, lines)
        end, before = block.start - 1, _NO_LINE
        for line in lines:
            start, end = end + 1, end + 1 + line.length
            if before.first and block.kind is not BlockKind.CELL and _is_soft(text, hard[-1], before, line, width):
                hard[-1] = (hard[-1][0], end)
            else:
                hard.append((start if line.first else end, end))
            before = line
    return hard


def _with_struck(blocks: Sequence[Block]) -> Sequence[Block]:
    """Struck-out words and their neighbours on the line as one block: they end no line."""
    if all(block.kind is not BlockKind.STRUCK for block in blocks):
        return blocks
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1].end == block.start and BlockKind.STRUCK in (joined[-1].kind, block.kind):
            kind = joined[-1].kind if block.kind is BlockKind.STRUCK else block.kind
            joined[-1] = Block(joined[-1].start, block.end, kind, block.place)
        else:
            joined.append(block)
    return joined


def _physical_lines(text: str) -> list[_Line]:
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [*map(_line, lines)]


def _wrap_width(text: str, start: int, lines: Sequence[_Line]) -> int:
    """The width at which lines seem to be wrapped: near the longest, where lines that long go on in the next; else 0.

    A line of a list may be as long as the longest too; but then the next one begins with a capital letter.
    """
    if len(lines) < 4:
        return 0
    lengths = sorted([line.length if line.first else 0 for line in lines])
    widest = lengths[-max(1, len(lengths) // 20) - 1]
    if not 30 <= widest <= 160:
        return 0
    firsts = []
    for line, following in pairwise(lines):
        end = start + line.length
        if (
            _may_go_on(line, following, ends_upper=line.ends_upper)
            and _is_full(line, text[end + 1 : end + 1 + following.length], widest)
            and not _is_bare_heading(text[start:end])
        ):
            firsts.append(following.first)
        start = end + 1
    return widest if sum(map(str.islower, firsts)) > sum(map(str.isupper, firsts)) else 0


def _is_full(line: _Line, following: str, width: int) -> bool:
    """Whether the first word of the following line did not fit any more."""
    return line.length + len(following.split(None, 1)[0]) >= 0.85 * width


def _may_go_on(line: _Line, following: _Line, *, ends_upper: bool) -> bool:
    """Whether neither the end of a line nor the beginning of the next one rules out that a sentence runs on."""
    if not line.first or not following.first or following.is_bullet or line.is_end:
        return False
    return not ends_upper or following.is_upper  # a title in capitals ends with its line


def _is_soft(text: str, hard: tuple[int, int], last: _Line, following: _Line, width: int) -> bool:
    """Whether the line end behind a hard line, whose last physical line is `last`, stands inside a sentence."""
    start, end = hard
    ends_upper = last.ends_upper if last.length == end - start else text[max(start, end - _LOOK_BACK) : end].isupper()
    if not _may_go_on(last, following, ends_upper=ends_upper):
        return False
    if following.first.islower():
        return True
    after = text[end + 1 : end + 1 + following.length]
    return bool(width) and _is_full(last, after, width) and not _is_bare_heading(text[start:end])


def _is_bare_heading(line: str) -> bool:
    """A number and a name, as in ``I. Ưu điểm, kết quả đạt được``, with no sentence begun behind it."""
    return len(line) <= _LONGEST_HEADING and bool(ENUMERATED.match(line)) and not _SENTENCE_END.search(line, 4)


def _sentence_starts(line: str) -> list[int]:
    starts = []
    for match in _SENTENCE_END.finditer(line):
        at, following = match.span()
        if line[at] == "." and (_ABBREVIATION.search(line[max(0, at - 6) : at + 1]) or _is_enumerator(line, at)):
            continue
        while following < len(line) and line[following].isspace():
            following += 1
        if following < len(line):
            starts.append(following)
    return starts


def _is_enumerator(line: str, end: int) -> bool:
    """Whether what stands before a full stop is only a list number at the start of a line."""
    return end <= _LONGEST_ENUMERATOR and bool(_ENUMERATOR.fullmatch(line, 0, end))
