from __future__ import annotations

import numpy as np
import pytest

from detector.matching.ordering import among


@pytest.mark.parametrize("others", [[], [0], [3, 3, 7], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]])
def test_among_is_isin_for_sorted_others(others: list[int]) -> None:
    values = np.array([9, 0, 3, 4, 7, 7, 10, 3])
    assert among(values, np.array(others, np.int64)).tolist() == [value in others for value in values.tolist()]


def test_no_value_is_among_others() -> None:
    assert among(np.zeros(0, np.int64), np.array([1])).tolist() == []
