"""Units of invented people who copy from nobody, of any size: what is flagged in them is flagged by chance.

They share what real colleagues share: the printed form, sentences of the rule, stock sentences of which few are very
popular, colleagues' names, events and places. All else every writer words anew.
"""

from __future__ import annotations

from detector.evaluation.simulation.sheet import Layer, LayerSpan
from detector.evaluation.simulation.unit import SimulatedDocument, SimulatedUnit

__all__ = ["Layer", "LayerSpan", "SimulatedDocument", "SimulatedUnit"]
