"""How many pairs with as much evidence are expected by chance in this unit: an E-value, as in sequence search.

After Karlin and Altschul (1990): scores of unrelated pairs fall off exponentially, and the expected number of chance
pairs above a score is ``exceedances * exp(-(score - level) / scale)``. Here both numbers are fitted to the unit's own
pairs (peaks over threshold). Only a window just above the level is looked at, as an exponential cut off at its end:
there unrelated pairs are in the majority, and however many real copies lie beyond it they cannot stretch the scale. A
scale measured on simulated units stands behind the unit's own where it has few pairs.
"""

from __future__ import annotations

from math import expm1

import numpy as np
from scipy.optimize import brentq

from detector.corpus import Floats
from detector.matches import Null

_PRIOR_WEIGHT = 60.0  # the shipped scale counts as much as this many of the unit's own pairs
_NONE_SEEN = 0.5  # exceedances assumed where none was seen
_WINDOW_SCALES = 3.0  # width of the window, in prior scales
_SCALE_RANGE = (0.5, 1.5)  # the unit's scale is looked for between these multiples of the prior one


def fit_null(
    scores: Floats, *, level: float, prior_scale: float, share: float = 1.0, counts: Floats | None = None
) -> Null:
    """Fits the fall-off to the scores in a window above `level`.

    `share` says of how many of the unit's pairs these are the scores, 0 to 1; `expected` is for all of them. `counts`
    says for how much of a pair each score stands; without it for one.
    """
    width = null_window(prior_scale)
    inside = (scores > level) & (scores <= level + width)
    excesses = scores[inside] - level
    weights = np.ones(len(excesses)) if counts is None else counts[inside]
    seen = float(weights.sum())
    prior_mean = _cut_mean(prior_scale, width)
    mean = (float((excesses * weights).sum()) + _PRIOR_WEIGHT * prior_mean) / (seen + _PRIOR_WEIGHT)
    scale = _scale_of(mean, width, prior_scale)
    return Null(level, max(seen / -expm1(-width / scale), _NONE_SEEN) / share, scale)


def null_window(prior_scale: float) -> float:
    """Width of the window above the level in which unrelated pairs are counted."""
    return _WINDOW_SCALES * prior_scale


def _cut_mean(scale: float, width: float) -> float:
    """Mean of an exponential distribution of this scale that is cut off at `width`."""
    return scale - width / expm1(width / scale)


def _scale_of(mean: float, width: float, prior_scale: float) -> float:
    """The scale at which the cut distribution has this mean, within the range."""
    low, high = (factor * prior_scale for factor in _SCALE_RANGE)
    if mean <= _cut_mean(low, width):
        return low
    if mean >= _cut_mean(high, width):
        return high
    return float(brentq(lambda scale: _cut_mean(scale, width) - mean, low, high))
