from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from random import Random

from detector.evaluation.planting.draft import Draft
from detector.evaluation.planting.kinds.base import Kind, copyable, with_bodies
from detector.evaluation.planting.outline import Item, Outline


def _make(target: Outline, sources: Sequence[Outline], rng: Random) -> Draft:
    """One item from each of two or three persons, the rest is one's own."""
    taken: list[tuple[Item, Outline, Item]] = []
    for source in sources[: rng.randint(2, 3)]:
        used = {own for own, _, _ in taken}
        free = ((own, source, theirs) for own, theirs in copyable(target, source) if own not in used)
        taken.extend(islice(free, 1))
    return with_bodies(target, taken)


KIND = Kind("mosaic", sources=3, make=_make)
