from __future__ import annotations

import unicodedata

from detector.evaluation.planting.disguises.base import Disguise, per_character

DISGUISE = Disguise("nfd", per_character(lambda character, _: unicodedata.normalize("NFD", character)))
