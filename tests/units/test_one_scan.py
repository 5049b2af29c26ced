"""The oracle of a scan of units: one scan of the same texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector import scan
from detector.report import Report
from tests.units.slots import Slots, slots


@pytest.fixture(scope="module")
def texts() -> Slots:
    return slots(320, 4, 3, copies=24)


@pytest.fixture(scope="module")
def folder(texts: Slots, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("slots") / "tinh"
    for document in texts.documents:
        path = root / document.id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document.text, encoding="utf-8", newline="\n")
    return root


@pytest.fixture(scope="module")
def by_unit(folder: Path) -> Report:
    return scan([folder], units=True)


@pytest.fixture(scope="module")
def in_one(folder: Path) -> Report:
    return scan([folder])


def between(report: Report) -> dict[frozenset[str], float]:
    """Flagged pairs of two units, with their evidence."""
    pairs = ((pair, {pair.left_id.split("/")[0], pair.right_id.split("/")[0]}) for pair in report.pairs.flagged())
    return {frozenset((pair.left_id, pair.right_id)): pair.evidence for pair, units in pairs if len(units) == 2}


def test_the_pairs_between_units_are_those_of_one_scan(by_unit: Report, in_one: Report) -> None:
    expected = between(in_one)
    assert len(expected) >= 20
    assert between(by_unit) == pytest.approx(expected, abs=1.0)


def test_copies_are_found_though_half_of_them_is_stock_in_each_unit(by_unit: Report, texts: Slots) -> None:
    found = between(by_unit)
    assert len(texts.near & found.keys()) >= 0.98 * len(texts.near)
    assert len(texts.partial & found.keys()) >= 0.85 * len(texts.partial)


def test_groups_over_units_have_three_members_and_a_text_of_all(by_unit: Report) -> None:
    assert [group for group in by_unit.clusters if len(group.members) < 3 or not group.core] == []
    assert {row.cluster for row in by_unit.submissions} - {None} == {group.id for group in by_unit.clusters}


def test_a_scan_of_one_unit_is_a_plain_scan(folder: Path) -> None:
    unit = next(path for path in sorted(folder.iterdir()))
    alone, plain = scan([unit], units=True), scan([unit])
    assert (alone.pairs, alone.passages, alone.clusters) == (plain.pairs, plain.passages, plain.clusters)
    assert [(row.shares, row.marks, row.findings) for row in alone.submissions] == [
        (row.shares, row.marks, row.findings) for row in plain.submissions
    ]
    assert (alone.nulls, alone.shared_texts) == (plain.nulls, plain.shared_texts)
