from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

_SHARE = 0.3


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    for match in re.finditer(r"(?<=\w)(?=\w)", text):
        if rng.random() < _SHARE:
            yield Edit(match.start(), match.start(), "\u00ad")


DISGUISE = Disguise("soft_hyphens", _edits)
