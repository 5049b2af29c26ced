"""The labelled sets of monthly and quarterly sheets: holds what the benchmark `tests.benchmarks.months` prints."""

from __future__ import annotations

from functools import cache

import pytest

from tests.benchmarks.labelled_units import scanned
from tests.benchmarks.months import UNITS, Measured, Sheets, line

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("labelled units"), pytest.mark.parametrize("name", UNITS)]


@cache
def measured(name: str) -> Measured:
    return Measured(Sheets(name), scanned(name))


def test_every_sheet_is_its_persons_and_of_its_period_or_told_as_doubtful(name: str) -> None:
    assert measured(name).no_sheets() == []
    assert measured(name).names() == []
    assert measured(name).periods() == []


def test_nine_copies_in_ten_are_found_and_nobody_else_is_accused(name: str) -> None:
    missed, labelled = measured(name).missed()
    assert len(missed) <= labelled / 10
    assert measured(name).false_pairs() == []


def test_all_own_reuse_is_told_and_nothing_else(name: str) -> None:
    assert measured(name).missed(kind_self=True)[0] == []
    assert measured(name).wrong_reuse() == []


def test_stock_is_told_and_work_of_ones_own_beside_a_handed_out_sentence_is_not(name: str) -> None:
    wrong, missed, labelled = measured(name).boilerplate()
    assert wrong == []
    assert len(missed) <= 0.05 * labelled
    assert measured(name).handed_out()[0] == []


def test_the_last_period_says_the_same_with_earlier_ones_given(name: str) -> None:
    assert measured(name).disagree() == []


def test_the_line_stays_when_sheets_of_the_same_people_are_added(name: str) -> None:
    unit = Sheets(name)
    before = line(unit.scan(periods=slice(len(unit.files) // 2)))
    assert abs(line(measured(name).report) - before) < 5
