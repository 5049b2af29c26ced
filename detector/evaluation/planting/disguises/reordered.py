from __future__ import annotations

from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit
from detector.evaluation.planting.wording import sentences


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """The sentences of every line, and the lines, in another order."""
    lines = text.split("\n")
    rng.shuffle(lines)
    yield Edit(0, len(text), "\n".join(_shuffled(line, rng) for line in lines))


def _shuffled(line: str, rng: Random) -> str:
    pieces = sentences(line)
    rng.shuffle(pieces)
    return " ".join(pieces)


DISGUISE = Disguise("reordered", _edits, whole_file=False)
