"""How well a scan found what a person labelled: passages, pairs, groups, stock texts."""

from __future__ import annotations

from detector.evaluation.evaluate import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
