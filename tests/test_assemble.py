from __future__ import annotations

from random import Random

import numpy as np
import pytest

from detector.assemble import ShownFigures
from detector.corpus import Provenance
from detector.judge import Measures


def plain_shares(counts: dict[str, float], left_out: tuple[str, ...] = ()) -> dict[str, float]:
    kept = {kind: 0.0 if kind in left_out else count for kind, count in counts.items()}
    total = sum(kept.values())
    return {kind: count / total if total else 0.0 for kind, count in kept.items()}


def test_the_figures_of_each_text_are_those_worked_out_one_by_one() -> None:
    random = Random(5)
    counts = np.array([[random.choice([0, 1, 37, 250]) for _ in Provenance] for _ in range(60)], float)
    counts[0] = 0
    details = np.array([float(random.randrange(9)) for _ in counts])
    stickiness = np.array([random.choice([np.nan, random.random()]) for _ in counts])
    shown = ShownFigures(Measures(counts, details, np.ones(60), 60, {"stickiness": stickiness}))
    for row, figures in enumerate(counts.tolist()):
        syllables = {kind.key: figures[kind] for kind in Provenance}
        unprinted = max(sum(figures) - syllables["form"], 1.0)
        measures = {
            "specificity": 100 * details[row] / unprinted,
            "details": details[row],
            "boilerplate": (syllables["rule"] + syllables["common"]) / unprinted,
        } | ({} if np.isnan(stickiness[row]) else {"stickiness": stickiness[row]})
        assert shown.syllables[row] == sum(figures)
        assert shown.shares(row) == plain_shares(syllables)
        assert shown.own_shares(row) == plain_shares(syllables, ("form", "rule"))
        assert shown.measures(row) == pytest.approx(measures, abs=1e-6)
        assert list(shown.measures(row)) == list(measures)
