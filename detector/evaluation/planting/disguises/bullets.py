from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

SIGN = re.compile(r"^[ \t]*(?:(?:[-–+*•]|\d{1,2}[.)]|[a-zđ]\))[ \t]*(?=\S))?(?=\S)", re.M)
_STYLES = ("- ", "+ ", "* ", "• ", "– ", "\uf0b7 ", "{number}. ", "{number}) ", "{letter}) ")


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """Every line of the copied passage becomes an item of one kind of list."""
    style = rng.choice(_STYLES)
    for number, match in enumerate(SIGN.finditer(text), 1):
        yield Edit(*match.span(), style.format(number=number, letter="abcdeghiklmnopqrst"[(number - 1) % 18]))


DISGUISE = Disguise("bullets", _edits, whole_file=False)
