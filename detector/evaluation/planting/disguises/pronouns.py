from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

_PRONOUN = re.compile(r"(?<!\w)(?:bản thân tôi|cá nhân tôi|bản thân|tôi)(?!\w)", re.I)


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """Whoever wrote 'tôi' now writes 'bản thân', or the other way round."""
    word = rng.choice(["tôi", "bản thân", "cá nhân tôi", "bản thân tôi"])
    for match in _PRONOUN.finditer(text):
        new = word if match[0].lower() != word else "bản thân"
        yield Edit(*match.span(), new[0].upper() + new[1:] if match[0][0].isupper() else new)


DISGUISE = Disguise("pronouns", _edits, whole_file=False)
