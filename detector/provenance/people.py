"""Which texts are by one person: their earlier text is their own, and no independent witness."""

from __future__ import annotations

import numpy as np

from detector.corpus import Corpus, Ints
from detector.documents import Document, Role
from detector.text.fold import fold


def writer_numbers(corpus: Corpus) -> Ints:
    """A number per document, equal for a submission and its writer's earlier texts, int32[documents].

    Two submissions never share a number: two people may have one name. An earlier text whose name fits several
    submissions goes to the one of the same unit, else to nobody.
    """
    numbers = np.arange(len(corpus), dtype=np.int32)
    by_name: dict[str, list[int]] = {}
    for row, document in enumerate(corpus.documents):
        if document.role is Role.SUBMISSION and document.author:
            by_name.setdefault(_name(document.author), []).append(row)
    for row, document in enumerate(corpus.documents):
        if document.role is Role.PREVIOUS and document.author:
            numbers[row] = _owner(corpus, document, by_name.get(_name(document.author), []), row)
    return numbers


def same_person(numbers: Ints, left: int, right: int) -> bool:
    """Whether two documents have one writer."""
    return bool(numbers[left] == numbers[right])


def _owner(corpus: Corpus, document: Document, rows: list[int], alone: int) -> int:
    if len(rows) == 1:
        return rows[0]
    same_unit = [row for row in rows if document.unit and corpus.documents[row].unit == document.unit]
    return same_unit[0] if len(same_unit) == 1 else alone


def _name(author: str) -> str:
    return " ".join(fold(author).text.split())
