"""Pairs of this year do not depend on which earlier years are given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detector.analysis import analyse
from detector.documents import Document, Role
from detector.evaluation.planting import Order, plant
from detector.evaluation.simulation import SimulatedUnit
from detector.report import Report
from detector.settings import Settings

COPIES = [Order("light"), Order("partial"), Order("verbatim"), Order("partial"), Order("mosaic")]


def of_last_year(one: Document, quoting: Document) -> Document:
    """Another person's text of the year before, which has a stretch of one of this year."""
    id = f"2023/{one.id}"
    return replace(one, id=id, path=id, role=Role.PREVIOUS, year=2023, text=f"{one.text}\n{quoting.text[600:1000]}")


def pairs_between_submissions(report: Report) -> dict[frozenset[str], tuple[bool, float]]:
    names = {row.id for row in report.submissions}
    return {
        frozenset((pair.left_id, pair.right_id)): (pair.flagged, round(pair.evidence))
        for pair in report.pairs
        if {pair.left_id, pair.right_id} <= names and pair.flagged
    }


@pytest.mark.parametrize("seed", [3, 4])
def test_pairs_of_this_year_are_the_same_with_last_years_texts_and_without(seed: int) -> None:
    unit = SimulatedUnit(30, seed, "school")
    planted = plant(unit.documents(), COPIES, seed=seed)
    this_year, form = list(planted.documents), unit.blank_form()
    others = SimulatedUnit(30, seed + 100, "school").documents()
    last_year = [of_last_year(one, quoted) for one, quoted in zip(others, this_year, strict=True)]
    alone = pairs_between_submissions(analyse([*this_year, form], settings=Settings()))
    beside = pairs_between_submissions(analyse([*this_year, *last_year, form], settings=Settings()))
    assert len(alone) >= 5
    assert beside.keys() == alone.keys()
    for pair, (_, bits) in alone.items():
        assert beside[pair][1] == pytest.approx(bits, rel=0.02)
