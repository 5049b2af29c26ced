"""Texts that are equal outside form, regulation and known stock: a certainty, at any length and in any number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs
from detector.matching.evidence import FoundPair, FoundPassage

_LEAST_SYLLABLES = 5  # a clause
_LEAST_CHARACTERS = 20  # the same in a script that writes no spaces


def equal_texts(corpus: Corpus, compared: Bools, own: Bools, chosen: Bools, writers: Ints) -> list[Longs]:
    """Rows of the `chosen` documents (bool[documents]) of two persons and more with the same `compared` tokens.

    Documents without a clause of `own` tokens are in none. Ordered by first row; linear in the tokens.
    """
    tokens = corpus.tokens
    found: dict[bytes, list[int]] = {}
    for row in np.flatnonzero(chosen).tolist():
        start, end = tokens.document_indptr[row : row + 2].tolist()
        left = tokens.ids[start:end][own[start:end]]
        if len(left) >= _LEAST_SYLLABLES or _characters(corpus, left) >= _LEAST_CHARACTERS:
            ids = tokens.ids[start:end][compared[start:end]]
            found.setdefault(ids.tobytes(), []).append(row)
    groups = (np.array(rows, np.int64) for rows in found.values() if len(rows) > 1)
    return [rows for rows in groups if len(np.unique(writers[rows])) > 1]


def equal_pairs(corpus: Corpus, compared: Bools, groups: Sequence[Longs], writers: Ints) -> Iterator[FoundPair]:
    """The first text of each group with those of the others, one passage for each run that both have."""
    for rows in groups:
        first = int(rows[0])
        ours = _rows(corpus, compared, first)
        others = [int(row) for row in rows[1:] if writers[row] != writers[first]]
        for other in others:
            yield FoundPair(first, other, tuple(_passages(ours, _rows(corpus, compared, other), len(others) + 1)))


def _rows(corpus: Corpus, counted: Bools, row: int) -> Longs:
    start, end = corpus.tokens.document_indptr[row : row + 2].tolist()
    rows: Longs = np.flatnonzero(counted[start:end]) + start
    return rows


def _passages(left: Longs, right: Longs, spread: int) -> Iterator[FoundPassage]:
    """Runs of tokens that follow each other in both texts."""
    breaks = np.flatnonzero((np.diff(left) > 1) | (np.diff(right) > 1)) + 1
    for ours, theirs in zip(np.split(left, breaks), np.split(right, breaks), strict=True):
        yield FoundPassage(_range(ours), _range(theirs), len(ours), 1.0, 0.0, spread)


def _range(tokens: Longs) -> tuple[int, int]:
    return int(tokens[0]), int(tokens[-1]) + 1


def _characters(corpus: Corpus, ids: Ints) -> int:
    return sum(len(corpus.tokens.vocabulary[row]) for row in ids.tolist())
