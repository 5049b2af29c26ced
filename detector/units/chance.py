"""How many pairs as strong as one chance alone makes, when more pairs were compared than one analysis saw.

An analysis of a batch knows how many chance pairs *its* texts make, and that their number falls off exponentially with
the evidence (`detector.matching.significance`). Its texts were chosen from all units, so what was really compared are
all pairs of submissions of different units: the number of chance pairs grows in that proportion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log

from detector.matches import Pair
from detector.settings import Settings

_USUAL_SCALE_BITS = 10.0  # where two pairs do not tell how fast the number falls


@dataclass(frozen=True, slots=True)
class FallOff:
    """The expected number at some evidence, as a logarithm, and the bits over which it falls by a factor e."""

    evidence: float
    log_expected: float
    scale: float

    def log_at(self, evidence: float) -> float:
        """The logarithm of the number of chance pairs with at least this evidence."""
        return self.log_expected - (evidence - self.evidence) / self.scale

    def expected(self, evidence: float) -> float:
        """The number itself; 0 where it is too small for one."""
        return exp(max(self.log_at(evidence), -740.0)) if self.log_at(evidence) > -740.0 else 0.0

    def threshold(self, settings: Settings, submissions: int) -> float:
        """The evidence from which a pair among so many submissions is flagged."""
        line = self.evidence + self.scale * (self.log_expected - log(settings.chance_pairs_allowed(submissions)))
        return max(line, settings.pair_min_bits)


def fall_off(pairs: Iterable[Pair], *, times: float) -> FallOff | None:
    """Of pairs found in one way; `times` as many were compared. None where no pair has a number."""
    points = sorted({(pair.evidence, pair.expected) for pair in pairs if pair.expected})
    if not points:
        return None
    most = max(expected for _, expected in points)
    falling = [(evidence, log(expected)) for evidence, expected in points if expected < most]
    (low, first), (high, last) = (falling[0], falling[-1]) if falling else ((0.0, 0.0), (0.0, 0.0))
    scale = (high - low) / (first - last) if high > low and first > last else _USUAL_SCALE_BITS
    evidence, expected = (low, first) if falling else (points[-1][0], log(points[-1][1]))
    return FallOff(evidence, expected + log(max(times, 1.0)), scale)
