"""Equal sentences are judged once: sentences grouped by what they say apart from numbering and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detector.corpus import Bools, Corpus, Ints, Longs, indptr_of_lengths, ranges, rows_of, unique_sorted

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no power of it is 0 modulo 2**64
ENUMERATOR = re.compile(r"[ivx]{1,5}|[a-xz]")  # "y" is a word: ý


@dataclass(frozen=True, slots=True)
class SentenceGroups:
    """Sentences with the same syllables once figures and list numbers are left out.

    Attributes:
        group_rows: int32[sentences]; -1 where nothing but figures is left.
        tokens: int32[...], vocabulary ids of each group, cut by `indptr`.
        indptr: int64[groups + 1].
        first_sentences: int64[groups], one sentence of each.
    """

    group_rows: Ints
    tokens: Ints
    indptr: Longs
    first_sentences: Longs

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def lengths(self) -> Longs:
        """Syllables of each group, without figures."""
        return np.diff(self.indptr)


def group_sentences(corpus: Corpus) -> SentenceGroups:
    """Groups in order of first appearance; linear in the number of sentences."""
    tokens, sentences = corpus.tokens, corpus.sentences
    kept = _worded(corpus)
    kept_indptr = np.concatenate([[0], np.cumsum(kept)])[sentences.token_indptr]
    ids = tokens.ids[kept]
    rows, firsts = _equal_runs(ids, kept_indptr)
    starts, ends = kept_indptr[firsts], kept_indptr[firsts + 1]
    return SentenceGroups(rows, ids[ranges(starts, ends)], indptr_of_lengths(ends - starts), firsts)


def _equal_runs(ids: Ints, indptr: Longs) -> tuple[Ints, Longs]:
    """A number for each run that `indptr` cuts, equal for equal runs, -1 for empty ones; and the first run of each.

    Runs are told apart by a hash, and those of one hash are compared syllable by syllable.
    """
    lengths = np.diff(indptr)
    filled = np.flatnonzero(lengths)
    rows = np.full(len(lengths), -1, np.int32)
    place = np.arange(len(ids), dtype=np.uint64) - np.repeat(indptr[:-1], lengths).astype(np.uint64)
    mixed = (ids.astype(np.uint64) + np.uint64(1)) * _MULTIPLIER ** (place + np.uint64(1))
    sums = np.add.reduceat(mixed, indptr[filled]) if len(filled) else mixed
    _, at, inverse = np.unique(sums, return_index=True, return_inverse=True)
    first = filled[at][inverse]  # of each filled run, the first with its hash
    if not _all_equal(ids, indptr, filled, first):
        first = _first_equal(ids, indptr, filled)
    firsts = np.flatnonzero(np.bincount(first, minlength=len(lengths))) if len(first) else filled
    number = np.zeros(len(lengths), np.int32)
    number[firsts] = np.arange(len(firsts))
    rows[filled] = number[first]
    return rows, firsts.astype(np.int64)


def _all_equal(ids: Ints, indptr: Longs, runs: Longs, others: Longs) -> bool:
    lengths = np.diff(indptr)
    if not np.array_equal(lengths[runs], lengths[others]):
        return False
    mine, theirs = (ids[ranges(indptr[rows], indptr[rows + 1])] for rows in (runs, others))
    return bool(np.array_equal(mine, theirs))


def _first_equal(ids: Ints, indptr: Longs, runs: Longs) -> Longs:
    """The first run equal to each, one by one: for the day on which two sentences have one hash."""
    seen: dict[bytes, int] = {}
    first = [seen.setdefault(ids[indptr[row] : indptr[row + 1]].tobytes(), row) for row in runs.tolist()]
    return np.array(first, dtype=np.int64)


def document_counts(corpus: Corpus, groups: SentenceGroups, counted: Bools) -> Ints:
    """In how many of the `counted` documents (bool[documents]) each group occurs, int32[groups]."""
    documents = corpus.sentences.document_rows
    valid = (groups.group_rows >= 0) & counted[documents]
    pairs = unique_sorted(groups.group_rows[valid].astype(np.int64) * len(corpus) + documents[valid])
    return np.bincount(pairs // max(len(corpus), 1), minlength=len(groups)).astype(np.int32)


def bigram_matrix(groups: SentenceGroups, vocabulary_size: int) -> sparse.csr_matrix:
    """Binary groups x bigrams; a group of one syllable has that syllable alone."""
    rows = rows_of(groups.indptr).astype(np.int64)
    size = vocabulary_size + 1
    following = np.append(groups.tokens[1:], 0).astype(np.int64) + 1
    lasts = groups.indptr[1:] - 1
    following[lasts] = 0
    keys = groups.tokens.astype(np.int64) * size + following
    single = groups.lengths() == 1
    keep = np.ones(len(keys), bool)
    keep[lasts[~single]] = False
    _, columns = np.unique(keys[keep], return_inverse=True)
    matrix = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), (rows[keep], columns)), shape=(len(groups), columns.max(initial=-1) + 1)
    )
    matrix.data[:] = 1.0
    return matrix


def _worded(corpus: Corpus) -> Bools:
    """Which tokens count: no figures, and no list number at the start of a sentence, bool[tokens]."""
    vocabulary = corpus.tokens.vocabulary
    is_figure = np.array([syllable[0].isdigit() for syllable in vocabulary], dtype=bool)
    is_enumerator = np.array([bool(ENUMERATOR.fullmatch(syllable)) for syllable in vocabulary], dtype=bool)
    kept: Bools = ~is_figure[corpus.tokens.ids] if len(vocabulary) else np.zeros(0, bool)
    starts = corpus.sentences.token_indptr[:-1]
    long = np.diff(corpus.sentences.token_indptr) > 1
    first = starts[long]
    kept[first] &= ~is_enumerator[corpus.tokens.ids[first]]
    return kept
