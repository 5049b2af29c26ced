"""Equal sentences are judged once: sentences grouped by what they say apart from numbering and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detector.corpus import (
    Bools,
    Corpus,
    Ints,
    Longs,
    counts_in_runs,
    indptr_of_lengths,
    ranges,
    rows_of,
    unique_sorted,
)
from detector.matching.ordering import numbered

if TYPE_CHECKING:
    from scipy import sparse

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no power of it is 0 modulo 2**64
_TOKENS_AT_ONCE = 1 << 20  # few enough that what is worked out of them stays small
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
    kept = _worded(corpus)
    kept_indptr = indptr_of_lengths(counts_in_runs(kept, corpus.sentences.token_indptr))
    ids = corpus.tokens.ids[kept]
    rows, firsts = _equal_runs(ids, kept_indptr)
    starts, ends = kept_indptr[firsts], kept_indptr[firsts + 1]
    return SentenceGroups(rows, ids[ranges(starts, ends)], indptr_of_lengths(ends - starts), firsts)


def _equal_runs(ids: Ints, indptr: Longs) -> tuple[Ints, Longs]:
    """A number for each run that `indptr` cuts, equal for equal runs, -1 for empty ones; and the first run of each.

    Runs are told apart by a hash, and those of one hash are compared syllable by syllable.
    """
    lengths = np.diff(indptr)
    filled = np.flatnonzero(lengths)
    _, at, inverse = np.unique(_hashes(ids, indptr)[filled], return_index=True, return_inverse=True)
    first = filled[at][inverse]  # of each filled run, the first with its hash
    if not _all_equal(ids, indptr, filled, first):
        first = _first_equal(ids, indptr, filled)
    firsts = np.flatnonzero(np.bincount(first, minlength=len(lengths))) if len(first) else filled
    number = np.zeros(len(lengths), np.int32)
    number[firsts] = np.arange(len(firsts))
    rows = np.full(len(lengths), -1, np.int32)
    rows[filled] = number[first]
    return rows, firsts.astype(np.int64)


def _hashes(ids: Ints, indptr: Longs) -> NDArray[np.uint64]:
    """A hash of each run, uint64[runs]: its ids times powers of an odd number, added up."""
    lengths = np.diff(indptr)
    powers = np.full(int(lengths.max(initial=0)) + 1, _MULTIPLIER).cumprod()
    hashes = np.zeros(len(lengths), np.uint64)
    for start, end in _blocks(indptr):
        places = ranges(np.zeros(end - start, np.int64), lengths[start:end])
        mixed = (ids[indptr[start] : indptr[end]].astype(np.uint64) + np.uint64(1)) * powers[places]
        filled = start + np.flatnonzero(lengths[start:end])
        hashes[filled] = np.add.reduceat(mixed, indptr[filled] - indptr[start]) if len(filled) else 0
    return hashes


def _all_equal(ids: Ints, indptr: Longs, runs: Longs, others: Longs) -> bool:
    """Whether each of `runs`, which together are all of `ids`, is equal to the one at its side."""
    starts, lengths = indptr[others], np.diff(indptr)[runs]
    if not np.array_equal(lengths, np.diff(indptr)[others]):
        return False
    mine = indptr_of_lengths(lengths)
    return all(
        np.array_equal(ids[mine[a] : mine[b]], ids[ranges(starts[a:b], starts[a:b] + lengths[a:b])])
        for a, b in _blocks(mine)
    )


def _blocks(indptr: Longs) -> list[tuple[int, int]]:
    """Half-open ranges of runs with about `_TOKENS_AT_ONCE` tokens each."""
    steps = np.arange(0, int(indptr[-1]), _TOKENS_AT_ONCE)
    cuts = np.unique(np.append(np.searchsorted(indptr, steps), len(indptr) - 1))
    return list(pairwise(cuts.tolist()))


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
    from scipy import sparse  # here: the names of the signals are asked for alone

    following = np.zeros(len(groups.tokens), np.int32)
    following[:-1] = groups.tokens[1:] + 1
    lasts = groups.indptr[1:] - 1
    following[lasts] = 0
    keep = np.ones(len(following), bool)
    keep[lasts[groups.lengths() > 1]] = False
    order, first = numbered(((groups.tokens[keep], vocabulary_size), (following[keep], vocabulary_size + 1)))
    columns = np.empty(len(order), np.int32)
    columns[order] = np.cumsum(first, dtype=np.int32) - np.int32(1)
    matrix = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), (rows_of(groups.indptr)[keep], columns)),
        shape=(len(groups), int(first.sum())),
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
