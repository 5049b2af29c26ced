"""How many pairs as strong as one chance alone makes, after some of its evidence was set aside.

The run file has what the scan fitted (`detector.matches.MethodNull`): a weaker pair's number follows from it, and it is
above the line where the scan would have flagged it.
"""

from __future__ import annotations

from math import exp

from detector.review.index import Index, PairRow


def expected_of(index: Index, pair: PairRow, evidence: float) -> float | None:
    """The number for less evidence; None where it is not known."""
    if evidence == pair.evidence or pair.expected is None:
        return pair.expected
    known = index.null_of(pair)
    if known is None or known.null is None:
        return None
    more = pair.expected * exp(min((pair.evidence - evidence) / known.null.scale, 700.0))
    return max(min(more, known.null.exceedances), pair.expected)


def is_above(pair: PairRow, evidence: float, passages: int) -> bool:
    """Whether a flagged pair stays so; where its line is not known, while a passage counts."""
    if evidence == pair.evidence:
        return True
    return passages > 0 if pair.threshold is None else evidence >= pair.threshold
