"""Fields of an answer as its list has them: words of cells, of which a period and a level are made."""

from __future__ import annotations

import re

from detector.documents import Document
from detector.text.fields import period_in
from detector.text.fold import folded_text

_ROW = re.compile(r"#(?:sheet=.*)?row=\d+(?:#\d+)?$")
# On folded words, which spell abbreviations out; the first that is found
_LEVELS = (
    ("not_completed", r"(khong|chua) (hoan thanh|dat)|\bkhtnv\b|^(loai |muc )?d$"),
    ("excellent", r"xuat sac|\bhtxs(nv)?\b|^(loai |muc )?a$"),
    ("good", r"\btot\b|\bhtt(nv)?\b|^(loai |muc )?b$"),
    ("completed", r"hoan thanh|\bhtnv\b|^(loai |muc )?c$"),
)


def is_answer(document: Document) -> bool:
    """Whether it is one row of a list."""
    return bool(_ROW.search(document.id))


def with_fields_of_row(document: Document) -> Document:
    """The document with period and level as codes, None where words are neither; nothing is read off its text."""
    period = period_in(document.period) if document.period else None
    year = document.year or (int(period[:4]) if period else None)
    rating = level_of(document.self_rating) if document.self_rating else None
    return document.with_fields(period=period, year=year, self_rating=rating)


def level_of(words: str) -> str | None:
    """The level that the words of a rating name: "Hoàn thành tốt nhiệm vụ", "HTTNV", "B"."""
    plain = " ".join(folded_text(words).split()).strip(" .,;:()")
    return next((level for level, pattern in _LEVELS if re.search(pattern, plain)), None)
