"""Quotations in marks: an article, an order, a saying. Whoever cites them has them in the same words, and says so."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.provenance.facts.lines import Lines
from detector.text.quotation import between_marks

# A shorter one is a name or a term: whoever tells a text again in other words keeps it, and it may be rare.
_LEAST_SYLLABLES = 8
_MOST_SHARE = 0.5  # of a text: what is quoted for the most part is compared like any other


def quotations(lines: Lines) -> Iterator[tuple[int, int]]:
    """What stands between quotation marks, in texts that are not mostly quotations."""
    tokens = lines.corpus.tokens
    for row, document in enumerate(lines.corpus.documents):
        first, last = tokens.document_indptr[row : row + 2].tolist()
        places = np.array(list(between_marks(document.text)), np.int64).reshape(-1, 2)
        ranges = first + np.searchsorted(tokens.starts[first:last], places)
        long = ranges[ranges[:, 1] - ranges[:, 0] >= _LEAST_SYLLABLES]
        if (long[:, 1] - long[:, 0]).sum() <= _MOST_SHARE * (last - first):
            yield from map(tuple, long.tolist())
