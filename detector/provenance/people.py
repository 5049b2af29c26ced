"""Which rows of a corpus are by one person: their earlier text is their own, and no independent witness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detector.corpus import Corpus, Ints
from detector.documents import Document, Role
from detector.people import time_order

if TYPE_CHECKING:
    from detector.matching.evidence import FoundPair


def writer_numbers(corpus: Corpus) -> Ints:
    """A number per document, equal for texts of one `Document.person`: the row of their first, int32[documents].

    Samples, forms and texts without a name are each by somebody of their own.
    """
    numbers = np.arange(len(corpus), dtype=np.int32)
    first: dict[str, int] = {}
    for row, document in enumerate(corpus.documents):
        if document.person and document.role in (Role.SUBMISSION, Role.PREVIOUS):
            numbers[row] = first.setdefault(document.person, row)
    return numbers


def later_first(documents: Sequence[Document], pairs: Iterable[FoundPair]) -> list[FoundPair]:
    """Pairs of one person's texts with the later text on the left; what it repeats is the earlier one."""
    return [
        _turned(pair) if time_order(documents[pair.left]) < time_order(documents[pair.right]) else pair
        for pair in pairs
    ]


def time_of(corpus: Corpus, row: int) -> tuple[bool, int, str]:
    """Sorts texts by what they are about."""
    return time_order(corpus.documents[row])


def _turned(pair: FoundPair) -> FoundPair:
    passages = tuple(replace(one, left=one.right, right=one.left) for one in pair.passages)
    return replace(pair, left=pair.right, right=pair.left, passages=passages)
