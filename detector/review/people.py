"""A name for a person that outlives renamed files: who it is to the decisions and the ledger."""

from __future__ import annotations

import unicodedata


def who_key(author: str | None, unit: str | None, id: str) -> str:
    """Name and unit without case and spacing; a text without an author is its file."""
    return f"{_plain(author)}|{_plain(unit or '')}" if author and author.strip() else f"file:{id}"


def person_key(
    author: str | None, unit: str | None, role: str, year: int | None, id: str, period: str | None = None
) -> str:
    """Whose text of which kind and time it is.

    An earlier text of a person is a subject of its own, and so is each month of monthly sheets: a decision about this
    year's pair with last year's text names both.
    """
    who = who_key(author, unit, id)
    if role != "submission":
        return f"{role}:{period or year or ''}:{who}"
    return f"{period}:{who}" if period else who


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())[:500]
