from __future__ import annotations

import unicodedata

from detector.evaluation.planting.disguises.base import Disguise, per_character


def bare(character: str) -> str:
    """Without tone and vowel marks; a combining mark vanishes."""
    letters = unicodedata.normalize("NFD", character.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in letters if not unicodedata.combining(c))


DISGUISE = Disguise("no_marks", per_character(lambda character, _: bare(character)))
