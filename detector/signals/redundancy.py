"""How much of a text only repeats what it said before.

`redundancy` after Dyer, Lang and Stice-Lawrence (2017), who count the words of sentences that stand word for word in
more than one place of a report. Adapted: the first place does not count, so that a text said twice is half redundant;
case, diacritics and punctuation are folded away; printed lines are left out.
"""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, Floats

# Shorter sentences repeat for other reasons: "Không có.", "Hoàn thành tốt."
MIN_SYLLABLES = 5


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
    seen: set[bytes] = set()
    document = -1
    for row in np.flatnonzero(counted).tolist():
        if corpus.sentences.document_rows[row] != document:
            document = int(corpus.sentences.document_rows[row])
            seen = set()
        key = ids[indptr[row] : indptr[row + 1]].tobytes()
        result[row] = key in seen
        seen.add(key)
    return result
