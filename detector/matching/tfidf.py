"""TF-IDF vectors (scikit-learn): sentences over syllables for seeds, documents over underthesea words for cosines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, counts_in_runs, indptr_of_lengths, ranges, rows_of
from detector.lean import put_off
from detector.matching.align import Alike
from detector.matching.blocks import blocks
from detector.matching.grams import word_ids
from detector.matching.ordering import numbered

# Imported by scikit-learn for data frames and for other transformers: 0.45 of the 0.75 s that its import takes.
with put_off("pandas", "scipy.stats"):
    from sklearn.feature_extraction.text import TfidfTransformer

_ENTRIES_AT_ONCE = 1 << 18
_VERY_LONG = 200  # sentences; the texts of the labelled units have at most 130
_MOST_REPEATS = 64
_CELLS_AT_ONCE = 1 << 19  # sentences against sentences: 4 MB of cosines, ten times that of words in common


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
    """The non-zero entries of sentence vectors, sorted by document, then term.

    Joining sorted runs costs a tenth of slicing and multiplying small sparse matrices.

    Attributes:
        terms, rows, values: int32, int32, float32; `rows` are sentence rows.
        indptr: int64[documents + 1], cuts the entries; `sentence_indptr`: int64[documents + 1], cuts the sentences.
    """

    terms: Ints
    rows: Ints
    values: NDArray[np.float32]
    indptr: Longs
    sentence_indptr: Longs

    def alike(self, left: Ints, right: Ints, minimum: float) -> Alike:
        """Sentences of pairs of documents whose cosine is `minimum` and more; `minimum` is above 0.

        Costs 8 bytes for every sentence of the left text against every one of the right text, over some pairs at once.
        """
        counts = np.diff(self.sentence_indptr)
        parts = []
        for some in blocks(counts[left] * counts[right], _CELLS_AT_ONCE):
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
        """The columns of `Alike`, `first` added to the rows of the pairs; `some` sentences of a single left text."""
        ours, our_pairs = self._entries_of(left)
        theirs, their_pairs = self._entries_of(right)
        tops, lefts = self.sentence_indptr[left], self.sentence_indptr[right]
        lengths, widths = self.sentence_indptr[left + 1] - tops, self.sentence_indptr[right + 1] - lefts
        skipped, heights = 0, lengths
        if some is not None:
            skipped, tops = some.start, tops + some.start
            heights = np.minimum(some.stop, lengths) - skipped
            within = (self.rows[ours] >= tops[0]) & (self.rows[ours] < tops[0] + heights[0])
            ours, our_pairs = ours[within], our_pairs[within]
        terms = int(self.terms.max(initial=0)) + 1
        same_term = equal_keys(our_pairs * terms + self.terms[ours], their_pairs * terms + self.terms[theirs])
        cell_indptr = indptr_of_lengths(heights * widths)
        lines = cell_indptr[our_pairs] + (self.rows[ours] - tops[our_pairs]) * widths[our_pairs]
        columns = self.rows[theirs] - lefts[their_pairs]
        met = lines[same_term[0]] + columns[same_term[1]]
        products = self.values[ours].astype(np.float64)[same_term[0]] * self.values[theirs][same_term[1]]
        cosines = np.bincount(met, products, minlength=int(cell_indptr[-1])).astype(np.float64)
        cells = np.flatnonzero(cosines >= minimum)
        pairs = np.searchsorted(cell_indptr, cells, "right") - 1
        rows, columns = np.divmod(cells - cell_indptr[pairs], widths[pairs])
        off = np.abs((rows + skipped) / lengths[pairs] - columns / widths[pairs])
        return pairs + first, tops[pairs] + rows, lefts[pairs] + columns, cosines[cells], off

    def _entries_of(self, documents: Ints) -> tuple[Longs, Longs]:
        """The entries of some documents, and the place of each one's document among them."""
        starts, ends = self.indptr[documents], self.indptr[documents + 1]
        return ranges(starts, ends), np.repeat(np.arange(len(documents)), ends - starts)


def sentence_entries(vectors: sparse.csr_matrix, document_indptr: Longs) -> SentenceEntries:
    """Entries of sentence vectors whose rows `document_indptr` (int64[documents + 1]) cuts by document.

    The arrays of `vectors` are sorted in place: it is of no use afterwards.
    """
    indptr, terms = vectors.indptr.astype(np.int64), vectors.indices.astype(np.int32, copy=False)
    rows, values = rows_of(indptr), vectors.data.astype(np.float32, copy=False)
    entry_indptr = indptr[document_indptr]
    for some in blocks(np.diff(entry_indptr), _ENTRIES_AT_ONCE):
        cuts = entry_indptr[some.start : some.stop + 1]
        mine = slice(int(cuts[0]), int(cuts[-1]))
        documents = rows_of(cuts - cuts[0])
        order, _ = numbered(((documents, len(cuts) - 1), (terms[mine], vectors.shape[1])))
        for column in (terms, rows, values):
            column[mine] = column[mine][order]
    return SentenceEntries(terms, rows, values, entry_indptr, document_indptr)


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
