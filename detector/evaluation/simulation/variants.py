"""Words exchanged for their like, so that a template does not betray itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from random import Random

from detector.evaluation.simulation.lexicon import data


def varied(text: str, rng: Random) -> str:
    """Each word or phrase that has variants becomes one of them, itself included."""
    sets = _sets()
    return _pattern().sub(lambda match: rng.choice(sets[match[0]]), text)


@cache
def _sets() -> dict[str, Sequence[str]]:
    """The first set that a form is in."""
    sets: list[list[str]] = data("variants")["sets"]
    return {form: forms for forms in reversed(sets) for form in forms}


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_sets(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")
