"""datasketch is the oracle, bit by bit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH

from detector.corpus import Corpus
from detector.matching import minhash
from detector.matching.grams import Grams, build_grams
from detector.matching.minhash import bands_and_rows, colliding, estimate_jaccard, sketch
from detector.matching.postings import pairs_within
from tests.matching.corpora import all_tokens, corpus_of, invented

PERMUTATIONS = 64


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """30 documents: 10 originals, 10 that share between all and nothing with one of them, 10 short or empty ones."""
    random = Random(7)
    originals = [invented(random, random.randrange(20, 120)) for _ in range(10)]
    edited = []
    for row, text in enumerate(originals):
        syllables = text.split()
        edited.append(" ".join([*syllables[: len(syllables) * (10 - row) // 10], invented(random, 4 * row)]))
    short = [invented(random, length) for length in (0, 0, 1, 3, 4, 4, 5, 5, 6, 7)]
    return corpus_of(*originals, *edited, *short)


@pytest.fixture(scope="module")
def grams(corpus: Corpus) -> Grams:
    return build_grams(corpus, 4, counted=all_tokens(corpus))


def shingles(grams: Grams, documents: int) -> list[set[int]]:
    """Keys of each document."""
    sets: list[set[int]] = [set() for _ in range(documents)]
    for key, (start, end) in zip(
        grams.keys.tolist(), zip(grams.postings.indptr[:-1], grams.postings.indptr[1:], strict=True), strict=True
    ):
        for row in grams.postings.documents[start:end].tolist():
            sets[row].add(key)
    return sets


@pytest.fixture(scope="module")
def oracle(corpus: Corpus, grams: Grams) -> list[MinHash]:
    sketches = []
    for keys in shingles(grams, len(corpus)):
        one = MinHash(num_perm=PERMUTATIONS, seed=1, scheme="affine32", hashfunc=int)
        for key in keys:
            one.update(key & 0xFFFFFFFF)
        sketches.append(one)
    return sketches


def test_sketches_are_those_of_datasketch(corpus: Corpus, grams: Grams, oracle: list[MinHash]) -> None:
    found = sketch(grams, len(corpus), PERMUTATIONS)
    assert found.dtype == np.uint32
    for row, one in enumerate(oracle):
        np.testing.assert_array_equal(found[row].astype(np.uint64), one.hashvalues.astype(np.uint64))


@pytest.mark.parametrize("shingles", [1, 7])
def test_sketches_do_not_depend_on_the_size_of_a_block(
    shingles: int, corpus: Corpus, grams: Grams, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = sketch(grams, len(corpus), PERMUTATIONS)
    monkeypatch.setattr(minhash, "_SHINGLES_AT_ONCE", shingles)
    np.testing.assert_array_equal(sketch(grams, len(corpus), PERMUTATIONS), at_once)


@pytest.mark.parametrize(("threshold", "permutations"), [(0.5, 128), (0.3, 128), (0.8, 64), (0.5, 16)])
def test_bands_and_rows_are_those_of_datasketch(threshold: float, permutations: int) -> None:
    index = MinHashLSH(threshold=threshold, num_perm=permutations)
    assert bands_and_rows(threshold, permutations) == (index.b, index.r)


@pytest.mark.parametrize("all_hashes_equal", [False, True])
@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.9])
def test_colliding_documents_are_those_that_datasketch_finds(
    threshold: float,
    all_hashes_equal: bool,
    corpus: Corpus,
    grams: Grams,
    oracle: list[MinHash],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if all_hashes_equal:  # what a band is looked up by, before its values are compared
        monkeypatch.setattr(minhash, "_by_hash", lambda part: (np.arange(len(part)), np.zeros(1, np.int64)))
    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    with_text = [row for row, keys in enumerate(shingles(grams, len(corpus))) if keys]
    for row in with_text:
        index.insert(row, oracle[row])
    expected = {(row, other) for row in with_text for other in index.query(oracle[row]) if row < other}
    assert expected
    assert set(_collisions(grams, len(corpus), threshold)) == expected


def _collisions(grams: Grams, documents: int, threshold: float) -> Iterator[tuple[int, int]]:
    for buckets in colliding(sketch(grams, documents, PERMUTATIONS), threshold):
        left, right, _ = pairs_within(buckets, cap=documents)
        yield from zip(left.tolist(), right.tolist(), strict=True)


def test_documents_without_shingles_do_not_collide_with_each_other() -> None:
    corpus = corpus_of("a b", "", "c")
    assert set(_collisions(build_grams(corpus, 4, counted=all_tokens(corpus)), 3, 0.5)) == set()


def test_the_estimate_is_near_the_exact_jaccard(corpus: Corpus, grams: Grams) -> None:
    sets = shingles(grams, len(corpus))
    pairs = [(a, b) for a, b in combinations(range(len(corpus)), 2) if sets[a] & sets[b]]
    left, right = (np.array(side, np.int32) for side in zip(*pairs, strict=True))
    exact = np.array([len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a, b in pairs])
    estimated = estimate_jaccard(sketch(grams, len(corpus), 128), left, right)
    # The standard error at 128 permutations is at most sqrt(.25 / 128) = .044.
    assert np.abs(estimated - exact).max() < 4 * 0.044
    assert estimated[pairs.index((0, 10))] == 1.0  # a full copy


def test_two_empty_texts_are_not_alike() -> None:
    corpus = corpus_of("a b", "c d", "e f g h", "e f g h")
    sketches = sketch(build_grams(corpus, 4, counted=all_tokens(corpus)), 4, 16)
    left, right = np.array([0, 0, 2], np.int32), np.array([1, 2, 3], np.int32)
    assert estimate_jaccard(sketches, left, right).tolist() == [0.0, 0.0, 1.0]
