from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

_BREAK = re.compile(r"([.;,]?)[ \t]*\n\s*(?:(?:[-–+*•]|[a-zđ]\))[ \t]*)?(?=\S)")


def _edits(text: str, rng: Random) -> Iterator[Edit]:  # noqa: ARG001 (one signature for all)
    """List items and lines of a passage run on as one paragraph."""
    return (Edit(*match.span(), "; " if match[1] != "." else ". ") for match in _BREAK.finditer(text))


DISGUISE = Disguise("joined_bullets", _edits, whole_file=False)
