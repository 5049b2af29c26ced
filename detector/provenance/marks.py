"""Every syllable gets one class: the classes painted over each other in order of precedence, and their shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Bytes, Corpus, Floats, Ints, Longs, Provenance, counts_in_runs, rows_of
from detector.matching.evidence import FoundPair
from detector.submissions import Marks
from detector.text.characters import characters_of
from detector.text.quotes import BULLETS, TRAILING, with_bullet, with_trailing

_TRAILING_CODES = np.array(sorted(map(ord, TRAILING)), dtype=np.uint32)
_BULLET_CODES = np.array(sorted(map(ord, BULLETS)), dtype=np.uint32)
_KEYS = tuple(kind.key for kind in Provenance)


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


def tokens_of(pairs: Iterable[FoundPair], size: int, *, right: bool = False) -> Bools:
    """Tokens of the left texts inside the passages of these pairs, with `right` of both, bool[size]."""
    mask = np.zeros(size, bool)
    for pair in pairs:
        for passage in pair.passages:
            mask[slice(*passage.left)] = True
            if right:
                mask[slice(*passage.right)] = True
    return mask


def class_counts(document_indptr: Longs, classes: Bytes) -> Floats:
    """Syllables of each class in each document, float64[documents, classes]."""
    counts = [counts_in_runs(classes == kind, document_indptr) for kind in Provenance]
    return np.stack(counts, axis=1).astype(np.float64)


@dataclass(frozen=True, slots=True)
class ClassRuns:
    """Runs of tokens of one class in all documents, with the punctuation around them.

    Attributes:
        edges: int32[runs, 2], half-open characters of the document.
        kinds: the class of each.
        indptr: the runs of each document, documents + 1.
    """

    edges: Ints
    kinds: tuple[str, ...]
    indptr: Sequence[int]

    def marks(self, row: int) -> Marks:
        """The runs of one document."""
        start, end = self.indptr[row], self.indptr[row + 1]
        return Marks(self.edges[start:end].tobytes(), self.kinds[start:end])


def class_runs(corpus: Corpus, classes: Bytes) -> ClassRuns:
    """Where one class gives way to another, or one document to the next."""
    tokens = corpus.tokens
    changes = np.ones(len(classes), bool)
    np.not_equal(classes[1:], classes[:-1], out=changes[1:])
    filled = np.diff(tokens.document_indptr) > 0
    changes[tokens.document_indptr[:-1][filled]] = True
    first = np.flatnonzero(changes)
    last = np.append(first[1:], len(classes))[: len(first)] - 1
    indptr = np.searchsorted(first, tokens.document_indptr).astype(np.int64)
    edges = _with_punctuation(corpus, tokens.starts[first], tokens.ends[last], indptr)
    return ClassRuns(edges, tuple(_KEYS[kind] for kind in classes[first].tolist()), indptr.tolist())


def _with_punctuation(corpus: Corpus, starts: Ints, ends: Ints, indptr: Longs) -> Ints:
    """Both columns with bullets before and punctuation behind, int32[runs, 2]; looks only where there may be some."""
    bulleted, trailed = np.zeros((2, len(starts)), bool)
    for characters in characters_of(corpus.documents):
        mine, begins, codes = characters.elements(indptr), characters.begins_of(indptr), characters.codes
        before = starts[mine] + begins - 1
        at_line_start = np.isin(codes[before - 1], _BULLET_CODES) | (codes[before - 1] == ord("\n"))
        bulleted[mine] = np.isin(codes[before], _BULLET_CODES) & at_line_start
        behind = ends[mine] + begins
        one = np.isin(codes[behind], _TRAILING_CODES)  # then another character follows: the last one is a line end
        trailed[mine] = one & np.isin(codes[behind + one], _TRAILING_CODES)
        ends[mine] += one
    rows = rows_of(indptr)
    for flags, places, widened in ((bulleted, starts, with_bullet), (trailed, ends, with_trailing)):
        documents = (corpus.documents[row] for row in rows[flags].tolist())
        found = [widened(d.text, at) for d, at in zip(documents, places[flags].tolist(), strict=True)]
        places[flags] = found
    return np.stack([starts, ends], axis=1)


def quotable(corpus: Corpus, row: int, first: int, last: int) -> tuple[int, int]:
    """Characters of the half-open token range, with its bullet before and its punctuation behind it."""
    text = corpus.documents[row].text
    start, end = int(corpus.tokens.starts[first]), int(corpus.tokens.ends[last - 1])
    return with_bullet(text, start), with_trailing(text, end)
