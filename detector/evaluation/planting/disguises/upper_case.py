from __future__ import annotations

from detector.evaluation.planting.disguises.base import Disguise, per_character

DISGUISE = Disguise("upper_case", per_character(lambda character, _: character.upper()))
