from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

_BLANKS = ("\u00a0", "  ", "\t", "\u2009", " \u00a0")
_SHARE = 0.5


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """No-break and thin spaces, double spaces, tabs."""
    for match in re.finditer(r"(?<=\S) (?=\S)", text):
        if rng.random() < _SHARE:
            yield Edit(*match.span(), rng.choice(_BLANKS))


DISGUISE = Disguise("spaces", _edits)
