from __future__ import annotations

from random import Random

from detector.evaluation.planting.disguises.base import Disguise, per_character

_SHARE = 0.5
_OFFSET = 0xFEE0  # from "A" to the letter A as wide as a Chinese character


def _change(character: str, rng: Random) -> str:
    is_plain = character.isascii() and character.isalnum()
    return chr(ord(character) + _OFFSET) if is_plain and rng.random() < _SHARE else character


DISGUISE = Disguise("full_width", per_character(_change))
