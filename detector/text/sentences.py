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

from detector.documents import Block, BlockKind
from detector.text.headings import ENUMERATED, heading_name

MIN_SENTENCE_SYLLABLES = 3  # shorter pieces ("a)", "II.", "Có.") say nothing alone and join the next on their line

# Possessive, and only from the first mark of a run: a run of n dots costs n steps, not n squared.
# The mark stands first so that the engine can skip to it (6 ns a character; 19 ns with the look-behind in front).
_SENTENCE_END = re.compile(r"[.!?;:…](?<![.!?;:…]{2})[.!?;:…]*+[\"'”’»)\]]*+(?=\s)")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:[A-ZĐ]|TP|Tp|ThS|Th\.S|TS|PGS|GS|BS|DS|CN|v\.v|St|Mr|Ms|Dr|No|tr)\.$")
_BULLET = re.compile(r"\s*(?:[-–—+*•●○▪■□☐☑☒✓✔➢➤·\uf0b7\uf0a7\uf02d>]|\(?\d{1,3}[.)]|\(?[a-zđ][.)]|[IVX]{1,5}[.)])\s")
_END_MARKS = ".!?;:…"
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
        starts += [start, *(start + at for at in inner)]
        if name:
            headings.append((start, name))
    return Pieces(tuple(starts), tuple(start for start, _ in lines), tuple(headings))


@lru_cache(maxsize=20_000)
def _cut_line(line: str) -> tuple[tuple[int, ...], str | None]:
    """Where further sentences begin in a hard line, and the section it names; most lines of a unit were seen before."""
    return tuple(_sentence_starts(line)), heading_name(line)


def _hard_lines(text: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """(start, end) of each hard line; blank lines are left out."""
    lines: list[tuple[int, int]] = []
    for block in blocks or (Block(0, len(text)),):
        physical = _physical_lines(text, block.start, block.end)
        width = _wrap_width(text, physical)
        for start, end in physical:
            if lines and lines[-1][0] >= block.start and _is_soft(text, *lines[-1], start, end, width, block.kind):
                lines[-1] = (lines[-1][0], end)
            else:
                lines.append((start, end))
    return lines


def _physical_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        lines.append((start, stop) if text[start:stop].strip() else (stop, stop))
        start = stop + 1
    return lines


def _wrap_width(text: str, lines: Sequence[tuple[int, int]]) -> int:
    """The width at which lines seem to be wrapped: near the longest, where lines that long go on in the next; else 0.

    A line of a list may be as long as the longest too; but then the next one begins with a capital letter.
    """
    lengths = sorted(end - start for start, end in lines)
    if len(lengths) < 4:
        return 0
    widest = lengths[-max(1, len(lengths) // 20) - 1]
    if not 30 <= widest <= 160:
        return 0
    firsts = [
        text[next_start:next_end].lstrip()[0]
        for (start, end), (next_start, next_end) in pairwise(lines)
        if _may_go_on(text, start, end, next_start, next_end)
        and _is_full(text[start:end], text[next_start:next_end], widest)
        and not _is_bare_heading(text[start:end])
    ]
    return widest if sum(map(str.islower, firsts)) > sum(map(str.isupper, firsts)) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line did not fit any more."""
    return len(line) + len(following.split(None, 1)[0]) >= 0.85 * width


def _may_go_on(text: str, start: int, end: int, next_start: int, next_end: int) -> bool:
    """Whether neither the end of a line nor the beginning of the next one rules out that a sentence runs on."""
    if start == end or next_start == next_end:
        return False
    before, after = text[max(start, end - _LOOK_BACK) : end], text[next_start:next_end]
    if _BULLET.match(after) or before.rstrip()[-1:] in _END_MARKS:
        return False
    return not before.isupper() or after.isupper()  # a title in capitals ends with its line


def _is_soft(text: str, start: int, end: int, next_start: int, next_end: int, width: int, kind: BlockKind) -> bool:
    """Whether the line end between two physical lines stands inside a sentence."""
    if kind is BlockKind.CELL or not _may_go_on(text, start, end, next_start, next_end):
        return False
    before, after = text[max(start, end - _LOOK_BACK) : end], text[next_start:next_end]
    if after.lstrip()[0].islower():
        return True
    last_line = before.rsplit("\n", 1)[-1]
    return bool(width) and _is_full(last_line, after, width) and not _is_bare_heading(text[start:end])


def _is_bare_heading(line: str) -> bool:
    """A number and a name, as in ``I. Ưu điểm, kết quả đạt được``, with no sentence begun behind it."""
    return len(line) <= _LONGEST_HEADING and bool(ENUMERATED.match(line)) and not _SENTENCE_END.search(line, 4)


def _sentence_starts(line: str) -> list[int]:
    starts = []
    for match in _SENTENCE_END.finditer(line):
        before = line[max(0, match.start() - 6) : match.start() + 1]
        head = line[: min(match.start(), _LONGEST_ENUMERATOR + 1)]
        if match.group()[0] == "." and (_ABBREVIATION.search(before) or _is_enumerator(head)):
            continue
        following = match.end()
        while following < len(line) and line[following].isspace():
            following += 1
        if following < len(line):
            starts.append(following)
    return starts


def _is_enumerator(head: str) -> bool:
    """Whether what stands before a full stop is only a list number at the start of a line."""
    return len(head) <= _LONGEST_ENUMERATOR and bool(
        re.fullmatch(r"\s*(?:[-+*•]\s*)?(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđA-ZĐ])", head)
    )
