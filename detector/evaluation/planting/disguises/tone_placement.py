from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.edits import Edit

_TRADITIONAL = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_MODERN = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OTHER = dict(zip([*_TRADITIONAL, *_MODERN], [*_MODERN, *_TRADITIONAL], strict=True))
_OPEN_RHYME = re.compile(rf"(?<![qQ])(?:{'|'.join(_OTHER)})(?!\w)", re.I)


def _edits(text: str, rng: Random) -> Iterator[Edit]:  # noqa: ARG001 (one signature for all)
    """hòa becomes hoà and the other way round."""
    for match in _OPEN_RHYME.finditer(text):
        other = _OTHER[match[0].lower()]
        yield Edit(*match.span(), "".join(_like(new, old) for new, old in zip(other, match[0], strict=True)))


def _like(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new


DISGUISE = Disguise("tone_placement", _edits)
