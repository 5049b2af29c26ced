"""Quotations in marks: an article, an order, a saying. Whoever cites them has them in the same words, and says so.

They stay the person's text, and passages show them; they only weigh nothing between two persons.
"""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus
from detector.text.quotation import between_marks

# A shorter one is a name or a term: whoever tells a text again in other words keeps it, and it may be rare.
_LEAST_SYLLABLES = 8
_MOST_SHARE = 0.5  # of a text: what is quoted for the most part is compared like any other


def mark_quotations(corpus: Corpus) -> Bools:
    """Tokens between quotation marks, of texts that are not mostly quotations, bool[tokens]."""
    tokens = corpus.tokens
    mask = np.zeros(len(tokens.ids), bool)
    for row, document in enumerate(corpus.documents):
        first, last = tokens.document_indptr[row : row + 2].tolist()
        places = np.array(list(between_marks(document.text)), np.int64).reshape(-1, 2)
        ranges = first + np.searchsorted(tokens.starts[first:last], places)
        long = ranges[np.diff(ranges, axis=1)[:, 0] >= _LEAST_SYLLABLES]
        if np.diff(long, axis=1).sum() <= _MOST_SHARE * (last - first):
            for start, end in long.tolist():
                mask[start:end] = True
    return mask
