"""A name for a person that outlives renamed files: who it is to the decisions and the ledger."""

from __future__ import annotations

import unicodedata


def person_key(author: str | None, unit: str | None, role: str, year: int | None, id: str) -> str:
    """Name and unit without case and spacing; a text without an author is its file.

    An earlier text of a person is a subject of its own: a decision about this year's pair with last year's text names
    both.
    """
    who = f"{_plain(author)}|{_plain(unit or '')}" if author and author.strip() else f"file:{id}"
    return who if role == "submission" else f"{role}:{year or ''}:{who}"


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())[:500]
