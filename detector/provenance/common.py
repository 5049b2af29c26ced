"""Wording that many unrelated submissions share, and stock clauses of the genre."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, Ints
from detector.documents import Role
from detector.matching.grams import Grams
from detector.matching.rarity import distinct_witnesses
from detector.provenance.coverage import covered, filled_sentences, known_to, sentence_shares
from detector.settings import Settings


def mark_common(corpus: Corpus, grams: Grams, witnesses: Ints, settings: Settings) -> Bools:
    """Tokens of common sentences, bool[tokens].

    Args:
        witnesses: int32[documents], equal for documents that are one witness (a cluster of copies, one person's
            texts), -1 for documents that are none (forms, rules, stock clauses).
    """
    frequent = distinct_witnesses(grams, witnesses, witnesses >= 0) > settings.common_rank
    known = frequent | known_to(grams, corpus, Role.STOCK)
    inside = covered(grams, known)
    whole = sentence_shares(corpus, inside) >= settings.stock_similarity
    return filled_sentences(corpus, inside & np.repeat(whole, corpus.sentences.lengths()), settings.stock_similarity)
