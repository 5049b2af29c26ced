from __future__ import annotations

from random import Random

from detector.evaluation.planting.disguises.base import Disguise, per_character


def _change(character: str, rng: Random) -> str:
    """Icelandic and African letters that print like đ."""
    return {"đ": "ð", "Đ": rng.choice("ÐƉ")}.get(character, character)


DISGUISE = Disguise("crossed_d", per_character(_change))
