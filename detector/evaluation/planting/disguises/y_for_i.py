from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

_OTHER = str.maketrans("yýỳỷỹỵiíìỉĩịYÝỲỶỸỴIÍÌỈĨỊ", "iíìỉĩịyýỳỷỹỵIÍÌỈĨỊYÝỲỶỸỴ")
_SYLLABLE = re.compile(r"\b(?:(?:qu)[yýỳỷỹỵiíìỉĩị]|[hklmst][yýỳỷỹỵiíìỉĩị])\b", re.I)


def _edits(text: str, rng: Random) -> Iterator[Edit]:  # noqa: ARG001 (one signature for all)
    """kỹ becomes kĩ, lí becomes lý."""
    return (Edit(match.end() - 1, match.end(), match[0][-1].translate(_OTHER)) for match in _SYLLABLE.finditer(text))


DISGUISE = Disguise("y_for_i", _edits)
