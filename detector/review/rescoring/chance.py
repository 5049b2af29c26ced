"""How many pairs as strong as one chance alone makes, after some of its evidence was set aside.

The scan's expected number falls off exponentially with the evidence (`detector.matching.significance`), so two flagged
pairs of a run tell how fast, and a weaker pair's number follows from it: no scan is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log

from detector.review.index import Index, PairRow

# The logarithms of one fall-off lie on a line, up to rounding; two methods of a scan do not share one.
_MAX_RESIDUAL = 1e-3


@dataclass(frozen=True)
class Chance:
    """When a pair is still above the line.

    Attributes:
        scales: bits over which the expected number falls by e; by whether a pair was found as rewritten. A kind of
            pair for which the run does not tell is not among them.
        limit: the expected number up to which a pair is flagged.
        minimum: bits that a pair needs besides.
        threshold: bits of this unit's line, for pairs of passages whose fall-off is not known.
    """

    scales: Mapping[bool, float]
    limit: float
    minimum: float
    threshold: float

    @classmethod
    def of(cls, index: Index) -> Chance:
        """Reads the flagged pairs."""
        found = {kind: _scale(pair for pair in index.pairs if pair.rewritten == kind) for kind in (False, True)}
        scales = {kind: scale for kind, scale in found.items() if scale is not None}
        allowed = index.settings.chance_pairs_allowed(index.largest_unit)
        return cls(scales, allowed, index.settings.pair_min_bits, index.threshold)

    def expected(self, pair: PairRow, evidence: float) -> float | None:
        """The number for less evidence; None where it is not known."""
        scale = self.scales.get(pair.rewritten)
        if pair.expected is None or scale is None:
            return pair.expected if evidence == pair.evidence else None
        return pair.expected * exp((pair.evidence - evidence) / scale)

    def is_above(self, pair: PairRow, evidence: float, passages: int) -> bool:
        """Whether a flagged pair stays so. Of rewritten ones with an unknown fall-off: while a passage counts."""
        if evidence == pair.evidence:
            return True
        expected = self.expected(pair, evidence)
        if expected is not None:
            return expected <= self.limit and evidence >= self.minimum
        return passages > 0 if pair.rewritten else evidence >= self.threshold


def _scale(pairs: Iterable[PairRow]) -> float | None:
    points = sorted((pair.evidence, log(pair.expected)) for pair in pairs if pair.expected and pair.expected < 1)
    if len(points) < 2 or points[0][0] == points[-1][0]:
        return None
    (low, first), (high, last) = points[0], points[-1]
    slope = (last - first) / (high - low)
    if slope >= 0 or any(abs(first + slope * (bits - low) - number) > _MAX_RESIDUAL for bits, number in points):
        return None
    return -1 / slope
