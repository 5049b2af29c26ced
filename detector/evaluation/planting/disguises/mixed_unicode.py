from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """Half of the words composed, half decomposed: a text put together from two programs."""
    for match in re.finditer(r"\S+", text):
        yield Edit(*match.span(), unicodedata.normalize(rng.choice(["NFC", "NFD"]), match[0]))


DISGUISE = Disguise("mixed_unicode", _edits)
