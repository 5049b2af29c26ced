from __future__ import annotations

from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.wording import synonyms

DISGUISE = Disguise("synonyms", synonyms, whole_file=False)
