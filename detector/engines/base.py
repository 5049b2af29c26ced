"""What every engine answers when it brings equal keys together, and the weights it sums."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Longs

# Weights are summed as whole numbers, so that the sum does not depend on the order in which an engine meets them.
WEIGHT_UNITS_PER_BIT = 1024
_BACKGROUND_DOCUMENTS = 20  # keeps the weight of a key above zero in a folder of two


@dataclass(frozen=True, slots=True)
class Postings:
    """Which document of which group has which key; a document has a key once.

    Attributes:
        keys: uint64[n].
        numbers: int64[n], of the documents, 0 and up.
        groups: int64[n], of the document's group.
        common: bool[n], whether the document has it in what is common wording in its group.
    """

    keys: NDArray[np.uint64]
    numbers: Longs
    groups: Longs
    common: Bools


@dataclass(frozen=True, slots=True)
class Linked:
    """Pairs of documents of different groups with enough keys in common, ordered.

    Attributes:
        left, right: int64[pairs], document numbers, left < right.
        weights: int64[pairs], in `WEIGHT_UNITS_PER_BIT`.
        capped_keys: keys that more documents have than the cap.
    """

    left: Longs
    right: Longs
    weights: Longs
    capped_keys: int


def weights_of(frequencies: Longs, documents: int) -> Longs:
    """How much it says to have a key that so many of the documents have."""
    bits = np.log2((documents + _BACKGROUND_DOCUMENTS) / frequencies)
    weights: Longs = np.floor(bits * WEIGHT_UNITS_PER_BIT + 0.5).astype(np.int64)
    return weights


def weight_of_unique(keys: float, documents: int) -> int:
    """The weight of so many keys that two documents have and no other."""
    return int(keys * log2((documents + _BACKGROUND_DOCUMENTS) / 2) * WEIGHT_UNITS_PER_BIT)
