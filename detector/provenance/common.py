"""Wording that many unrelated submissions share, and stock clauses of the genre."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs, rows_of, unique_sorted
from detector.documents import Role
from detector.matching.grams import Grams
from detector.provenance.coverage import covered, filled_sentences, known_to, sentence_shares
from detector.settings import Settings


def mark_common(corpus: Corpus, grams: Grams, witnesses: Ints, settings: Settings) -> Bools:
    """Tokens of common sentences, bool[tokens].

    Args:
        witnesses: int32[documents], equal for documents that are one witness (a cluster of copies, one person's
            texts), -1 for documents that are none (forms, rules, stock clauses).
    """
    frequent = _witness_counts(grams, witnesses) > settings.common_rank
    known = frequent | known_to(grams, corpus, Role.STOCK)
    inside = covered(grams, known)
    whole = sentence_shares(corpus, inside) >= settings.stock_similarity
    return filled_sentences(corpus, inside & np.repeat(whole, corpus.sentences.lengths()), settings.stock_similarity)


def _witness_counts(grams: Grams, witnesses: Ints) -> Longs:
    """Distinct witnesses of each n-gram, int64[grams]."""
    keys = rows_of(grams.postings.indptr).astype(np.int64)
    who = witnesses[grams.postings.documents]
    width = int(witnesses.max(initial=0)) + 1
    pairs = unique_sorted(keys[who >= 0] * width + who[who >= 0])
    return np.bincount(pairs // width, minlength=len(grams))
