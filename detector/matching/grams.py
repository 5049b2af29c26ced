"""Runs of n syllables as columns: an id at each token, and which documents have it.

Ids are given out in the order of the syllables. Keys depend on the syllables alone (blake2b), never on the vocabulary
of a scan, so that sketches made in different scans can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Corpus, Ints, Longs, ranges, rows_of
from detector.hashes import text_digest
from detector.matching.ordering import numbered, stable_order, value_counts
from detector.matching.postings import Postings
from detector.scratch import IN_MEMORY, Scratch

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd: multiplication modulo 2**64 is a bijection


@dataclass(frozen=True, slots=True)
class Grams:
    """All n-grams of the counted tokens.

    Attributes:
        size: n.
        ids: int32[tokens], gram that begins at the token, -1 where none does.
        keys: uint64[grams], content hashes; empty where nobody asked for them.
        postings: the documents that have each gram.
    """

    size: int
    ids: Ints
    keys: NDArray[np.uint64]
    postings: Postings

    def __len__(self) -> int:
        return len(self.postings)

    def documents_of(self, grams: NDArray[np.integer]) -> tuple[Ints, Longs]:
        """Concatenated documents of `grams`, and for each of them its position in `grams`."""
        starts, ends = self.postings.indptr[grams], self.postings.indptr[grams + 1]
        return self.postings.documents[ranges(starts, ends)], np.repeat(np.arange(len(grams)), ends - starts)

    def have(self, grams: NDArray[np.integer], documents: NDArray[np.integer]) -> Bools:
        """Whether each document has the gram at its side, bool[len(grams)]; a bisection of all lists at once."""
        low, high = self.postings.indptr[grams], self.postings.indptr[grams + 1]
        last = high - 1
        while (low < high).any():
            middle = (low + high) // 2
            before = self.postings.documents[np.minimum(middle, last)] < documents
            low, high = np.where(before & (low < high), middle + 1, low), np.where(before, high, middle)
        found: Bools = (low <= last) & (self.postings.documents[np.minimum(low, last)] == documents)
        return found


def syllable_keys(vocabulary: tuple[str, ...]) -> NDArray[np.uint64]:
    """64-bit content hash of each syllable, uint64[vocabulary]."""
    digests = b"".join(map(text_digest, vocabulary))
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def build_grams(corpus: Corpus, size: int, *, counted: Bools) -> Grams:
    """n-grams of consecutive `counted` tokens (bool[tokens]); none spans an uncounted token or two documents."""
    return build_all_grams(corpus, (size,), counted=counted, keyed=(size,))[0]


def build_all_grams(
    corpus: Corpus, sizes: Sequence[int], *, counted: Bools, keyed: Sequence[int] = (), scratch: Scratch = IN_MEMORY
) -> tuple[Grams, ...]:
    """The same for several sizes, which share their work: an n-gram is a syllable and an (n-1)-gram.

    Only the `keyed` sizes get keys. What is ready waits in `scratch` for the rest.
    """
    columns = _Columns(corpus, counted)
    found: dict[int, Grams] = {}
    tokens, first = columns.by_first_syllable(np.flatnonzero(counted).astype(np.int32), None)
    for size in range(1, max(sizes) + 1):
        if size > 1:
            preceded = columns.joined[tokens]
            tokens, first = columns.by_first_syllable(tokens[preceded] - np.int32(1), _numbers(first)[preceded])
        if size in sizes:
            found[size] = scratch.keep(columns.grams(range(size), tokens, first, keyed=size in keyed))
    return tuple(found[size] for size in sizes)


def build_skip_grams(corpus: Corpus, *, counted: Bools) -> Grams:
    """Pairs of a token and the one after the next, whatever stands between them."""
    columns = _Columns(corpus, counted)
    tokens = np.flatnonzero(counted).astype(np.int32)
    for offset in (1, 2):
        tokens = tokens[columns.joined[tokens + np.int32(offset)]]
    ids = corpus.tokens.ids
    order, first = numbered(((ids[tokens], columns.syllables), (ids[tokens + 2], columns.syllables)))
    return columns.grams((0, 2), tokens[order], first, size=3, keyed=False)


def build_word_grams(corpus: Corpus, *, counted: Bools) -> Grams:
    """The words that underthesea found, each at its first token."""
    first, words = word_ids(corpus, counted)
    order, begins = numbered(((words, int(words.max(initial=-1)) + 1),))
    first = first[order]
    del words, order
    return _Columns(corpus, counted).grams((0,), first, begins, keyed=False)


def of_documents(grams: Grams, kept: Bools) -> Grams:
    """The same grams, posted in the `kept` documents (bool[documents]) only; some may then be in none."""
    postings = grams.postings
    inside = kept[postings.documents]
    indptr = np.concatenate([[0], np.cumsum(inside)])[postings.indptr]
    return replace(grams, postings=Postings(indptr, postings.documents[inside]))


def word_ids(corpus: Corpus, counted: Bools) -> tuple[Ints, Ints]:
    """The `counted` token rows at which a word begins, ascending, and a number for each, equal for equal words."""
    indptr = corpus.tokens.document_indptr
    starts = corpus.tokens.word_starts.copy()
    starts[indptr[:-1][np.diff(indptr) > 0]] = True
    first = np.flatnonzero(starts).astype(np.int32)
    lengths = np.diff(np.append(first, np.int32(len(starts))))
    kept = counted[first]
    first, lengths = first[kept], lengths[kept]
    ids, syllables = corpus.tokens.ids, len(corpus.tokens.vocabulary)
    words = ids[first]
    count = syllables
    longer = np.flatnonzero(lengths > 1).astype(np.int32)
    reach = np.int32(1)
    while len(longer):  # a word of n syllables is one of n - 1 and a syllable
        order, begins = numbered(((words[longer], count), (ids[first[longer] + reach], syllables)))
        words[longer[order]] = count + np.cumsum(begins, dtype=np.int32) - 1
        count += int(begins.sum())
        reach += np.int32(1)
        longer = longer[lengths[longer] > reach]
    return first, words


def _numbers(first: Bools) -> Ints:
    """The number of the run that each place is in, where `first` says that one begins, int32[len(first)]."""
    numbers = np.cumsum(first, dtype=np.int32)
    numbers -= 1
    return numbers


class _Columns:
    """The corpus as gram building looks at it."""

    def __init__(self, corpus: Corpus, counted: Bools) -> None:
        self.syllables = len(corpus.tokens.vocabulary)
        self._ids = corpus.tokens.ids
        self._indptr = corpus.tokens.document_indptr
        self._hashes = syllable_keys(corpus.tokens.vocabulary)
        self.joined = np.zeros(len(counted) + 1, bool)  # to the token before: both counted, of one document
        self.joined[1:-1] = counted[1:] & counted[:-1]
        self.joined[self._indptr] = False

    def by_first_syllable(self, tokens: Ints, rest: Ints | None) -> tuple[Ints, Bools]:
        """Tokens in the order of the grams that begin there, and where in it a new gram begins.

        Args:
            tokens: int32[n], in the order of `rest`.
            rest: int32[n], number of the gram without its first syllable, ascending; None where there is no more.
        """
        syllables = self._ids[tokens]
        order = stable_order(syllables, self.syllables)
        first = np.zeros(len(tokens), bool)
        starts = np.concatenate([[0], np.cumsum(value_counts(syllables, self.syllables))])
        first[starts[:-1][np.diff(starts) > 0]] = True
        if rest is not None:
            rest = rest[order]
            first[1:] |= rest[1:] != rest[:-1]
        return tokens[order], first

    def grams(
        self, offsets: Sequence[int], tokens: Ints, first: Bools, *, keyed: bool, size: int | None = None
    ) -> Grams:
        """Grams of sorted `tokens`; equal grams are beside each other, and within them documents ascend."""
        documents = rows_of(self._indptr)[tokens]
        posted = first.copy()
        posted[1:] |= documents[1:] != documents[:-1]
        documents = documents[posted]
        indptr = np.append(np.flatnonzero(first[posted]), len(documents)).astype(np.int64)
        ids = np.full(len(self._ids), -1, np.int32)
        ids[tokens] = _numbers(first)
        keys = self._keys(offsets, tokens[first]) if keyed else np.zeros(0, np.uint64)
        return Grams(size or len(offsets), ids, keys, Postings(indptr, documents))

    def _keys(self, offsets: Sequence[int], tokens: Ints) -> NDArray[np.uint64]:
        keys = self._hashes[self._ids[tokens]]
        for offset in offsets[1:]:
            keys = keys * _MULTIPLIER + self._hashes[self._ids[tokens + offset]]
        return keys
