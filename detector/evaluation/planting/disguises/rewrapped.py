from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """Hard line ends at one width, as text copied out of a PDF has them."""
    width = rng.randint(55, 95)
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        while line.end() - start > width and (gap := text.rfind(" ", start + 1, start + width + 1)) > 0:
            yield Edit(gap, gap + 1, "\n")
            start = gap + 1


DISGUISE = Disguise("rewrapped", _edits)
