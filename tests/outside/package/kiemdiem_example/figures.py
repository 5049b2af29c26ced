"""How much of a text is figures."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, Floats
from detector.signals.base import Signal


def figure_share(corpus: Corpus, printed: Bools) -> Floats:
    """Share of the syllables outside `printed` lines (bool[sentences]) that have a digit, float64[documents]."""
    has_digit = np.array([any(c.isdigit() for c in syllable) for syllable in corpus.tokens.vocabulary])
    counted = ~np.repeat(printed, corpus.sentences.lengths())
    documents = corpus.token_documents()
    found = np.bincount(documents, has_digit[corpus.tokens.ids] & counted, minlength=len(corpus))
    return found / np.maximum(np.bincount(documents, counted, minlength=len(corpus)), 1)


SIGNAL = Signal("figure_share", figure_share)
