"""Ranges of characters as syllables of a text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detector.corpus import Bools
from detector.text.syllables import Syllables


def covered(syllables: Syllables, ranges: Iterable[tuple[int, int]]) -> Bools:
    """Syllables that begin in one of these ranges of characters, bool[syllables]."""
    inside = np.zeros(len(syllables), bool)
    for start, end in ranges:
        inside[syllables.inside(start, end)] = True
    return inside
