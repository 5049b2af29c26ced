from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from detector.matching.significance import Null, fit_null

LEVEL, PRIOR = 20.0, 9.0
END = LEVEL + 3 * PRIOR  # of the window that is looked at


def fitted(scores: list[float]) -> Null:
    return fit_null(np.array(scores, dtype=np.float64), level=LEVEL, prior_scale=PRIOR)


def fall_off(scale: float, count: int) -> list[float]:
    """Evenly spread quantiles of an exponential distribution above the level."""
    return [LEVEL - scale * log(1 - (row + 0.5) / count) for row in range(count)]


def test_a_unit_without_pairs_assumes_half_a_pair_and_the_shipped_scale() -> None:
    null = fitted([])
    assert (null.level, null.exceedances, null.scale) == (LEVEL, 0.5, pytest.approx(PRIOR))
    assert null.score_at(0.01) == pytest.approx(20 + 9 * log(50))  # 55.2 bits


@pytest.mark.parametrize("scale", [5.0, 9.0, 14.0])
def test_the_scale_of_many_unrelated_pairs_is_found(scale: float) -> None:
    null = fitted(fall_off(scale, 2000))
    assert null.scale == pytest.approx(scale, rel=0.05)
    assert null.exceedances == pytest.approx(2000, rel=0.05)


def test_a_few_pairs_low_in_the_window_lower_the_scale_a_little() -> None:
    assert PRIOR * 0.6 < fitted(fall_off(3.0, 5)).scale < PRIOR


def test_sixty_pairs_of_the_unit_weigh_as_much_as_the_shipped_scale() -> None:
    def mean_in_the_window(scale: float) -> float:
        share = np.linspace(0, 1 - exp(-(END - LEVEL) / scale), 200_001)
        return float((-scale * np.log1p(-(share[1:] + share[:-1]) / 2)).mean())

    low = mean_in_the_window(PRIOR) - 1.0
    null = fitted([LEVEL + low] * 60)
    assert mean_in_the_window(null.scale) == pytest.approx(mean_in_the_window(PRIOR) - 0.5, abs=1e-4)


def test_three_weak_copies_in_a_small_unit_do_not_double_what_a_flag_needs() -> None:
    assert fitted([END - 1] * 3).score_at(0.01) < 2 * fitted([]).score_at(0.01)


def test_copies_beyond_the_window_change_nothing() -> None:
    ordinary = fall_off(6.0, 100)
    seen = [score for score in ordinary if score <= END]
    assert fitted([*ordinary, *[600.0] * 400]) == fitted(ordinary) == fitted(seen)


def test_scores_at_and_below_the_level_are_not_looked_at() -> None:
    assert fitted([3.0, LEVEL, 25.0]) == fitted([25.0])


def test_the_pairs_of_the_window_are_counted_with_those_expected_behind_it() -> None:
    null = fitted([25.0] * 40)
    assert null.exceedances == pytest.approx(40 / (1 - exp(-(END - LEVEL) / null.scale)))


@pytest.mark.parametrize(("score", "factor"), [(LEVEL + 0.001, 0.5), (END, 1.5)])
def test_the_scale_stays_between_half_and_one_and_a_half_of_the_shipped_one(score: float, factor: float) -> None:
    assert fitted([score] * 5000).scale == pytest.approx(PRIOR * factor)


def test_the_more_chance_pairs_a_unit_has_the_more_evidence_a_flag_needs() -> None:
    thresholds = [fitted(fall_off(PRIOR, count)).score_at(0.01) for count in (1, 10, 100, 1000)]
    assert thresholds == sorted(set(thresholds))


def test_the_score_at_an_expectation_is_expected_that_often() -> None:
    null = Null(20.0, 50.0, 8.0)
    for expected in (0.001, 1.0, 50.0):
        assert null.expected(null.score_at(expected)) == pytest.approx(expected)
    assert null.expected(28.0) == pytest.approx(50 * exp(-1))


def test_never_more_chance_pairs_are_expected_than_were_seen() -> None:
    null = Null(20.0, 50.0, 8.0)
    assert null.expected(0.0) == 50.0
    assert null.score_at(1000.0) == 20.0
