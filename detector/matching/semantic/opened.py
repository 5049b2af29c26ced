"""Which pairs of texts their words leave open: some rare details in common, too few or too loose to flag."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Ints, Longs
from detector.matching.clues import MAX_WITNESSES, Clues
from detector.matching.postings import pairs_within, summed

# Details in whatever order. Unit A: rewritten copies have 37 and more, half of the copy rewritten leaves about 15, a
# quarter about 8. On units A, C, D, E opening 6 details and 3 partners, or 4 and 5, gives the same flagged pairs.
OPEN_DETAILS = 4.0
MAX_PARTNERS = 5  # of each text, those with most in common


def open_pairs(clues: Clues, witnesses: Ints, allowed: Bools, known: set[tuple[int, int]]) -> Longs:
    """Rows of pairs, int64[pairs, 2], the heaviest first.

    Args:
        witnesses: int32[documents]; pairs of one witness are not looked at.
        allowed: bool[documents], the texts that may be in a pair.
        known: pairs that are flagged already.
    """
    firsts, seconds, keys = pairs_within(clues.postings, cap=4 * MAX_WITNESSES)
    left, right, bits = summed(firsts, seconds, clues.weights[keys], len(witnesses))
    kept = (bits >= OPEN_DETAILS * clues.unit) & (witnesses[left] != witnesses[right]) & allowed[left] & allowed[right]
    kept[kept] = [pair not in known for pair in zip(left[kept].tolist(), right[kept].tolist(), strict=True)]
    left, right, bits = left[kept].astype(np.int64), right[kept].astype(np.int64), bits[kept]
    order = np.lexsort((right, left, -bits))
    strongest = _among_strongest(left[order], right[order], len(witnesses))
    return np.stack([left[order], right[order]], axis=1)[strongest]


def _among_strongest(left: Longs, right: Longs, documents: int) -> Bools:
    """Pairs, heaviest first, that are among the first few of at least one of their texts."""
    seen = np.zeros(documents, np.int32)
    result = np.zeros(len(left), bool)
    for row, (first, second) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        result[row] = min(seen[first], seen[second]) < MAX_PARTNERS
        seen[first] += 1
        seen[second] += 1
    return result
