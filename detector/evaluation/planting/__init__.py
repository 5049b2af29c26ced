"""Plants labelled copies in texts that were written independently: a unit whose truth is known to the character."""

from __future__ import annotations

from detector.evaluation.planting.plant import Order, plant
from detector.evaluation.planting.unit import PlantedCopy, PlantedUnit

__all__ = ["Order", "PlantedCopy", "PlantedUnit", "plant"]
