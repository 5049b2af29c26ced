"""Signs that words are quoted: quotation marks around them, or an announcement before them.

A sign is shown to the reviewer; it decides nothing. A copyist may copy the marks too.
"""

from __future__ import annotations

import re

from detector.text.fold import fold

_BEFORE = 80  # characters in which an announcement stands
_MARK_WITHIN = 4  # characters between the mark and the words
_OPEN, _CLOSE = "\"“«„‘'", "\"”»“’'"
_ANNOUNCED = re.compile(
    r"\b(?:cam ket|khau hieu|phuong cham|loi hua|loi the|loi day|ton chi|thong diep|chau ngon|cau noi|tuyen ngon|trich|"
    r"slogan|motto|pledge|quote|nguyen van)\b"
)


def looks_quoted(text: str, start: int, end: int) -> bool:
    """Whether characters `start` to `end` stand in quotation marks, or behind a word that announces a quotation."""
    before = text[max(0, start - _BEFORE) : start]
    opened = any(mark in text[max(0, start - _MARK_WITHIN) : start + _MARK_WITHIN] for mark in _OPEN)
    closed = any(mark in text[max(start, end - _MARK_WITHIN) : end + _MARK_WITHIN] for mark in _CLOSE)
    return (opened and closed) or bool(_ANNOUNCED.search(fold(before).text))
