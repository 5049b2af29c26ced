"""Every syllable gets one class: the classes painted over each other in order of precedence, and their shares."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detector.corpus import Bools, Bytes, Corpus, Floats, Provenance
from detector.documents import Document
from detector.matching.evidence import FoundPair
from detector.report import Mark

_TRAILING = frozenset(".,;:!?…)]}\"'”’»%")
_BULLETS = frozenset("-–—+*•●○▪■□➢➤·\uf0b7\uf0a7 \t")


def paint(form: Bools, rule: Bools, reference: Bools, previous: Bools, common: Bools, shared: Bools) -> Bytes:
    """Provenance of each token, uint8[tokens].

    Print comes before all else; what a known sample explains is not put down to a colleague; what a person wrote last
    year is theirs although a colleague has it too; common wording inside a passage is still common wording.
    """
    classes = np.full(len(form), Provenance.OWN, np.uint8)
    layers = (
        (shared, Provenance.SHARED),
        (common, Provenance.COMMON),
        (previous, Provenance.PREVIOUS),
        (reference, Provenance.REFERENCE),
        (rule, Provenance.RULE),
        (form, Provenance.FORM),
    )
    for mask, provenance in layers:
        classes[mask] = provenance
    return classes


def tokens_of(pairs: Iterable[FoundPair], size: int, *, left: bool = True, right: bool = False) -> Bools:
    """Tokens inside the passages of these pairs, bool[size]."""
    mask = np.zeros(size, bool)
    for pair in pairs:
        for passage in pair.passages:
            if left:
                mask[slice(*passage.left)] = True
            if right:
                mask[slice(*passage.right)] = True
    return mask


def class_counts(corpus: Corpus, classes: Bytes) -> Floats:
    """Syllables of each class in each document, float64[documents, classes]."""
    width = len(Provenance)
    keys = corpus.token_documents().astype(np.int64) * width + classes
    return np.bincount(keys, minlength=len(corpus) * width).reshape(-1, width).astype(np.float64)


def document_marks(corpus: Corpus, classes: Bytes, row: int) -> tuple[Mark, ...]:
    """Runs of one class in one text, as half-open characters."""
    start, end = corpus.tokens.document_indptr[row : row + 2].tolist()
    own = classes[start:end]
    edges = np.flatnonzero(np.diff(own, prepend=255, append=255)) if end > start else np.zeros(0, int)
    marks = []
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        left, right = quotable(corpus, row, start + first, start + last)
        marks.append(Mark(left, right, Provenance(int(own[first])).key))
    return tuple(marks)


def quotable(corpus: Corpus, row: int, first: int, last: int) -> tuple[int, int]:
    """Characters of the half-open token range, with its bullet before and its punctuation behind it."""
    text = corpus.documents[row].text
    start, end = int(corpus.tokens.starts[first]), int(corpus.tokens.ends[last - 1])
    while end < len(text) and text[end] in _TRAILING:
        end += 1
    return _with_bullet(corpus.documents[row], start), end


def _with_bullet(document: Document, start: int) -> int:
    text = document.text
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start]
    return start - len(before.lstrip()) if set(before) <= _BULLETS else start
