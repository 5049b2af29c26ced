from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

_SIGNS = "\u200b\u200c\u200d\u2060\ufeff"
_SHARE = 0.2


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """Invisible signs between the letters of a word."""
    for match in re.finditer(r"(?<=\w)(?=\w)", text):
        if rng.random() < _SHARE:
            yield Edit(match.start(), match.start(), rng.choice(_SIGNS))


DISGUISE = Disguise("zero_width", _edits)
