"""How much of a text only repeats what it said before.

`redundancy` after Dyer, Lang and Stice-Lawrence (2017), who count the words of sentences that stand word for word in
more than one place of a report. Adapted: the first place does not count, so that a text said twice is half redundant;
case, diacritics and punctuation are folded away; printed lines are left out.
"""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, Floats, Longs
from detector.language import N_
from detector.signals.base import Shown, Signal

# Shorter sentences repeat for other reasons: "Không có.", "Hoàn thành tốt."
MIN_SYLLABLES = 5
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no power of it is 0 modulo 2**64


def redundancy(corpus: Corpus, printed: Bools) -> Floats:
    """Share of the syllables outside `printed` lines (bool[sentences]) in repeated sentences, float64[documents]."""
    lengths = corpus.sentences.lengths()
    repeated = _repeated(corpus, ~printed & (lengths >= MIN_SYLLABLES))
    documents = corpus.sentences.document_rows
    said_again = np.bincount(documents, lengths * repeated, minlength=len(corpus))
    total = np.bincount(documents, lengths * ~printed, minlength=len(corpus))
    return said_again / np.maximum(total, 1)


def _repeated(corpus: Corpus, counted: Bools) -> Bools:
    """Sentences whose syllables an earlier counted sentence of the same document has, bool[sentences]."""
    indptr, ids = corpus.sentences.token_indptr, corpus.tokens.ids
    result = np.zeros(len(counted), bool)
    seen: set[tuple[int, bytes]] = set()
    for row in _alike(corpus, np.flatnonzero(counted)).tolist():
        key = int(corpus.sentences.document_rows[row]), ids[indptr[row] : indptr[row + 1]].tobytes()
        result[row] = key in seen
        seen.add(key)
    return result


def _alike(corpus: Corpus, rows: Longs) -> Longs:
    """Those of the sentences that another one of the same document equals in length, first and last syllable."""
    sentences, ids = corpus.sentences, corpus.tokens.ids
    columns = (
        sentences.document_rows[rows],
        sentences.lengths()[rows],
        ids[sentences.token_indptr[rows]],
        ids[sentences.token_indptr[rows + 1] - 1],
    )
    keys = np.zeros(len(rows), np.uint64)
    for column in columns:
        keys = keys * _MULTIPLIER + column.astype(np.uint64)
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return rows[counts[inverse] > 1]


SIGNAL = Signal(
    "redundancy",
    redundancy,
    N_("sentences that repeat an earlier one of the same text, of the text without the form"),
    Shown.SHARE,
)
