"""Work in pieces that fit in the processor's cache, or at least in memory."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from detector.corpus import Longs


def blocks(costs: Longs, at_once: int) -> list[slice]:
    """Slices of rows whose `costs` are `at_once` together, and at most that of one row more."""
    steps = np.cumsum(costs) // at_once
    cuts = [0, *(np.flatnonzero(np.diff(steps)) + 1).tolist(), len(costs)]
    return [slice(start, end) for start, end in pairwise(cuts)]
