"""Keys that collide, against every pair compared with every other."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.engines import local
from detector.engines.base import Linked, Postings, weight_of_unique, weights_of
from detector.engines.local import collide
from detector.units.links import batches, compared_pairs

CAP = 4
Keys = dict[int, set[int]]


def postings_of(documents: Keys, groups: dict[int, int], common: Keys) -> Postings:
    rows = [(key, n, groups[n], key in common.get(n, ())) for n, keys in documents.items() for key in keys]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Postings(columns[0].astype(np.uint64), columns[1], columns[2], columns[3].astype(bool))


def by_comparing(
    documents: Keys, groups: dict[int, int], common: Keys, least: int
) -> tuple[dict[tuple[int, int], int], int]:
    """Weights by pair, and the number of keys above the cap outside common wording."""
    found: dict[tuple[int, int], int] = {}
    capped = 0
    for key in sorted(set().union(*documents.values())):
        having = sorted(number for number, keys in documents.items() if key in keys)
        if len({groups[number] for number in having}) < 2:
            continue
        pairs = {(a, b) for a, b in combinations(having, 2) if groups[a] != groups[b]}
        if len(having) > CAP:
            crowd = [number for number in having if key not in common[number]]
            capped += len(crowd) > CAP
            pairs = set()
            if len({groups[number] for number in crowd}) > 1:
                first = crowd[0]
                leaders = {groups[number]: number for number in reversed(crowd)}
                last = max(leaders.values())
                ends = [(last if groups[n] == groups[first] else first, n) for n in crowd[1:]]
                pairs = {(min(pair), max(pair)) for pair in ends}
        weight = int(weights_of(np.array([len(having)]), len(documents))[0])
        for pair in pairs:
            found[pair] = found.get(pair, 0) + weight
    return {pair: weight for pair, weight in found.items() if weight >= least}, capped


KEYS = st.sets(st.integers(0, 2**64 - 1).map(lambda n: n % 7), max_size=6)


@given(st.lists(st.tuples(st.integers(0, 3), KEYS, KEYS)), st.sampled_from([0, 3000]))
def test_collisions_are_those_of_comparing_every_pair(texts: list[tuple[int, set[int], set[int]]], least: int) -> None:
    documents = {number * 3: keys for number, (_, keys, _) in enumerate(texts)}
    groups = {number * 3: group for number, (group, _, _) in enumerate(texts)}
    common = {number * 3: keys for number, (_, _, keys) in enumerate(texts)}
    found = collide(postings_of(documents, groups, common), documents=len(documents), cap=CAP, least=least)
    pairs = zip(found.left.tolist(), found.right.tolist(), found.weights.tolist(), strict=True)
    expected = by_comparing(documents, groups, common, least) if documents else ({}, 0)
    assert ({(a, b): weight for a, b, weight in pairs}, found.capped_keys) == expected


def test_slices_of_the_range_of_keys_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    keys = random.integers(0, 2**64 - 1, 60, dtype=np.uint64)
    rows = np.unique(np.stack([random.choice(keys, 900), random.integers(0, 40, 900, dtype=np.uint64)]), axis=1)
    common = random.random(rows.shape[1]) < 0.2
    postings = Postings(rows[0], rows[1].astype(np.int64), (rows[1] % 3).astype(np.int64), common)
    whole = collide(postings, documents=40, cap=CAP, least=0)
    monkeypatch.setattr(local, "SLICE_POSTINGS", 100)
    sliced = collide(postings, documents=40, cap=CAP, least=0)
    assert all(np.array_equal(getattr(whole, name), getattr(sliced, name)) for name in ("left", "right", "weights"))
    assert whole.capped_keys == sliced.capped_keys


def test_links_that_wait_in_a_file_are_summed_as_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    keys, numbers = random.integers(0, 2**64 - 1, 400, dtype=np.uint64), np.arange(90)
    rows = [(key, number) for key in keys for number in random.choice(numbers, random.integers(2, CAP + 3), False)]
    of = np.array([number for _, number in rows], np.int64)
    postings = Postings(np.array([key for key, _ in rows], np.uint64), of, of % 3, np.zeros(len(of), bool))
    monkeypatch.setattr(local, "SLICE_POSTINGS", 100)
    for least in (0, 12_000):
        whole = collide(postings, documents=90, cap=CAP, least=least)
        assert len(whole.left) > 20
        with monkeypatch.context() as small:
            small.setattr(local, "_MOST_WAITING", 150)
            written = collide(postings, documents=90, cap=CAP, least=least)
        assert all(
            np.array_equal(getattr(whole, name), getattr(written, name)) for name in ("left", "right", "weights")
        )


def test_a_text_that_thousands_have_costs_thousands_of_links_and_hangs_together() -> None:
    documents = {number: set(range(50)) for number in range(3000)}
    groups = {number: number % 7 for number in documents}
    no_common: Keys = {number: set() for number in documents}
    found = collide(postings_of(documents, groups, no_common), documents=3000, cap=40, least=0)
    assert len(found.left) == 2999
    assert found.capped_keys == 50
    stock = collide(postings_of(documents, groups, documents), documents=3000, cap=40, least=0)
    assert (len(stock.left), stock.capped_keys) == (0, 0)
    assert [len(batch.numbers) for batch in batches(found, most_partners=20)] == [3000]


def test_a_unique_key_weighs_as_much_as_the_share_of_documents_says() -> None:
    assert weight_of_unique(1, 1004) == 9 * 1024  # log2((1004 + 20) / 2)
    assert weights_of(np.array([2]), 1004).tolist() == [9 * 1024]


def linked(*pairs: tuple[int, int]) -> Linked:
    left, right = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    return Linked(left, right, np.full(len(pairs), 5000), 0)


def test_a_group_that_fits_is_not_cut_and_a_new_one_changes_no_other_batch() -> None:
    chains = [[(13 * n + k, 13 * n + k + 1) for k in range(3)] for n in range(40)]
    pairs = [pair for chain in chains for pair in chain]
    found = batches(linked(*pairs), most_partners=20, size=30)
    assert sum(len(batch.numbers) for batch in found) == 160
    assert len(found) > 3
    where = {number: row for row, batch in enumerate(found) for number in batch.numbers}
    assert all(len({where[number] for pair in chain for number in pair}) == 1 for chain in chains)
    more = batches(linked(*pairs, (1001, 1002)), most_partners=20, size=30)
    assert len({batch.numbers for batch in more} & {batch.numbers for batch in found}) >= len(found) - 1


def test_weak_links_that_hang_all_together_are_cut_and_judged_after_the_heavy_ones() -> None:
    """Ten copies of each of thirty texts, and a weak link between any two texts that follow one another."""
    heavy = [(100 * text, 100 * text + copy) for text in range(30) for copy in range(1, 10)]
    weak = [(100 * text, 100 * text + 100) for text in range(29)]
    left, right = (np.array(side, dtype=np.int64) for side in zip(*heavy, *weak, strict=True))
    weights = np.array([90_000] * len(heavy) + [20_000] * len(weak))
    found = batches(Linked(left, right, weights, 0), most_partners=20, size=20)
    inside = [set(batch.numbers) for batch in found]
    for pair in (*heavy, *weak):
        assert any(set(pair) <= numbers for numbers in inside), pair
    first = [next(n for n, numbers in enumerate(inside) if 100 * text in numbers) for text in range(30)]
    assert all(set(range(100 * text, 100 * text + 10)) <= inside[place] for text, place in enumerate(first))
    assert max(len(numbers) for numbers in inside) <= 40  # numbers are hashes, so small groups spread about evenly


def test_pairs_of_different_units_are_counted_without_listing_them() -> None:
    sizes = [3, 5, 4]
    assert compared_pairs(sizes) == 3 * 5 + 3 * 4 + 5 * 4
