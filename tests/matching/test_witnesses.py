from __future__ import annotations

from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest

from detector.corpus import Corpus, Ints, indptr_of_lengths
from detector.matching.candidates import Candidates, find_candidates
from detector.matching.grams import Grams, build_grams
from detector.matching.minhash import sketch
from detector.matching.postings import Postings
from detector.matching.witnesses import _Crowds, witness_numbers
from detector.settings import Settings
from tests.matching.corpora import all_documents, all_tokens, corpus_of, invented

SETTINGS = Settings()


def found(corpus: Corpus, *, writers: list[int] | None = None) -> list[set[int]]:
    """Groups of documents that are one witness, two and more."""
    grams, candidates = _columns(corpus)
    numbers = witness_numbers(grams, candidates, _writers(corpus, writers), SETTINGS)
    return groups_of(numbers)


def groups_of(numbers: Ints) -> list[set[int]]:
    groups: dict[int, set[int]] = {}
    for row, number in enumerate(numbers.tolist()):
        groups.setdefault(number, set()).add(row)
    return sorted((group for group in groups.values() if len(group) > 1), key=min)


def _writers(corpus: Corpus, writers: list[int] | None) -> Ints:
    return np.array(range(len(corpus)) if writers is None else writers, np.int32)


def _columns(corpus: Corpus) -> tuple[Grams, Candidates]:
    grams = build_grams(corpus, SETTINGS.shingle_syllables, counted=all_tokens(corpus))
    sketches = sketch(grams, len(corpus), SETTINGS.minhash_permutations)
    known = np.zeros(len(grams), bool)
    return grams, find_candidates(grams, sketches, known, all_documents(corpus), SETTINGS)


def test_twelve_of_forty_who_copy_one_text_are_one_witness() -> None:
    random = Random(1)
    text = invented(random, 100)
    copies = [f"{text} {invented(random, 20)}" for _ in range(12)]
    corpus = corpus_of(*copies, *(invented(random, 120) for _ in range(28)))
    assert found(corpus) == [set(range(12))]


def test_two_crowds_are_two_witnesses() -> None:
    random = Random(2)
    first, second = invented(random, 100), invented(random, 100)
    corpus = corpus_of(*[first] * 6, *[second] * 5, *(invented(random, 100) for _ in range(9)))
    assert found(corpus) == [set(range(6)), set(range(6, 11))]


def test_writers_of_stock_sentences_are_not_taken_for_a_crowd() -> None:
    """40 people each write 12 of the same 24 sentences of ten syllables: any two share about six, 42 shingles and
    more, but each of the sentences has eighteen other users."""
    random = Random(3)
    stock = [invented(random, 10) for _ in range(24)]
    corpus = corpus_of(*(" / ".join(random.sample(stock, 12)) for _ in range(40)))
    _, candidates = _columns(corpus)
    assert len(candidates.left) > 100
    assert found(corpus) == []


@pytest.mark.parametrize("users_at_once", [1, 100, 10_000])
def test_a_crowd_among_writers_of_stock_sentences_is_still_one(
    users_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detector.matching.witnesses._USERS_AT_ONCE", users_at_once)
    random = Random(4)
    stock = [invented(random, 10) for _ in range(24)]
    text = invented(random, 100)
    writers = [" / ".join(random.sample(stock, 8)) for _ in range(40)]
    corpus = corpus_of(*(f"{text} / {w}" if row < 12 else w for row, w in enumerate(writers)))
    assert found(corpus) == [set(range(12))]


def test_an_earlier_text_is_one_witness_with_its_writer_whatever_it_says() -> None:
    random = Random(5)
    corpus = corpus_of(*(invented(random, 80) for _ in range(5)))
    assert found(corpus, writers=[0, 1, 2, 1, 4]) == [{1, 3}]


def test_a_crowd_takes_the_earlier_texts_of_its_members_with_it() -> None:
    random = Random(6)
    text = invented(random, 100)
    corpus = corpus_of(text, text, *(invented(random, 100) for _ in range(4)))
    assert found(corpus, writers=[0, 1, 2, 1, 4, 5]) == [{0, 1, 3}]


def test_a_short_run_in_common_does_not_make_one_witness() -> None:
    random = Random(7)
    short, long = invented(random, 62), invented(random, 63)  # 59 and 60 shingles
    texts = [f"{run} {invented(random, 100)}" for run in (short, short, long, long)]
    assert found(corpus_of(*texts, *(invented(random, 100) for _ in range(16)))) == [{2, 3}]


def test_the_text_of_a_chain_of_copiers_makes_one_witness_through_the_one_in_the_middle() -> None:
    random = Random(8)
    first, second = invented(random, 80), invented(random, 80)
    corpus = corpus_of(first, f"{first} / {second}", second, *(invented(random, 100) for _ in range(10)))
    assert found(corpus) == [{0, 1, 2}]


def test_a_crowd_is_that_of_plain_sets() -> None:
    random = Random(11)
    sizes = [len(expected) for _ in range(8) for expected in _checked_crowds(random)]
    assert {0, 5, 6} <= set(sizes)


def _checked_crowds(random: Random) -> list[set[int]]:
    """The crowd of every pair of ten texts, the same by look-up and by plain sets."""
    pieces = [invented(random, 30) for _ in range(9)]
    texts = [" ".join([*random.sample(pieces, random.randrange(2, 6)), invented(random, 20)]) for _ in range(10)]
    corpus = corpus_of(*texts)
    grams, _ = _columns(corpus)
    finder = _Crowds(grams, len(corpus), SETTINGS)
    indptr = grams.postings.indptr.tolist()
    having = [set(grams.postings.documents[a:b].tolist()) for a, b in pairwise(indptr)]
    crowds = []
    for left, right in combinations(range(10), 2):
        shared = [gram for gram, rows in enumerate(having) if {left, right} <= rows]
        crowds.append(_crowd(sorted(shared, key=grams.keys.__getitem__), having))
        assert crowd_of(finder, left, right) == crowds[-1]
    return crowds


def crowd_of(finder: _Crowds, left: int, right: int) -> set[int]:
    _, samples = finder.samples(np.array([left], np.int32), np.array([right], np.int32))
    crowds = [set(finder.crowd(sample).tolist()) for sample in samples]
    possible = finder.possible(samples)
    assert all(possible[row] for row, crowd in enumerate(crowds) if crowd)
    return crowds[0] if crowds else set()


def test_samples_of_many_pairs_are_those_of_each_alone() -> None:
    random = Random(12)
    pieces = [invented(random, 30) for _ in range(5)]
    corpus = corpus_of(*(" ".join(random.sample(pieces, 3)) for _ in range(8)), "")
    finder = _Crowds(_columns(corpus)[0], len(corpus), SETTINGS)
    left, right = np.array(list(combinations(range(9), 2)), np.int32).T
    pairs, samples = finder.samples(left, right)
    alone = [finder.samples(left[i : i + 1], right[i : i + 1])[1] for i in range(len(left))]
    assert pairs.tolist() == [row for row, one in enumerate(alone) if len(one)]
    assert 0 < len(pairs) < len(left)
    assert samples.tolist() == np.concatenate(alone).tolist()


@pytest.mark.parametrize(("members", "others", "is_one"), [(0, 1200, False), (1200, 0, True), (1200, 340, True)])
def test_a_look_at_some_documents_tells_stock_wording_from_a_crowd(members: int, others: int, is_one: bool) -> None:
    """32 shingles in 4,000 documents: `members` have all of them, and `others`, each time others, have one."""
    random = np.random.default_rng(13)
    crowd = random.choice(4000, members, replace=False)
    rest = np.setdiff1d(np.arange(4000), crowd)
    lists = [np.sort(np.append(crowd, random.choice(rest, others, replace=False))) for _ in range(32)]
    postings = Postings(indptr_of_lengths([len(one) for one in lists]), np.concatenate(lists).astype(np.int32))
    grams = Grams(4, np.zeros(0, np.int32), np.arange(32, dtype=np.uint64), postings)
    finder = _Crowds(grams, 4000, SETTINGS)
    sample = np.arange(32, dtype=np.int32)
    assert finder.possible(sample[None]).tolist() == [is_one]
    assert finder.crowd(sample).tolist() == (np.sort(crowd).tolist() if is_one else [])


def _crowd(shared: list[int], having: list[set[int]]) -> set[int]:
    """32 shingles evenly spread: who has 60 % of them, unless all others have them 0.3 times as often as these."""
    if len(shared) < 60:
        return set()
    sample = [shared[int(k * (len(shared) - 1) / 31)] for k in range(32)]
    hits = {row: sum(row in having[gram] for gram in sample) for row in range(10)}
    inside = {row for row in hits if hits[row] >= 0.6 * 32}
    outside = sum(hits[row] for row in hits if row not in inside) / 32
    return inside if outside <= 0.3 * len(inside) else set()


def test_300_equal_texts_are_one_witness() -> None:
    text = invented(Random(9), 150)
    assert found(corpus_of(*[text] * 300)) == [set(range(300))]


@pytest.mark.parametrize("texts", [("",), ("", ""), ("một hai ba bốn năm",)])
def test_little_text_is_a_witness_of_its_own(texts: tuple[str, ...]) -> None:
    assert found(corpus_of(*texts)) == []
