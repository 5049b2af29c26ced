"""Runs of n syllables as columns: an id at each token, and which documents have it.

Keys depend on the syllables alone (blake2b), never on the vocabulary of a scan, so that sketches made in different
scans can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Corpus, Ints, Longs, indptr_of, ranges
from detector.matching.postings import Postings

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd: multiplication modulo 2**64 is a bijection
_WORD_MULTIPLIER = np.uint64(0x100000001B3)


@dataclass(frozen=True, slots=True)
class Grams:
    """All n-grams of the counted tokens.

    Attributes:
        size: n.
        ids: int32[tokens], gram that begins at the token, -1 where none does.
        keys: uint64[grams], ascending.
        postings: the documents that have each gram.
    """

    size: int
    ids: Ints
    keys: NDArray[np.uint64]
    postings: Postings

    def documents_of(self, grams: NDArray[np.integer]) -> tuple[Ints, Longs]:
        """Concatenated documents of `grams`, and for each of them its position in `grams`."""
        starts, ends = self.postings.indptr[grams], self.postings.indptr[grams + 1]
        return self.postings.documents[ranges(starts, ends)], np.repeat(np.arange(len(grams)), ends - starts)


def syllable_keys(vocabulary: tuple[str, ...]) -> NDArray[np.uint64]:
    """64-bit content hash of each syllable, uint64[vocabulary]."""
    digests = b"".join(blake2b(s.encode("utf-8", "surrogatepass"), digest_size=8).digest() for s in vocabulary)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def build_grams(corpus: Corpus, size: int, *, counted: Bools) -> Grams:
    """n-grams of consecutive `counted` tokens (bool[tokens]); none spans an uncounted token or two documents."""
    keys, valid = _gram_keys(corpus, range(size), counted)
    return _indexed(corpus, size, keys, valid)


def build_skip_grams(corpus: Corpus, *, counted: Bools) -> Grams:
    """Pairs of a token and the one after the next, whatever stands between them."""
    keys, valid = _gram_keys(corpus, (0, 2), counted)
    valid[:-1] &= counted[1:]
    return _indexed(corpus, 3, keys, valid)


def build_word_grams(corpus: Corpus, *, counted: Bools) -> Grams:
    """The words that underthesea found, each at its first token."""
    first, keys = word_keys(corpus)
    valid = np.zeros(len(counted), bool)
    valid[first] = counted[first]
    at_token = np.zeros(len(counted), np.uint64)
    at_token[first] = keys
    return _indexed(corpus, 1, at_token, valid)


def word_keys(corpus: Corpus) -> tuple[Longs, NDArray[np.uint64]]:
    """The token row at which each word begins, and a 64-bit key of its folded syllables."""
    indptr = corpus.tokens.document_indptr
    starts = corpus.tokens.word_starts.copy()
    starts[indptr[:-1][np.diff(indptr) > 0]] = True
    first = np.flatnonzero(starts)
    keys = syllable_keys(corpus.tokens.vocabulary)[corpus.tokens.ids]
    position = (np.arange(len(keys)) - np.repeat(first, np.diff(np.append(first, len(keys))))).astype(np.uint64)
    weighted = keys * (_WORD_MULTIPLIER ** (position + np.uint64(1)))
    return first, np.add.reduceat(weighted, first) if len(first) else weighted


def _indexed(corpus: Corpus, size: int, keys: NDArray[np.uint64], valid: Bools) -> Grams:
    """One stable sort: equal keys come together, and within them documents ascend as the tokens do."""
    tokens = np.flatnonzero(valid)
    order = np.argsort(keys[tokens], kind="stable")
    tokens = tokens[order]
    ordered = keys[tokens]
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    number = np.cumsum(first) - 1
    ids = np.full(len(keys), -1, np.int32)
    ids[tokens] = number
    documents = corpus.token_documents()[tokens]
    posted = first.copy()
    posted[1:] |= documents[1:] != documents[:-1]
    distinct = ordered[first]
    return Grams(size, ids, distinct, Postings(indptr_of(number[posted], len(distinct)), documents[posted]))


def _gram_keys(corpus: Corpus, offsets: Sequence[int], counted: Bools) -> tuple[NDArray[np.uint64], Bools]:
    hashes = syllable_keys(corpus.tokens.vocabulary)[corpus.tokens.ids]
    keys = hashes.copy()
    valid = counted.copy()
    documents = corpus.token_documents()
    count = len(keys)
    for offset in offsets[1:]:
        keys *= _MULTIPLIER
        reach = max(count - offset, 0)
        keys[:reach] += hashes[offset:]
        valid[:reach] &= counted[offset:] & (documents[offset:] == documents[:reach])
        valid[reach:] = False
    return keys, valid
