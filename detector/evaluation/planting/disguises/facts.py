from __future__ import annotations

from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit
from detector.evaluation.planting.wording import classes, figures, people, years


def _edits(text: str, rng: Random) -> Iterator[Edit]:
    """Other people, classes, years and figures in the same sentences."""
    at = 0
    found = [*people(text, rng), *classes(text, rng), *years(text, rng, by=1), *figures(text, rng, share=0.9)]
    for edit in sorted(found):
        if edit.start >= at:
            yield edit
            at = edit.end


DISGUISE = Disguise("facts", _edits, whole_file=False)
