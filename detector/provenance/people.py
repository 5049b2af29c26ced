"""Which rows of a corpus are by one person: their earlier text is their own, and no independent witness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from detector.corpus import Corpus, Ints
from detector.documents import Role
from detector.matching.evidence import FoundPair
from detector.people import is_twice, time_order


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


def same_person(numbers: Ints, left: int, right: int) -> bool:
    """Whether two documents have one writer."""
    return bool(numbers[left] == numbers[right])


def is_once(corpus: Corpus, left: int, right: int) -> bool:
    """Whether two submissions are one person's about one time, so that neither is copied nor repeated."""
    return is_twice(corpus.documents[left], corpus.documents[right])


def later_first(corpus: Corpus, pairs: Iterable[FoundPair]) -> list[FoundPair]:
    """Pairs of one person's texts with the later text on the left; what it repeats is the earlier one."""
    return [_turned(pair) if time_of(corpus, pair.left) < time_of(corpus, pair.right) else pair for pair in pairs]


def time_of(corpus: Corpus, row: int) -> tuple[bool, int, str]:
    """Sorts texts by what they are about."""
    return time_order(corpus.documents[row])


def _turned(pair: FoundPair) -> FoundPair:
    passages = tuple(replace(one, left=one.right, right=one.left) for one in pair.passages)
    return replace(pair, left=pair.right, right=pair.left, passages=passages)
