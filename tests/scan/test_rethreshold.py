"""Other thresholds without another scan: the oracle is the scan with that setting."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import detector
from detector import storage
from detector.errors import InputError, SettingsError
from detector.evaluation.sweep import Truth, sweep
from detector.matches import Method, MethodNull
from detector.report import Pairs, Report, UnitRow

UNIT = Path(__file__).parents[2] / "data" / "units" / "unit_d"


@cache
def scanned(settings: detector.Settings | None = None) -> Report:
    return detector.scan(
        UNIT / "submissions", forms=UNIT / "blank_form.docx", previous=UNIT / "previous", settings=settings
    )


@pytest.fixture(scope="module")
def report() -> Report:
    return scanned()


def flagged(pairs: Pairs) -> set[tuple[str, str]]:
    return {(pair.left_id, pair.right_id) for pair in pairs.flagged()}


def test_the_thresholds_of_the_scan_give_the_report_of_the_scan(report: Report) -> None:
    assert report.rethreshold() == report
    assert report.pairs_at() == report.pairs


@pytest.mark.parametrize(
    "changes",
    [
        {"pair_min_bits": 150.0},  # loses rewritten copies and a pair of passages
        {"pair_min_bits": 20.0, "expected_false_pairs": 10.0},
        {"expected_false_pairs": 1e-9},
        {"cluster_min_members": 2, "reference_min_share": 0.1, "concrete_min_per_100": 5.0},
    ],
)
def test_other_thresholds_give_the_report_of_another_scan(report: Report, changes: dict[str, float]) -> None:
    again = scanned(report.settings.replace(**changes))
    assert report.rethreshold(**changes) == again
    assert again.rethreshold(**{name: getattr(report.settings, name) for name in changes}) == report


def test_the_sweep_flags_what_a_scan_flags(report: Report) -> None:
    again = scanned(report.settings.replace(pair_min_bits=150.0))
    assert flagged(again.pairs) < flagged(report.pairs)
    by_bits = {point.threshold: point.flagged for point in sweep(report, Truth("none")).by_bits}
    assert (by_bits[60.0], by_bits[150.0]) == (len(report.pairs.flagged()), len(again.pairs.flagged()))


def test_a_run_file_is_judged_again_as_the_scan_is(report: Report, tmp_path: Path) -> None:
    storage.save(report, tmp_path / "run")
    assert storage.load(tmp_path / "run").rethreshold(pair_min_bits=150.0) == report.rethreshold(pair_min_bits=150.0)


def test_the_curve_falls_with_what_is_allowed(report: Report) -> None:
    curve = report.curve()
    counts = [int(str(count)) for count in curve["pairs"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[4] == len(report.pairs.flagged())  # at the default, 0.01


def test_what_cannot_be_asked_is_told(report: Report) -> None:
    with pytest.raises(SettingsError, match="expected_false_pairs"):
        report.pairs_at(-1.0)
    with pytest.raises(InputError, match="passage_min_bits: another scan"):
        report.rethreshold(passage_min_bits=30.0)
    with pytest.raises(InputError, match="several units"):
        replace(report, units=(UnitRow("a", 1, 0, {}, 0, 0),)).rethreshold(expected_false_pairs=0.1)
    short = replace(report, nulls=(*report.nulls, MethodNull(Method.CLAUSES, 60.0)))
    with pytest.raises(InputError, match="short texts"):
        short.rethreshold(pair_min_bits=20.0)
