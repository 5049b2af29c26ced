"""TF-IDF vectors (scikit-learn): sentences over syllables for seeds, documents over underthesea words for cosines."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from detector.corpus import Bools, Corpus, Floats, Ints, rows_of
from detector.matching.grams import word_keys


def sentence_vectors(corpus: Corpus, counted: Bools) -> sparse.csr_matrix:
    """Unit rows, one per sentence, over folded syllables; rows without `counted` tokens (bool[tokens]) are empty.

    Syllables, not words: on copies typed without diacritics underthesea finds other words, and no set showed a gain
    from words for matching.
    """
    rows = rows_of(corpus.sentences.token_indptr)[counted]
    return _weighted(rows, corpus.tokens.ids[counted], (len(corpus.sentences), len(corpus.tokens.vocabulary)))


def document_vectors(corpus: Corpus, counted: Bools) -> sparse.csr_matrix:
    """Unit rows, one per document, over the words that underthesea found."""
    first, keys = word_keys(corpus)
    words = np.unique(keys, return_inverse=True)[1].astype(np.int32)
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
