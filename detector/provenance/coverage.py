"""Tokens that stand in known text: n-gram coverage, and sentences that are mostly covered."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, Floats, counts_in_runs
from detector.documents import Role
from detector.matching.grams import Grams


def covered(grams: Grams, hit: Bools) -> Bools:
    """Tokens inside at least one n-gram that is `hit` (bool[grams]), bool[tokens]."""
    starts = np.append(hit, False)[grams.ids]
    result = starts.copy()
    for offset in range(1, grams.size):
        result[offset:] |= starts[: len(starts) - offset]
    return result


def known_to(grams: Grams, corpus: Corpus, role: Role) -> Bools:
    """Which n-grams occur in a document of this role, bool[grams]."""
    of_role = corpus.has_role(role)
    return grams.postings.counts(of_role) > 0


def sentence_shares(corpus: Corpus, tokens: Bools) -> Floats:
    """Share of each sentence's syllables that are in `tokens`, float64[sentences], 0 to 1."""
    counts = counts_in_runs(tokens, corpus.sentences.token_indptr)
    return counts / np.maximum(corpus.sentences.lengths(), 1)


def filled_sentences(corpus: Corpus, tokens: Bools, share: float) -> Bools:
    """`tokens`, with every sentence that is covered to at least `share` covered whole, bool[tokens]."""
    whole = sentence_shares(corpus, tokens) >= share
    return tokens | np.repeat(whole, corpus.sentences.lengths())
