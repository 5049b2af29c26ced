from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from detector.matching.significance import Null, fit_null


def fitted(scores: list[float], *, limit: float = 0.01) -> Null:
    return fit_null(np.array(scores, dtype=np.float64), level=20.0, prior_scale=9.0, limit=limit)


def test_a_unit_without_pairs_assumes_half_a_pair_and_the_shipped_scale() -> None:
    null = fitted([])
    assert null == Null(20.0, 0.5, 9.0)
    assert null.score_at(0.01) == pytest.approx(20 + 9 * log(50))  # 55.2 bits


def test_the_scale_is_the_mean_excess_with_the_shipped_one_as_ten_pairs_more() -> None:
    # 22, 24 and 30 exceed 20 by 16 in all; 19 does not count. (16 + 10 * 9) / 13.
    null = fitted([19, 22, 24, 30])
    assert null.exceedances == 3
    assert null.scale == pytest.approx(106 / 13)


def test_copies_do_not_make_copying_the_ordinary_state() -> None:
    ordinary = [22.0, 24.0, 30.0]
    assert fitted([*ordinary, *[600.0] * 40]).scale == pytest.approx(fitted(ordinary).scale)
    assert fitted([*ordinary, *[600.0] * 40]).exceedances == 3


def test_the_more_chance_pairs_a_unit_has_the_more_evidence_a_flag_needs() -> None:
    thresholds = [fitted([25.0] * count).score_at(0.01) for count in (1, 10, 100)]
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
