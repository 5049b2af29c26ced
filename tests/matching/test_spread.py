from __future__ import annotations

from math import ceil

import numpy as np
import pytest

from detector.corpus import indptr_of_lengths
from detector.matching.grams import Grams
from detector.matching.postings import Postings
from detector.matching.spread import Spread


@pytest.mark.parametrize("short", [0, 30, 10_000])
@pytest.mark.parametrize("at_once", [1, 500, 5_000_000])
def test_the_spread_is_that_of_counting_each_document(
    short: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trigrams of all frequencies in 60 documents, the last five of them printed; runs of none to fourteen."""
    monkeypatch.setattr("detector.matching.spread._SHORT", short)
    monkeypatch.setattr("detector.matching.spread._ADDED", 2)
    monkeypatch.setattr("detector.matching.spread._AT_ONCE", at_once)
    random = np.random.default_rng(1)
    kinds = random.random((60, 4)) < 0.5  # of wording: each kind is some twenty trigrams
    shares = np.where(kinds[:, random.integers(4, size=80)], random.random(80), 0.05)
    has = random.random((60, 80)) < shares
    lists = [np.flatnonzero(column) for column in has.T]
    postings = Postings(indptr_of_lengths([len(one) for one in lists]), np.concatenate(lists).astype(np.int32))
    trigrams = Grams(3, np.zeros(0, np.int32), np.zeros(0, np.uint64), postings)
    runs = [random.choice(80, random.integers(0, 15), replace=False) for _ in range(100)]
    runs += runs[:10]
    is_writer = np.arange(60) < 55
    found = Spread(trigrams, is_writer, 0.6).of(
        np.repeat(np.arange(110), [len(run) for run in runs]), np.concatenate(runs).astype(np.int32), 110
    )
    expected = [
        int((has[:55, run].sum(axis=1) >= ceil(0.6 * len(run) - 1e-9)).sum()) if len(run) else 0 for run in runs
    ]
    assert found.tolist() == expected
    assert len(set(expected)) > 10


def test_no_run_has_no_spread() -> None:
    trigrams = Grams(3, np.zeros(0, np.int32), np.zeros(0, np.uint64), Postings(np.array([0, 2]), np.array([0, 1])))
    none = np.zeros(0, np.int64)
    assert Spread(trigrams, np.ones(2, bool), 0.6).of(none, none.astype(np.int32), 0).tolist() == []
