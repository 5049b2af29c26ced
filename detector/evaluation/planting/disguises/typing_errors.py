from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

_DROPPED = 0.03  # of the syllables
_MISTYPED = 0.04


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """Some syllables are left out, some have two letters exchanged or one missing."""
    for match in re.finditer(r"(?<=[^\W\d_] )([^\W\d_]{2,})( (?=[^\W\d_]))?", text):
        chance = rng.random()
        if chance < _DROPPED and match[2]:
            yield Edit(*match.span(), "")
        elif chance < _DROPPED + _MISTYPED:
            yield Edit(*match.span(1), _mistyped(match[1], rng))


def _mistyped(word: str, rng: Random) -> str:
    at = rng.randrange(len(word) - 1)
    exchanged = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return rng.choice([exchanged, word[: at + 1] + word[at + 2 :]])


DISGUISE = Disguise("typing_errors", _edits, whole_file=False)
