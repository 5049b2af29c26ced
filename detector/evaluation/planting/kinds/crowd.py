from __future__ import annotations

from detector.evaluation.planting.kinds.base import Kind
from detector.evaluation.planting.kinds.light import KIND as LIGHT

KIND = Kind("crowd", sources=1, make=LIGHT.make, copiers=6)
