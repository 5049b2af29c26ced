from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit
from detector.text.lexicon import resource


def _edits(text: str, rng: Random) -> Iterator[Edit]:  # noqa: ARG001 (one signature for all)
    """Abbreviations that have one reading become their full forms."""
    full = resource("abbreviations.toml")["always"]
    return (Edit(*match.span(), full[match[0]]) for match in _pattern().finditer(text))


@cache
def _pattern() -> re.Pattern[str]:
    short = sorted(resource("abbreviations.toml")["always"], key=len, reverse=True)
    return re.compile(r"(?<![\w/-])(?:" + "|".join(map(re.escape, short)) + r")(?![\w/-])")


DISGUISE = Disguise("spelled_out", _edits, whole_file=False)
