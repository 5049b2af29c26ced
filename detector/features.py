"""What a scan compared texts by, as matrices for other programs: TF-IDF, shingles, MinHash sketches.

Made again from the texts and settings of a report by the functions of the scan, so that cosines and Jaccard estimates
are those of `report.pairs`. Printed form is left out, as in the scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.corpus import Bools, Corpus, Floats, Ints
from detector.documents import Role
from detector.errors import InputError, MissingExtraError
from detector.language import N_
from detector.matching.grams import build_grams, of_documents, word_ids
from detector.matching.minhash import estimate_jaccard, sketch
from detector.matching.rarity import writers_mask
from detector.matching.tfidf import cosines, document_vectors
from detector.outside import resources_in_use
from detector.provenance.form import mark_form
from detector.provenance.groups import group_sentences
from detector.report import Report
from detector.settings import Settings
from detector.text.columns import build_corpus
from detector.text.lexicon import background_documents

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Matrix:
    """A row for each text of the report, submissions first, without blank forms; a column for each feature they have.

    Attributes:
        ids: of the texts, row by row.
        features: words, column by column, as they were compared: lower case, without diacritics.
        values: scipy's compressed rows, float32.
    """

    ids: tuple[str, ...]
    features: tuple[str, ...]
    values: sparse.csr_matrix[np.float32]

    def cosine(self, left_id: str, right_id: str) -> float:
        """Of two rows, 0 to 1; of `tfidf` it is `Pair.cosine`. Raises `InputError` for an unknown id."""
        left, right = (np.array([_row(self.ids, id)], np.int32) for id in (left_id, right_id))
        return float(cosines(_unit_rows(self.values), left, right)[0])

    def to_frame(self) -> pandas.DataFrame:
        """A pandas DataFrame of sparse columns; needs the `notebooks` extra."""
        try:
            import pandas
        except ImportError as error:
            raise MissingExtraError("A data frame", "notebooks") from error
        return pandas.DataFrame.sparse.from_spmatrix(self.values, index=list(self.ids), columns=list(self.features))


@dataclass(frozen=True, slots=True)
class Sketches:
    """MinHash sketches by datasketch's scheme: the low 32 bits of the shingle keys, seed 1, ``affine32``.

    Attributes:
        ids: of the texts, row by row, as in `Matrix`.
        values: uint32[texts, permutations]; a text without a shingle has the greatest value everywhere.
    """

    ids: tuple[str, ...]
    values: np.ndarray[tuple[int, int], np.dtype[np.uint32]]

    def jaccard(self, left_id: str, right_id: str) -> float:
        """Estimated similarity of two texts, as in `Pair.jaccard`. Raises `InputError` for an unknown id."""
        left, right = (np.array([_row(self.ids, id)], np.int32) for id in (left_id, right_id))
        return float(estimate_jaccard(self.values, left, right)[0])


class Features:
    """`report.features()`: the texts are cut into words once, when the first matrix is asked for."""

    def __init__(self, report: Report, *, resources: str | Path | None = None) -> None:
        """`resources` as the scan had them. Raises `InputError` for a report of several units."""
        if report.units:
            raise InputError(N_("This report is of several units, each analysed alone. Scan one by itself."))
        self._documents = report.documents()
        self._written = tuple(one for one in self._documents if one.role is not Role.FORM)
        self._settings: Settings = report.settings
        self._resources = resources

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the texts, in the order of `report.documents()`, without blank forms."""
        return tuple(document.id for document in self._written)

    def tfidf(self) -> Matrix:
        """Unit rows of sublinear TF-IDF (scikit-learn's) over the words that underthesea finds."""
        vectors = document_vectors(self._corpus, self._personal)
        first, words = word_ids(self._corpus, self._personal)
        indptr = self._corpus.tokens.document_indptr
        starts = self._corpus.tokens.word_starts.copy()
        starts[indptr[:-1][np.diff(indptr) > 0]] = True
        begins = np.append(np.flatnonzero(starts), len(starts))
        ends = begins[np.searchsorted(begins, first) + 1]
        return self._matrix(vectors, words, first, ends)

    def shingles(self, syllables: int | None = None) -> Matrix:
        """1 where a text has a run of so many syllables, by default as many as the scan compared texts by."""
        size = self._settings.replace(shingle_syllables=syllables or self._settings.shingle_syllables).shingle_syllables
        grams = build_grams(self._corpus, size, counted=self._personal)
        entries = np.ones(len(grams.postings.documents), np.float32)
        shape = (len(self._corpus), len(grams))
        having = sparse.csc_matrix((entries, grams.postings.documents, grams.postings.indptr), shape=shape)
        first = np.flatnonzero(grams.ids >= 0)
        return self._matrix(having.tocsr(), grams.ids[first], first, first + size)

    def sketches(self) -> Sketches:
        """With as many permutations as `minhash_permutations` of the report's settings."""
        size, corpus = self._settings.shingle_syllables, self._corpus
        grams = of_documents(build_grams(corpus, size, counted=self._personal), writers_mask(corpus))
        made = sketch(grams, len(corpus), self._settings.minhash_permutations)
        return Sketches(self.ids, made[self._rows])

    @cached_property
    def _corpus(self) -> Corpus:
        with resources_in_use(self._resources):
            return build_corpus([*self._documents, *background_documents()])

    @cached_property
    def _personal(self) -> Bools:
        """The tokens that are not printed form, bool[tokens]."""
        form = mark_form(self._corpus, group_sentences(self._corpus), self._settings)
        return ~np.repeat(form.sentences, self._corpus.sentences.lengths())

    @cached_property
    def _rows(self) -> Ints:
        """The corpus row of each text."""
        rows = {id(document): row for row, document in enumerate(self._corpus.documents)}
        return np.array([rows[id(document)] for document in self._written], np.int32)

    def _matrix(
        self, values: sparse.csr_matrix, features: Ints, first: NDArray[np.integer], ends: NDArray[np.integer]
    ) -> Matrix:
        """The rows of the report's texts, without columns that are empty there, which get their words as names."""
        mine = values[self._rows].astype(np.float32)
        columns = np.unique(mine.indices)
        known, at = np.unique(features, return_index=True)
        at = at[np.searchsorted(known, columns)]
        return Matrix(self.ids, tuple(self._words(first[at], ends[at])), mine[:, columns].tocsr())

    def _words(self, starts: NDArray[np.integer], ends: NDArray[np.integer]) -> list[str]:
        vocabulary, ids = self._corpus.tokens.vocabulary, self._corpus.tokens.ids.tolist()
        return [
            " ".join(vocabulary[token] for token in ids[a:b])
            for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
        ]


def _row(ids: tuple[str, ...], id: str) -> int:
    try:
        return ids.index(id)
    except ValueError as error:
        raise InputError(N_("{id}: no such text. The rows are of these: `ids`.").format(id=repr(id)[:80])) from error


def _unit_rows(values: sparse.csr_matrix[np.float32]) -> sparse.csr_matrix[np.float32]:
    lengths: Floats = np.sqrt(np.asarray(values.multiply(values).sum(axis=1), np.float64)).ravel()
    scaled = sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ values
    return scaled.tocsr().astype(np.float32)
