from __future__ import annotations

from collections.abc import Sequence
from random import Random

from detector.evaluation.planting.draft import Draft
from detector.evaluation.planting.kinds.base import Kind, whole_copy
from detector.evaluation.planting.outline import Outline


def _make(target: Outline, sources: Sequence[Outline], rng: Random) -> Draft:
    """Another person's form with one's own header and signature."""
    return whole_copy(target, sources[0], rng)


KIND = Kind("verbatim", sources=1, make=_make)
