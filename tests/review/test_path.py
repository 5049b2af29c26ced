"""Work grows with what happened and never with pairs: a unit in which forty people have one text, scanned for real."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.review_path import is_straight, scanned, walked

pytestmark = pytest.mark.slow


def test_forty_people_with_one_text_are_one_conclusion(tmp_path: Path) -> None:
    walk = walked(scanned(120, [40], tmp_path / "unit"))
    assert walk.people >= 40
    assert walk.pairs > 400
    assert walk.kinds["text"] + walk.kinds["group"] == 1
    assert walk.kinds["person"] == walk.people - 40
    assert is_straight(walk)
