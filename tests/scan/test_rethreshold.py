"""Another threshold without another scan gives the pairs that another scan would flag."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import detector
from detector.errors import InputError, SettingsError
from detector.report import Pairs, Report, UnitRow

UNIT = Path(__file__).parents[2] / "data" / "units" / "unit_d"


def scanned(settings: detector.Settings | None = None) -> Report:
    return detector.scan(
        UNIT / "submissions", forms=UNIT / "blank_form.docx", previous=UNIT / "previous", settings=settings
    )


@pytest.fixture(scope="module")
def report() -> Report:
    return scanned()


def flagged(pairs: Pairs) -> set[tuple[str, str]]:
    return {(pair.left_id, pair.right_id) for pair in pairs.flagged()}


def test_the_threshold_of_the_scan_gives_the_pairs_of_the_scan(report: Report) -> None:
    assert report.pairs_at(report.settings.expected_false_pairs) == report.pairs


@pytest.mark.parametrize("allowed", [1.0, 1e-6, 1e-9])
def test_another_threshold_gives_what_another_scan_flags(report: Report, allowed: float) -> None:
    again = scanned(report.settings.replace(expected_false_pairs=allowed))
    assert flagged(report.pairs_at(allowed)) == flagged(again.pairs)


def test_the_curve_falls_with_what_is_allowed(report: Report) -> None:
    curve = report.curve()
    counts = [int(str(count)) for count in curve["pairs"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[4] == len(report.pairs.flagged())  # at the default, 0.01


def test_what_cannot_be_asked_is_told(report: Report) -> None:
    with pytest.raises(SettingsError, match="expected_false_pairs"):
        report.pairs_at(-1.0)
    with pytest.raises(InputError, match="several units"):
        replace(report, units=(UnitRow("a", 1, 0, {}, 0, 0),)).pairs_at(0.1)
