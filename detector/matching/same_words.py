"""Whether two sentences are the same words: then passages tell what they share, not their order or meaning."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np

from detector.corpus import Bools, Corpus, Longs

_SHARE = 0.5  # of the word pairs of the shorter sentence

SameWords = Callable[[Longs, Longs], Bools]


def same_words(corpus: Corpus) -> SameWords:
    """A function of two columns of sentence rows, int64[n]: whether each two share most word pairs, bool[n]."""
    indptr, ids = corpus.sentences.token_indptr, corpus.tokens.ids

    @cache
    def pairs_of(sentence: int) -> frozenset[tuple[int, int]]:
        return frozenset(pairwise(ids[slice(*indptr[sentence : sentence + 2].tolist())].tolist()))

    def are_same(first: Longs, second: Longs) -> Bools:
        both = [(pairs_of(a), pairs_of(b)) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
        return np.array([len(a & b) >= _SHARE * max(min(len(a), len(b)), 1) for a, b in both], bool)

    return are_same
