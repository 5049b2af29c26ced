"""Which pairs of texts are compared sentence by sentence: they have some rare details in common."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Ints, Longs
from detector.matching.clues import MAX_WITNESSES, Clues
from detector.matching.postings import pairs_within, summed


def open_pairs(
    clues: Clues, witnesses: Ints, allowed: Bools, known: set[tuple[int, int]], *, details: float, partners: int
) -> Longs:
    """Rows of pairs that share `details` unique ones, in whatever order, int64[pairs, 2], the heaviest first.

    Args:
        witnesses: int32[documents]; pairs of one witness are not looked at.
        allowed: bool[documents], the texts that may be in a pair.
        known: pairs that are flagged already.
        partners: of each text, those with most in common.
    """
    firsts, seconds, keys = pairs_within(clues.postings, cap=4 * MAX_WITNESSES)
    left, right, bits = summed(firsts, seconds, clues.weights[keys], len(witnesses))
    kept = (bits >= details * clues.unit) & (witnesses[left] != witnesses[right]) & allowed[left] & allowed[right]
    kept[kept] = [pair not in known for pair in zip(left[kept].tolist(), right[kept].tolist(), strict=True)]
    left, right, bits = left[kept].astype(np.int64), right[kept].astype(np.int64), bits[kept]
    order = np.lexsort((right, left, -bits))
    strongest = _among_strongest(left[order], right[order], len(witnesses), partners)
    return np.stack([left[order], right[order]], axis=1)[strongest]


def _among_strongest(left: Longs, right: Longs, documents: int, partners: int) -> Bools:
    """Pairs, heaviest first, that are among the first few of at least one of their texts."""
    seen = np.zeros(documents, np.int32)
    result = np.zeros(len(left), bool)
    for row, (first, second) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        result[row] = min(seen[first], seen[second]) < partners
        seen[first] += 1
        seen[second] += 1
    return result
