"""Words that are quoted: between quotation marks, or behind an announcement.

A sign of either kind is shown to the reviewer. Words between a pair of marks are also known as somebody else's: two
people who cite one article, one order or one saying have them alike, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from detector.text.fold import fold

_BEFORE = 80  # characters in which an announcement stands
_MARK_WITHIN = 4  # characters between the mark and the words
_OPEN, _CLOSE = "\"“«„‘'", "\"”»“’'"
_ANNOUNCED = re.compile(
    r"\b(?:cam ket|khau hieu|phuong cham|loi hua|loi the|loi day|ton chi|thong diep|chau ngon|cau noi|tuyen ngon|trich|"
    r"slogan|motto|pledge|quote|nguyen van)\b"
)
_OPENS = '“«„"'
# A mark opens before a word and closes behind one, so that a mark which is missing does not turn all others round.
# The first group says quickly where neither stands.
_MARK = re.compile(
    r"(?=[“«„”»\"\n])(?:(?P<open>[“«„]|(?<![\w.,;:!?)\"”])\"(?=[\w\-–.…(\"]))|(?P<close>[”»]|(?<=[\w.,;:!?…)%\"”])\"(?!\w))|\n)"
)


def looks_quoted(text: str, start: int, end: int) -> bool:
    """Whether characters `start` to `end` stand in quotation marks, or behind a word that announces a quotation."""
    before = text[max(0, start - _BEFORE) : start]
    opened = any(mark in text[max(0, start - _MARK_WITHIN) : start + _MARK_WITHIN] for mark in _OPEN)
    closed = any(mark in text[max(start, end - _MARK_WITHIN) : end + _MARK_WITHIN] for mark in _CLOSE)
    return (opened and closed) or _announces(before)


@lru_cache(maxsize=4_000)
def _announces(before: str) -> bool:
    """What many people have stands behind the same label in most of their texts."""
    return bool(_ANNOUNCED.search(fold(before).text))


def between_marks(text: str) -> Iterator[tuple[int, int]]:
    """Half-open characters of what stands on one line between a pair of quotation marks, in order.

    Of quotations in a quotation only the outer one; of one that is not closed those in it.
    """
    if not any(mark in text for mark in _OPENS):  # most texts
        return
    opened: list[tuple[str, int]] = []
    closed: list[tuple[int, int]] = []
    for mark in _MARK.finditer(text):
        is_low = bool(opened) and opened[-1][0] == "„" and mark.group() == "“"  # which opens elsewhere
        if mark.lastgroup == "open" and not is_low:
            opened.append((mark.group(), mark.end()))
        elif mark.lastgroup is None:
            opened.clear()
        elif opened:
            start = opened.pop()[1]
            while closed and closed[-1][0] > start:
                closed.pop()
            closed.append((start, mark.start()))
    yield from closed
