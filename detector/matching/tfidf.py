"""TF-IDF vectors (scikit-learn): sentences over syllables for seeds, documents over underthesea words for cosines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, counts_in_runs, indptr_of_lengths, ranges
from detector.lean import put_off
from detector.matching.align import Alike
from detector.matching.blocks import blocks
from detector.matching.grams import word_ids

# Imported by scikit-learn for data frames and for other transformers: 0.45 of the 0.75 s that its import takes.
with put_off("pandas", "scipy.stats"):
    from sklearn.feature_extraction.text import TfidfTransformer

_VERY_LONG = 200  # sentences; the texts of the labelled units have at most 130
_MOST_REPEATS = 64
_CELLS_AT_ONCE = 1 << 19  # sentences against sentences: some 10 MB


def sentence_vectors(corpus: Corpus, counted: Bools) -> sparse.csr_matrix:
    """Unit rows, one per sentence, over folded syllables; rows without `counted` tokens (bool[tokens]) are empty.

    Syllables, not words: on copies typed without diacritics underthesea finds other words, and no set showed a gain
    from words for matching.
    """
    counted = counted & ~_repeated(corpus)
    indptr = indptr_of_lengths(counts_in_runs(counted, corpus.sentences.token_indptr))
    return _weighted(indptr, corpus.tokens.ids[counted], len(corpus.tokens.vocabulary))


def _repeated(corpus: Corpus) -> Bools:
    """bool[tokens]: of a sentence that a very long text has said `_MOST_REPEATS` times before.

    A file made to harm says one sentence ten thousand times: each would meet each in every other text that has it.
    """
    ids, indptr = corpus.tokens.ids, corpus.sentences.token_indptr
    found = np.zeros(len(ids), bool)
    sizes = np.bincount(corpus.sentences.document_rows, minlength=len(corpus))
    for document in np.flatnonzero(sizes > _VERY_LONG):
        said: Counter[bytes] = Counter()
        first, last = np.searchsorted(corpus.sentences.document_rows, (document, document + 1))
        for start, end in pairwise(indptr[first : last + 1].tolist()):
            sentence = ids[start:end].tobytes()
            said[sentence] += 1
            found[start:end] = said[sentence] > _MOST_REPEATS
    return found


@dataclass(frozen=True, slots=True)
class SentenceEntries:
    """The non-zero entries of sentence vectors, by sentence, then term.

    Attributes:
        terms, values: int32, float32; `indptr`: int64[sentences + 1] cuts them.
        sentence_indptr: int64[documents + 1], cuts the sentences.
    """

    terms: Ints
    values: NDArray[np.float32]
    indptr: Longs
    sentence_indptr: Longs

    def alike(self, left: Ints, right: Ints, minimum: float) -> Alike:
        """Sentences of pairs of documents whose cosine is `minimum` and more; `minimum` is above 0.

        Costs up to 24 bytes for a sentence of the left text and one of the right text, over some pairs at once.
        """
        counts = np.diff(self.sentence_indptr)
        parts = []
        for some in blocks(counts[left] * counts[right] + self._terms() * _changes(left), _CELLS_AT_ONCE):
            least = int((counts[left[some]] * counts[right[some]]).max(initial=0)) // _CELLS_AT_ONCE
            if least < 2:
                parts.append(self._alike(left[some], right[some], minimum, some.start))
                continue
            for pair in range(some.start, some.stop):  # a pair that is larger than a block: some sentences at a time
                height, width = int(counts[left[pair]]), max(1, int(counts[right[pair]]))
                step = max(1, _CELLS_AT_ONCE // width)
                one = left[pair : pair + 1], right[pair : pair + 1]
                parts += [self._alike(*one, minimum, pair, slice(at, at + step)) for at in range(0, height, step)]
        return Alike(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _alike(
        self, left: Ints, right: Ints, minimum: float, first: int, some: slice | None = None
    ) -> tuple[Longs, Longs, Longs, Floats, Floats]:
        """The columns of `Alike`, `first` added to the rows of the pairs; `some` sentences of a single left text.

        One sparse product for all pairs: each left text has terms of its own, which its right texts have too.
        """
        texts, place = np.unique(left, return_inverse=True)
        tops, ends = self.sentence_indptr[texts], self.sentence_indptr[texts + 1]
        if some is not None:
            tops, ends = tops + some.start, np.minimum(tops + some.stop, ends)
        ours, their_pairs = ranges(tops, ends), np.repeat(np.arange(len(right)), self._sizes(right))
        theirs = ranges(self.sentence_indptr[right], self.sentence_indptr[right + 1])
        our_rows = self._rows(ours, np.repeat(np.arange(len(texts)), ends - tops), len(texts))
        cosines = self._rows(theirs, place[their_pairs], len(texts)) @ our_rows.T.tocsr()
        cells = np.flatnonzero(cosines.data >= minimum)
        lines, columns = np.searchsorted(cosines.indptr, cells, "right") - 1, cosines.indices[cells]
        order = np.lexsort((lines, columns, their_pairs[lines]))
        cells, lines, columns = cells[order], lines[order], columns[order]
        pairs = their_pairs[lines]
        rows, others = ours[columns], theirs[lines]
        away = (rows - self.sentence_indptr[left[pairs]]) / self._sizes(left)[pairs]
        away -= (others - self.sentence_indptr[right[pairs]]) / self._sizes(right)[pairs]
        return pairs + first, rows, others, cosines.data[cells], np.abs(away)

    def _sizes(self, documents: Ints) -> Longs:
        return self.sentence_indptr[documents + 1] - self.sentence_indptr[documents]

    def _terms(self) -> int:
        return int(self.terms.max(initial=0)) + 1

    def _rows(self, sentences: Longs, places: Longs, count: int) -> sparse.csr_matrix:
        """Vectors of sentences, with terms of its own in each of `count` places."""
        starts, ends = self.indptr[sentences], self.indptr[sentences + 1]
        entries, width = ranges(starts, ends), self._terms()
        terms = self.terms[entries] + np.repeat(places * width, ends - starts)
        columns = (self.values[entries].astype(np.float64), terms, indptr_of_lengths(ends - starts))
        return sparse.csr_matrix(columns, shape=(len(sentences), count * width))


def sentence_entries(vectors: sparse.csr_matrix, document_indptr: Longs) -> SentenceEntries:
    """Entries of sentence vectors whose rows `document_indptr` (int64[documents + 1]) cuts by document."""
    terms, values = vectors.indices.astype(np.int32, copy=False), vectors.data.astype(np.float32, copy=False)
    return SentenceEntries(terms, values, vectors.indptr.astype(np.int64), document_indptr)


def _changes(column: Ints) -> Bools:
    """Where there is another value than before."""
    changes: Bools = np.diff(column, prepend=-1) != 0
    return changes


def equal_keys(ours: Longs, theirs: Longs) -> tuple[Longs, Longs]:
    """Places of equal keys in two sorted columns, every one with every one, by ours, then theirs."""
    starts = np.flatnonzero(np.diff(theirs, prepend=-1))
    keys, ends = np.append(theirs[starts], -1), np.append(starts, len(theirs))
    rows = np.searchsorted(keys[:-1], ours)
    found = np.flatnonzero(keys[rows] == ours)
    low, high = ends[rows[found]], ends[rows[found] + 1]
    return np.repeat(found, high - low), ranges(low, high)


def document_vectors(corpus: Corpus, counted: Bools) -> sparse.csr_matrix:
    """Unit rows, one per document, over the words that underthesea found."""
    first, words = word_ids(corpus, counted)
    indptr = np.searchsorted(first, corpus.tokens.document_indptr)
    return _weighted(indptr, words, int(words.max(initial=-1)) + 1)


def cosines(vectors: sparse.csr_matrix, left: Ints, right: Ints) -> Floats:
    """Cosine of each pair of rows, 0 to 1."""
    products = vectors[left].multiply(vectors[right]).sum(axis=1)
    return np.clip(np.asarray(products, dtype=np.float64).ravel(), 0.0, 1.0)


def _weighted(indptr: Longs, columns: Ints, width: int) -> sparse.csr_matrix:
    """Unit rows of TF-IDF weights; `indptr` cuts `columns` (int32[...], terms as they stand in the text) by row."""
    counts = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, indptr), shape=(len(indptr) - 1, width))
    counts.sum_duplicates()
    if not counts.nnz:
        return counts
    transformer = TfidfTransformer(sublinear_tf=True).fit(counts)
    weighted: sparse.csr_matrix = transformer.transform(counts, copy=False)
    return weighted
