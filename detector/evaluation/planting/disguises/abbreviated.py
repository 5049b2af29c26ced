from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit
from detector.evaluation.planting.wording import any_of
from detector.text.lexicon import resource


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """Full forms become the abbreviations that have no other reading."""
    short = _short_forms()
    for match in _pattern().finditer(text):
        yield Edit(*match.span(), rng.choice(short[match[0].lower()]))


@cache
def _short_forms() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for short, full in resource("abbreviations.toml")["always"].items():
        forms.setdefault(full.lower(), []).append(short)
    return forms


@cache
def _pattern() -> re.Pattern[str]:
    return any_of(_short_forms())


DISGUISE = Disguise("abbreviated", _edits, whole_file=False)
