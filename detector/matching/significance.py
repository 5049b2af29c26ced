"""How many pairs with as much evidence are expected by chance in this unit: an E-value, as in sequence search.

After Karlin and Altschul (1990): scores of unrelated pairs fall off exponentially, and the expected number of chance
pairs above a score is ``exceedances * exp(-(score - level) / scale)``. Here both numbers are fitted to the unit's own
unrelated pairs (the peaks-over-threshold way of extreme value statistics); pairs that stand out are left out of the
fit, and a scale measured on simulated units stands behind it where the unit is small.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

from detector.corpus import Floats

_ROUNDS = 4
_PRIOR_WEIGHT = 10.0  # the shipped scale counts as much as this many of the unit's own pairs
_NONE_SEEN = 0.5  # exceedances assumed where none was seen


@dataclass(frozen=True, slots=True)
class Null:
    """Fall-off of the evidence of unrelated pairs.

    Attributes:
        level: score above which pairs were counted.
        exceedances: unrelated pairs above it.
        scale: score over which their number falls by a factor e.
    """

    level: float
    exceedances: float
    scale: float

    def expected(self, score: float) -> float:
        """Chance pairs of this unit with at least this score; at most all that were seen above the level."""
        return self.exceedances * exp(-max(score - self.level, 0.0) / self.scale)

    def score_at(self, expected: float) -> float:
        """The score from which no more than `expected` chance pairs are expected."""
        return self.level + self.scale * max(log(self.exceedances / expected), 0.0)


def fit_null(scores: Floats, *, level: float, prior_scale: float, limit: float) -> Null:
    """Fits the fall-off to scores above `level`, without those that are expected less than `limit` times.

    Starts from `prior_scale`: in a unit where most pairs above the level are related a start from the unit's own
    scores would take copying for its ordinary state.
    """
    above = np.sort(scores[scores > level])
    null = Null(level, max(float(len(above)), _NONE_SEEN), prior_scale)
    for _ in range(_ROUNDS):
        unrelated = above[above < null.score_at(limit)]
        null = _fit(unrelated, level, prior_scale)
    return null


def _fit(above: Floats, level: float, prior_scale: float) -> Null:
    scale = (float((above - level).sum()) + prior_scale * _PRIOR_WEIGHT) / (len(above) + _PRIOR_WEIGHT)
    return Null(level, max(float(len(above)), _NONE_SEEN), scale)
