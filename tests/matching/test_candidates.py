from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

import numpy as np
import pytest

from detector.corpus import Bools, Corpus
from detector.documents import Role
from detector.matching.candidates import Candidates, find_candidates
from detector.matching.grams import Grams, build_grams
from detector.matching.minhash import sketch
from detector.settings import Settings
from tests.matching.corpora import all_documents, all_tokens, connected, corpus_of, invented

SETTINGS = Settings()


def grams_of(corpus: Corpus) -> Grams:
    return build_grams(corpus, SETTINGS.shingle_syllables, counted=all_tokens(corpus))


def candidates_of(
    corpus: Corpus,
    *,
    known: Bools | None = None,
    allowed: Bools | None = None,
    writers: Sequence[int] | None = None,
    settings: Settings = SETTINGS,
) -> Candidates:
    grams = grams_of(corpus)
    return find_candidates(
        grams,
        sketch(grams, len(corpus), settings.minhash_permutations),
        np.zeros(len(grams), bool) if known is None else known,
        all_documents(corpus) if allowed is None else allowed,
        np.arange(len(corpus), dtype=np.int32) if writers is None else np.array(writers, np.int32),
        settings,
    )


def pairs_of(found: Candidates) -> set[tuple[int, int]]:
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


def around(shared: str, random: Random, *, own: int = 60) -> str:
    """A text with `shared` in the middle of its own syllables."""
    return f"{invented(random, own)} {shared} {invented(random, own)}"


@pytest.mark.parametrize(("run", "found"), [(8, False), (9, True), (10, True)])
def test_nine_syllables_in_common_are_enough_for_two_texts_alone(run: int, found: bool) -> None:
    # A run of 9 has 6 shingles of 4; in a folder of two each weighs log2((2 + 20) / 2) = 3.46 bits.
    random = Random(3)
    shared = " ".join(f"x{i}" for i in range(run))
    result = candidates_of(corpus_of(around(shared, random), around(shared, random)))
    assert pairs_of(result) == ({(0, 1)} if found else set())
    if found:
        assert result.weights[0] == pytest.approx((run - 3) * np.log2(11))


def test_texts_without_anything_in_common_are_no_candidates() -> None:
    random = Random(4)
    assert pairs_of(candidates_of(corpus_of(*(invented(random, 150) for _ in range(20))))) == set()


def test_known_shingles_weigh_nothing() -> None:
    random = Random(5)
    shared = " ".join(f"x{i}" for i in range(20))
    corpus = corpus_of(around(shared, random), around(shared, random))
    known = grams_of(corpus).postings.lengths() == 2
    assert known.sum() == 17
    assert pairs_of(candidates_of(corpus)) == {(0, 1)}
    assert pairs_of(candidates_of(corpus, known=known)) == set()


def test_whole_copies_of_known_wording_are_still_found_by_lsh() -> None:
    text = invented(Random(6), 100)
    corpus = corpus_of(text, text)
    found = candidates_of(corpus, known=np.ones(len(grams_of(corpus)), bool))
    assert pairs_of(found) == {(0, 1)}
    assert found.weights.tolist() == [0.0]


def test_at_least_one_side_is_a_submission() -> None:
    random = Random(8)
    shared = " ".join(f"x{i}" for i in range(20))
    corpus = corpus_of(*(around(shared, random) for _ in range(3)), roles={1: Role.REFERENCE, 2: Role.PREVIOUS})
    assert pairs_of(candidates_of(corpus, allowed=np.array([True, False, False]))) == {(0, 1), (0, 2)}


@pytest.mark.parametrize("at_once", [1, 100, 4_000_000])
def test_weights_are_those_of_a_plain_count(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.matching.candidates._JOINED_AT_ONCE", at_once)
    random = Random(9)
    pieces = [" ".join(f"p{piece}x{i}" for i in range(15)) for piece in range(6)]
    texts = [" ".join([invented(random, 40), *random.sample(pieces, 3), invented(random, 40)]) for _ in range(12)]
    shingles = [{tuple(words[i : i + 4]) for i in range(len(words) - 3)} for words in map(str.split, texts)]
    expected = {}
    for a, b in combinations(range(12), 2):
        bits = sum(np.log2((12 + 20) / sum(gram in other for other in shingles)) for gram in shingles[a] & shingles[b])
        if bits >= 6 * np.log2((12 + 20) / 2):
            expected[a, b] = pytest.approx(bits)
    found = candidates_of(corpus_of(*texts))
    assert dict(zip(zip(found.left, found.right, strict=True), found.weights.tolist(), strict=True)) == expected
    assert len(expected) > 20


def test_a_person_weighs_once_however_many_sheets_there_are() -> None:
    """Two people, one with four sheets of one text: the shingles are two people's, of two people and the background."""
    random = Random(5)
    text = invented(random, 30)
    found = candidates_of(corpus_of(text, text, text, text, text), writers=[0, 0, 0, 0, 4])
    assert min(found.weights) == pytest.approx(27 * np.log2((2 + 20) / 2)) == max(found.weights)


def test_pairs_that_only_lsh_finds_are_weighed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three equal texts of eight syllables have five shingles in common, which is too little for the join."""
    monkeypatch.setattr("detector.matching.candidates._SUMMED_AT_ONCE", 2)
    random = Random(12)
    text = invented(random, 8)
    found = candidates_of(corpus_of(text, invented(random, 50), text, text))
    assert pairs_of(found) == {(0, 2), (0, 3), (2, 3)}
    assert found.weights == pytest.approx(5 * np.log2((4 + 20) / 3))
    capped = SETTINGS.replace(shingle_max_documents=2)
    linked = candidates_of(corpus_of(text, invented(random, 50), text, text), settings=capped)
    assert len(linked.left) > 1
    assert linked.weights == pytest.approx(5 * np.log2((4 + 20) / 3))


def test_a_shingle_over_the_cap_is_counted_and_only_links_neighbours() -> None:
    random = Random(10)
    shared = " ".join(f"x{i}" for i in range(30))  # 27 shingles of log2(26 / 6) = 2.1 bits each
    corpus = corpus_of(*(around(shared, random, own=100) for _ in range(6)))
    found = candidates_of(corpus, settings=SETTINGS.replace(shingle_max_documents=5))
    assert found.capped_shingles == 27
    assert pairs_of(found) == {(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (1, 2), (2, 3), (3, 4), (4, 5)}
    assert candidates_of(corpus).capped_shingles == 0
    assert len(pairs_of(candidates_of(corpus))) == 15


def test_a_shingle_in_just_as_many_documents_as_the_cap_still_gives_all_pairs() -> None:
    random = Random(10)
    shared = " ".join(f"x{i}" for i in range(30))
    corpus = corpus_of(*(around(shared, random, own=100) for _ in range(5)))
    found = candidates_of(corpus, settings=SETTINGS.replace(shingle_max_documents=5))
    assert found.capped_shingles == 0
    assert pairs_of(found) == set(combinations(range(5), 2))


def test_partners_are_limited_and_the_strongest_is_kept() -> None:
    random = Random(11)
    shared = " ".join(f"x{i}" for i in range(30))
    longer = " ".join(f"y{i}" for i in range(30))
    # Rows 1 and 2 have another 30 syllables in common: each other's strongest partner.
    texts = [around(f"{shared} {longer if row in (1, 2) else ''}", random, own=100) for row in range(8)]
    found = pairs_of(candidates_of(corpus_of(*texts), settings=SETTINGS.replace(max_partners=1)))
    assert (1, 2) in found
    assert len(found) <= 2 * 8  # one partner in the rows above each text, one in the rows below
    assert len(found) < len(pairs_of(candidates_of(corpus_of(*texts)))) == 28


def test_300_equal_texts_hang_together_at_linear_cost() -> None:
    text = invented(Random(12), 200)
    found = pairs_of(candidates_of(corpus_of(*[text] * 300)))
    assert connected(set(range(300)), found)
    assert len(found) <= 300 * SETTINGS.max_partners


@pytest.mark.parametrize("cap", [40, 100])  # below and above the size of the crowd
def test_a_crowd_with_circles_of_its_own_stays_one_crowd(cap: int) -> None:
    """60 of 120 people copy one text, and circles of ten of them share a paragraph more."""
    random = Random(13)
    shared = invented(random, 60)
    circles = [invented(random, 60) for _ in range(6)]
    texts = [around(f"{shared} {circles[row % 6]}", random) for row in range(60)]
    others = [invented(random, 180) for _ in range(60)]
    found = candidates_of(corpus_of(*texts, *others), settings=SETTINGS.replace(shingle_max_documents=cap))
    assert connected(set(range(60)), {(a, b) for a, b in pairs_of(found) if b < 60})
    assert len(found.left) < 60 * 2 * SETTINGS.max_partners


def test_the_pairs_do_not_depend_on_the_order_of_the_texts() -> None:
    random = Random(14)
    pieces = [" ".join(f"p{piece}x{i}" for i in range(15)) for piece in range(6)]
    texts = [" ".join([invented(random, 40), *random.sample(pieces, 3)]) for _ in range(12)]
    forwards = pairs_of(candidates_of(corpus_of(*texts)))
    backwards = pairs_of(candidates_of(corpus_of(*reversed(texts))))
    assert {(11 - b, 11 - a) for a, b in backwards} == forwards
    assert forwards


@pytest.mark.parametrize("texts", [(), ("",), ("một hai",), ("", "", "")])
def test_too_little_text_has_no_candidates(texts: tuple[str, ...]) -> None:
    assert pairs_of(candidates_of(corpus_of(*texts))) == set()
