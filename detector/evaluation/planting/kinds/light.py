from __future__ import annotations

from collections.abc import Sequence
from random import Random

from detector.evaluation.planting.draft import Draft
from detector.evaluation.planting.kinds.base import Kind, whole_copy
from detector.evaluation.planting.outline import Outline
from detector.evaluation.planting.wording import (
    classes,
    figures,
    one_dropped,
    people,
    reordered,
    reworded,
    synonyms,
)


def _make(target: Outline, sources: Sequence[Outline], rng: Random) -> Draft:
    return whole_copy(target, sources[0], rng, light_edit)


def light_edit(body: str, rng: Random) -> str:
    """Figures and names changed, some synonyms, sentences of an item in another order, one of them dropped."""
    body = one_dropped(body, rng) if rng.random() < 0.5 else body
    return reworded(reordered(body, rng), rng, figures, people, classes, synonyms)


KIND = Kind("light", sources=1, make=_make)
