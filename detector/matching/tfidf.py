"""TF-IDF vectors (scikit-learn): sentences over syllables for seeds, documents over underthesea words for cosines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, indptr_of, ranges, rows_of
from detector.lean import put_off
from detector.matching.grams import word_ids
from detector.matching.ordering import numbered

# Imported by scikit-learn for data frames and for other transformers: 0.45 of the 0.75 s that its import takes.
with put_off("pandas", "scipy.stats"):
    from sklearn.feature_extraction.text import TfidfTransformer


def sentence_vectors(corpus: Corpus, counted: Bools) -> sparse.csr_matrix:
    """Unit rows, one per sentence, over folded syllables; rows without `counted` tokens (bool[tokens]) are empty.

    Syllables, not words: on copies typed without diacritics underthesea finds other words, and no set showed a gain
    from words for matching.
    """
    rows = rows_of(corpus.sentences.token_indptr)[counted]
    return _weighted(rows, corpus.tokens.ids[counted], (len(corpus.sentences), len(corpus.tokens.vocabulary)))


@dataclass(frozen=True, slots=True)
class SentenceEntries:
    """The non-zero entries of sentence vectors, sorted by document, then term.

    Joining two sorted runs costs a tenth of slicing and multiplying two small sparse matrices.

    Attributes:
        terms, rows, values: int32, int32, float32; `rows` count the sentences within their document.
        indptr: int64[documents + 1], cuts the entries; sentence_counts: int64[documents].
    """

    terms: Ints
    rows: Ints
    values: NDArray[np.float32]
    indptr: Longs
    sentence_counts: Longs

    def similarity(self, left: int, right: int) -> Floats:
        """Cosines of all sentences of two documents, float64[left sentences, right sentences]."""
        a, b = (slice(*self.indptr[row : row + 2].tolist()) for row in (left, right))
        theirs = self.terms[b]
        low, high = np.searchsorted(theirs, self.terms[a], "left"), np.searchsorted(theirs, self.terms[a], "right")
        ours = np.repeat(np.arange(len(low)), high - low)
        other = ranges(low, high)
        shape = int(self.sentence_counts[left]), int(self.sentence_counts[right])
        cells = self.rows[a][ours] * shape[1] + self.rows[b][other]
        products = self.values[a][ours].astype(np.float64) * self.values[b][other]
        return np.bincount(cells, products, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)


def sentence_entries(vectors: sparse.csr_matrix, document_indptr: Longs) -> SentenceEntries:
    """Entries of sentence vectors whose rows `document_indptr` (int64[documents + 1]) cuts by document."""
    sentences = rows_of(vectors.indptr.astype(np.int64))
    documents = rows_of(document_indptr)[sentences]
    count = len(document_indptr) - 1
    order, _ = numbered(((documents, count), (vectors.indices, vectors.shape[1])))
    return SentenceEntries(
        vectors.indices[order].astype(np.int32, copy=False),
        (sentences - document_indptr[documents])[order].astype(np.int32),
        vectors.data[order].astype(np.float32, copy=False),
        indptr_of(documents[order], count),
        np.diff(document_indptr),
    )


def document_vectors(corpus: Corpus, counted: Bools) -> sparse.csr_matrix:
    """Unit rows, one per document, over the words that underthesea found."""
    first, words = word_ids(corpus)
    kept = counted[first]
    rows = corpus.token_documents()[first][kept]
    return _weighted(rows, words[kept], (len(corpus), int(words.max(initial=-1)) + 1))


def cosines(vectors: sparse.csr_matrix, left: Ints, right: Ints) -> Floats:
    """Cosine of each pair of rows, 0 to 1."""
    products = vectors[left].multiply(vectors[right]).sum(axis=1)
    return np.clip(np.asarray(products, dtype=np.float64).ravel(), 0.0, 1.0)


def _weighted(rows: Ints, columns: Ints, shape: tuple[int, int]) -> sparse.csr_matrix:
    counts = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    if not counts.nnz:
        return counts
    weighted: sparse.csr_matrix = TfidfTransformer(sublinear_tf=True).fit_transform(counts).tocsr()
    return weighted
