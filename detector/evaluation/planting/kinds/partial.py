from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from random import Random

from detector.evaluation.planting.draft import Draft
from detector.evaluation.planting.kinds.base import Kind, copyable, with_bodies
from detector.evaluation.planting.outline import Outline


def _make(target: Outline, sources: Sequence[Outline], rng: Random) -> Draft:
    """One or two of the longer items are another person's, the rest is one's own."""
    chosen = islice(copyable(target, sources[0]), rng.randint(1, 2))
    return with_bodies(target, [(own, sources[0], theirs) for own, theirs in chosen])


KIND = Kind("partial", sources=1, make=_make)
