"""Runs of n syllables as columns: an id at each token, and which documents have it.

Keys depend on the syllables alone (blake2b), never on the vocabulary of a scan, so that sketches made in different
scans can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Corpus, Ints, Longs, indptr_of, ranges
from detector.matching.postings import Postings

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd: multiplication modulo 2**64 is a bijection


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
    keys, valid = _gram_keys(corpus, size, counted)
    documents = corpus.token_documents()[valid].astype(np.int64)
    distinct, inverse = np.unique(keys[valid], return_inverse=True)
    ids = np.full(len(keys), -1, np.int32)
    ids[valid] = inverse
    width = max(len(corpus), 1)
    grams, rows = np.divmod(np.unique(inverse.astype(np.int64) * width + documents), width)
    return Grams(size, ids, distinct, Postings(indptr_of(grams, len(distinct)), rows.astype(np.int32)))


def _gram_keys(corpus: Corpus, size: int, counted: Bools) -> tuple[NDArray[np.uint64], Bools]:
    hashes = syllable_keys(corpus.tokens.vocabulary)[corpus.tokens.ids]
    keys = hashes.copy()
    valid = counted.copy()
    documents = corpus.token_documents()
    count = len(keys)
    for offset in range(1, size):
        keys *= _MULTIPLIER
        reach = max(count - offset, 0)
        keys[:reach] += hashes[offset:]
        valid[:reach] &= counted[offset:] & (documents[offset:] == documents[:reach])
        valid[reach:] = False
    return keys, valid
