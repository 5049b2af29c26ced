"""All texts of a scan as columns. Documents, sentences and syllables are rows; `indptr` arrays cut them (CSR).

A syllable is what Vietnamese writes between spaces (*chữ*); numbers such as ``94,7`` or ``12/4`` are one syllable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from detector.documents import Document, Role

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]


class Provenance(IntEnum):
    """Who else could have written a character. The names are the keys of `shares` in every export."""

    OWN = 0
    FORM = 1
    RULE = 2
    COMMON = 3
    REFERENCE = 4
    PREVIOUS = 5
    SHARED = 6

    @property
    def key(self) -> str:
        """``form``, ``rule`` ..., as in the exports."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class TokenTable:
    """The syllables of all documents, in document order.

    Attributes:
        ids: int32[n], rows of `vocabulary`.
        starts, ends: int32[n], half-open characters of the document's text.
        word_starts: bool[n], True where underthesea begins a word.
        document_indptr: int64[documents + 1].
        vocabulary: folded syllables; see `detector.text.fold`.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    word_starts: Bools
    document_indptr: Longs
    vocabulary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceTable:
    """Sentences and list items: cut at full stops, semicolons, colons and hard line ends.

    Attributes:
        token_indptr: int64[m + 1], rows of the token table; every token is in exactly one sentence.
        document_rows: int32[m].
        line_rows: int32[m], the hard line (paragraph, cell, heading) within the document, ascending.
        section_rows: int32[m], row of the document's `sections`, -1 before the first heading.
    """

    token_indptr: Longs
    document_rows: Ints
    line_rows: Ints
    section_rows: Ints

    def __len__(self) -> int:
        return len(self.document_rows)

    def line_begins(self) -> Bools:
        """Whether a sentence is the first of its line, bool[sentences]."""
        begins = np.ones(len(self), bool)
        begins[1:] = (np.diff(self.line_rows) != 0) | (np.diff(self.document_rows) != 0)
        return begins

    def lengths(self) -> Longs:
        """Syllables of each sentence, int64[m]."""
        return np.diff(self.token_indptr)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents beside their columns. `documents` are in content order, whatever the order or names of the files.

    Attributes:
        sections: per document the names of its sections, in order of appearance.
    """

    documents: tuple[Document, ...]
    tokens: TokenTable
    sentences: SentenceTable
    sections: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.documents)

    def has_role(self, *roles: Role) -> Bools:
        """Which documents have one of these roles, bool[documents]."""
        return have_role(self.documents, *roles)

    def only(self, rows: Sequence[int]) -> Corpus:
        """These documents, as they stand here; the vocabulary is that of all."""
        tokens, table = self.tokens, self.sentences
        chosen = np.array(rows, np.int64)
        indptr = tokens.document_indptr
        of_tokens = ranges(indptr[chosen], indptr[chosen + 1])
        bounds = np.searchsorted(table.document_rows, [chosen, chosen + 1])
        of_sentences = ranges(bounds[0], bounds[1])
        return Corpus(
            tuple(self.documents[row] for row in rows),
            TokenTable(
                tokens.ids[of_tokens],
                tokens.starts[of_tokens],
                tokens.ends[of_tokens],
                tokens.word_starts[of_tokens],
                indptr_of_lengths(np.diff(indptr)[chosen]),
                tokens.vocabulary,
            ),
            SentenceTable(
                indptr_of_lengths(table.lengths()[of_sentences]),
                np.repeat(np.arange(len(chosen), dtype=np.int32), bounds[1] - bounds[0]),
                table.line_rows[of_sentences],
                table.section_rows[of_sentences],
            ),
            tuple(self.sections[row] for row in rows),
        )

    def token_documents(self) -> Ints:
        """Document row of each token, int32[n]."""
        return rows_of(self.tokens.document_indptr)

    def sentence_spans(self) -> tuple[Ints, Ints]:
        """First and last character of each sentence as half-open ranges of its document's text, int32[m] each."""
        first = self.sentences.token_indptr[:-1]
        last = self.sentences.token_indptr[1:] - 1
        return self.tokens.starts[first], self.tokens.ends[last]


def have_role(documents: Iterable[Document], *roles: Role) -> Bools:
    """Which documents have one of these roles, bool[documents]."""
    return np.array([document.role in roles for document in documents], bool)


def rows_of(indptr: NDArray[np.int64]) -> Ints:
    """The row number of each element that `indptr` cuts, int32[indptr[-1]]."""
    return np.repeat(np.arange(len(indptr) - 1, dtype=np.int32), np.diff(indptr))


def indptr_of(rows: NDArray[np.integer], size: int) -> Longs:
    """CSR pointers of sorted `rows`, int64[size + 1]."""
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size))]).astype(np.int64)


def indptr_of_lengths(lengths: Sequence[int] | NDArray[np.integer]) -> Longs:
    """CSR pointers of runs with these lengths."""
    return np.concatenate([[0], np.cumsum(np.asarray(lengths, dtype=np.int64))]).astype(np.int64)


def counts_in_runs(flags: Bools, indptr: Longs) -> Longs:
    """How many flags are set in each run that `indptr` cuts, int64[runs]; ten times as fast as `numpy.bincount`."""
    counts = np.zeros(len(indptr) - 1, np.int64)
    filled = np.flatnonzero(np.diff(indptr))
    counts[filled] = np.add.reduceat(flags.view(np.uint8), indptr[filled], dtype=np.int64)
    return counts


def unique_sorted(values: NDArray[np.integer]) -> NDArray[np.integer]:
    """Sorted distinct values; on millions of integers a sort beats the hash table of `numpy.unique` five times."""
    ordered = np.sort(values)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))]


def ranges(starts: NDArray[np.integer], ends: NDArray[np.integer]) -> Longs:
    """The concatenation of ``arange(start, end)`` over all rows, without a loop."""
    lengths = (ends - starts).astype(np.int64)
    behind = np.cumsum(lengths)
    places = np.repeat(starts - (behind - lengths), lengths)
    places += np.arange(len(places))
    return places
