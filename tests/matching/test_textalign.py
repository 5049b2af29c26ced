"""The parts of `compare`: fast paths and their oracles, edges of passages, measures of a pair."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from itertools import pairwise
from time import process_time

import numpy as np
import pytest
from numpy.typing import NDArray

from detector.matching.textalign import regions, seeds
from detector.matching.textalign.columns import columns_of
from detector.matching.textalign.edges import best_stretch, is_word_for_word, refined
from detector.matching.textalign.regions import Region, Stretch, evidence, shares, similarity
from detector.matching.textalign.sentences import sentences_of
from detector.matching.textalign.tokens import tokens_of
from detector.text.fold import SYLLABLE, canonical, fold
from tests.benchmarks.reuse_measures import all_measures, containment, longest_run, run_share, subsequence_share
from tests.matching.test_compare import (
    BEES,
    CHESS,
    FILLER,
    HARBOUR,
    OPERA,
    SOLAR,
    TEACHER,
    TROMBONE,
    VOLCANO,
    WEAVING,
    quotes,
)

ODD_TEXTS = [
    TEACHER,
    unicodedata.normalize("NFD", TEACHER),
    "Kỹ sư Lý quý my ly ky city 94,7% ngày 12/4/2024 v1.2.x a.b 3.a ½ ①② x² ﬁre İstanbul straße",
    "1,2.3/4 .5 6. 7,,8 ,9, a1,2b _x_y_ \u200bxin\u200bchào\u0301 \ud800 𝟏𝟐 Ⅷ ٣,٤ \x00end",
    "ki hi li mi ti vi si qui quy ky ly my ty vy sy quý kĩ hý bay tay quay",
    "",
    "...",
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_tokens_are_those_of_the_syllable_pattern(text: str) -> None:
    folded = fold(text)
    matches = list(SYLLABLE.finditer(folded.text))
    found = tokens_of(text)
    assert found.starts.tolist() == [int(folded.starts[one.start()]) for one in matches]
    assert found.ends.tolist() == [int(folded.ends[one.end() - 1]) for one in matches]


def test_tokens_have_the_same_hash_exactly_if_they_have_the_same_stem() -> None:
    text = " ".join(ODD_TEXTS)
    words = SYLLABLE.findall(fold(text).text)
    stems = [word if word[0].isdecimal() else canonical(word)[:5] for word in words]
    hashes = tokens_of(text).stems.tolist()
    assert len(words) == len(hashes)
    assert len(set(zip(stems, hashes, strict=True))) == len(set(stems)) == len(set(hashes))


@pytest.mark.parametrize("seed", range(20))
def test_the_best_stretch_is_the_best_of_all_stretches(seed: int) -> None:
    scores = np.random.default_rng(seed).integers(-3, 3, 12).astype(np.float64)
    every = [(float(scores[start:end].sum())) for start in range(13) for end in range(start, 13)]
    start, end = best_stretch(scores)
    assert float(scores[start:end].sum()) == max(every)


@pytest.mark.parametrize("seed", range(10))
def test_groups_are_those_of_splitting_one_group_after_another(seed: int) -> None:
    chance = np.random.default_rng(seed)
    found = chance.integers(0, 25, 14), chance.integers(0, 25, 14)

    def split(rows: list[int]) -> list[list[int]]:
        for side in found:
            order = sorted(rows, key=lambda row: side[row])
            for before, after in pairwise(order):
                if side[after] - side[before] > 3:
                    left = [row for row in rows if side[row] <= side[before]]
                    return split(left) + split([row for row in rows if row not in left])
        return [rows]

    groups = {frozenset(zip(*(side.tolist() for side in group), strict=True)) for group in seeds.grouped(found, 2)}
    pairs = list(zip(found[0].tolist(), found[1].tolist(), strict=True))
    assert groups == {frozenset(pairs[row] for row in rows) for rows in split(list(range(14)))}


def test_a_gap_on_one_side_can_open_a_gap_on_the_other_one() -> None:
    # Left units 0, 3 and 6 hang together until the right side takes the seed in the middle away.
    found = np.array([0, 3, 6]), np.array([0, 10, 1])
    groups = [[side.tolist() for side in group] for group in seeds.grouped(found, 2)]
    assert sorted(groups) == [[[0], [0]], [[3], [10]], [[6], [1]]]


def test_stretches_overlap_in_the_tokens_that_both_have() -> None:
    stretch = Stretch(10, 20)
    others = [Stretch(0, 10), Stretch(0, 12), Stretch(13, 15), Stretch(19, 40), Stretch(25, 40)]
    assert [stretch.overlap(other) for other in others] == [0, 2, 2, 1, 0]
    assert [other.overlap(stretch) for other in others] == [0, 2, 2, 1, 0]


@pytest.mark.parametrize(("copied", "word_for_word"), [(8, False), (9, True), (10, True)])
def test_nine_of_ten_words_beside_a_neighbour_of_theirs_are_word_for_word(copied: int, word_for_word: bool) -> None:
    left = [f"w{number}" for number in range(10)]
    right = left[:copied] + [f"v{number}" for number in range(copied, 10)]
    whole = Region(Stretch(0, 10), Stretch(0, 10))
    assert is_word_for_word(columns_of(" ".join(left), " ".join(right)), whole) == word_for_word


def test_evidence_is_the_weight_of_common_words_and_half_that_of_both_words_of_common_pairs() -> None:
    texts = columns_of("ba bon c d e f. ba g h i j k. ba l m n o p.", "ba bon q r s t.")
    ba, bon = texts.weights[texts.left.ids[:2]].tolist()
    assert ba < bon
    assert evidence(texts, Region(Stretch(0, 6), Stretch(0, 6))) == pytest.approx(1.5 * (ba + bon))
    assert evidence(texts, Region(Stretch(6, 12), Stretch(0, 6))) == pytest.approx(ba)


def test_evidence_of_a_word_that_stands_twice_in_a_row_counts_both() -> None:
    texts = columns_of("ba ba bon c d. e f g h i.", "ba ba ba bon j. k l m n o.")
    ba, _, bon = texts.weights[texts.left.ids[:3]].tolist()
    # ba twice and bon once; "ba ba" and "ba bon" once each
    assert evidence(texts, Region(Stretch(0, 5), Stretch(0, 5))) == pytest.approx(2 * ba + bon + ba + (ba + bon) / 2)


def test_a_passage_with_all_words_copied_does_not_reach_over_two_new_words_to_an_old_one() -> None:
    """Twenty words backwards, so that none stands beside a neighbour of its own, far behind the start of the text."""
    copied = [f"s{number}" for number in range(20)]
    before, behind = ([f"{name}{number}" for number in range(count)] for name, count in (("p", 1400), ("z", 60)))
    left = " ".join([*before, *reversed(copied), *behind[:2], "s3", *behind[2:]])
    whole = Region(Stretch(1400, 1420), Stretch(0, 20))
    assert refined(columns_of(left, " ".join(copied)), whole) == whole


@pytest.mark.parametrize("before", [0, 900, 1400])
def test_the_edges_of_a_passage_do_not_depend_on_how_much_stands_before_it(before: int) -> None:
    words = TROMBONE.split()
    rewritten = " ".join(f"new{at}" if at % 3 == 1 and word.isalpha() else word for at, word in enumerate(words))
    filler = " ".join(f"p{at}{'. P' if at % 12 == 11 else ''}" for at in range(before))
    ((_, theirs),) = quotes(f"{BEES} {TROMBONE} {CHESS}", f"{filler} {VOLCANO} {rewritten} {SOLAR} {WEAVING} {OPERA}")
    assert theirs == rewritten


def test_leaving_out_the_commonest_words_of_a_huge_text_keeps_the_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = columns_of(" ".join([TROMBONE, *FILLER]), " ".join([*FILLER[:2], HARBOUR, TROMBONE]))
    full = set(zip(*(side.tolist() for side in seeds.find_seeds(texts)), strict=True))
    monkeypatch.setattr(seeds, "MAX_PRODUCTS", 60)
    assert not seeds._affordable(texts).all()
    pruned = set(zip(*(side.tolist() for side in seeds.find_seeds(texts)), strict=True))
    assert full
    assert full <= pruned


@pytest.mark.parametrize("cells", [1, 7, 131_072])
def test_seeds_are_the_sentences_with_enough_cosine_and_dice(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    monkeypatch.setattr(seeds, "BLOCK_CELLS", cells)
    chance = random.Random(4)
    left, right = (text_of([[f"w{chance.randrange(12)}" for _ in range(5)] for _ in range(count)]) for count in (9, 6))
    texts = columns_of(left, right)
    sides = [
        [Counter(text.ids[start:end].tolist()) for start, end in pairwise(text.units.tolist())]
        for text in (texts.left, texts.right)
    ]
    expected = [
        (row, column)
        for row, ours in enumerate(sides[0])
        for column, theirs in enumerate(sides[1])
        if _cosine(ours, theirs, texts.weights) > seeds.MIN_COSINE
        and 2 * len(ours.keys() & theirs.keys()) / (len(ours) + len(theirs)) > seeds.MIN_DICE
    ]
    found = seeds.find_seeds(texts)
    assert list(zip(*(units.tolist() for units in found), strict=True)) == expected
    assert 5 < len(expected) < 50


def text_of(sentences: list[list[str]]) -> str:
    return " ".join(" ".join(words).capitalize() + "." for words in sentences)


def _cosine(ours: Counter[int], theirs: Counter[int], weights: NDArray[np.float64]) -> float:
    def product(one: Counter[int], other: Counter[int]) -> float:
        return float(sum(one[key] * other[key] * weights[key] ** 2 for key in one))

    return product(ours, theirs) / float(np.sqrt(product(ours, ours) * product(theirs, theirs)))


def test_evidence_is_the_same_where_few_words_of_very_many_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = columns_of(f"{TROMBONE} {BEES} {HARBOUR}", f"{VOLCANO} {HARBOUR} {TROMBONE}")
    some = Region(Stretch(3, len(texts.left)), Stretch(5, len(texts.right) - 4))
    whole = [measure(texts, some) for measure in (evidence, similarity, shares)]
    monkeypatch.setattr(regions, "MANY_TYPES", 0)
    assert [measure(texts, some) for measure in (evidence, similarity, shares)] == [pytest.approx(one) for one in whole]


def test_sentences_that_share_nothing_but_words_left_out_are_no_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    common = "the end of it"
    left = " ".join(f"The end of it {word} {word}x {word}y." for word in ("one", "two", "three", "four"))
    right = f"The end of it {'one onex oney'}. The end of it five fivex fivey."
    texts = columns_of(left, right)
    monkeypatch.setattr(seeds, "MAX_PRODUCTS", 7)  # each of the four common words costs 4 x 2
    kept = seeds._affordable(texts)
    assert not kept[texts.left.ids[: len(common.split())]].any()
    assert [side.tolist() for side in seeds.find_seeds(texts)] == [[0], [0]]


def test_runs_of_stops_and_of_line_ends_are_cut_in_linear_time() -> None:
    for text in ("." * 300_000, "\n" * 300_000, ".\n" * 150_000, "?! " * 100_000):
        started = process_time()
        assert sentences_of(text, tokens_of(text).starts).tolist() == [0]
        assert process_time() - started < 5


def test_a_line_end_before_a_small_letter_is_inside_a_sentence() -> None:
    text = "one two three\nfour five six\nSeven eight nine. ten eleven twelve"
    assert sentences_of(text, tokens_of(text).starts).tolist() == [0, 6, 9, 12]


# measures


def test_measures_count_what_the_other_text_has() -> None:
    texts = columns_of("the red fox ran far away", "the red fox sat far away today")
    assert containment(texts, 1) == 5 / 6
    assert containment(texts, 2) == 3 / 5  # the red, red fox, far away
    assert containment(texts, 7) == 0
    assert subsequence_share(texts) == 5 / 6
    assert run_share(texts, shortest=2) == 5 / 6
    assert run_share(texts, shortest=3) == 3 / 6
    assert longest_run(texts) == 2.0  # log2(1 + 3)


@pytest.mark.parametrize(
    ("run", "counted"), [(2, []), (3, [3]), (4, [3]), (5, [3, 5]), (8, [3, 5, 8]), (15, [3, 5, 8, 15])]
)
def test_a_run_counts_in_the_shares_of_runs_up_to_its_length(run: int, counted: list[int]) -> None:
    shared = " ".join(f"s{number}" for number in range(run))
    found = all_measures(columns_of(f"a b {shared} c", f"d {shared} e"), min_tokens=8)
    shares = {name: value for name, value in found.items() if name.startswith("share in runs of ")}
    assert shares == {f"share in runs of {n}": run / (run + 3) if n in counted else 0 for n in (3, 5, 8, 15)}


def test_measures_of_a_whole_copy_are_one_and_of_nothing_zero() -> None:
    whole = all_measures(columns_of(TROMBONE, f"{BEES} {TROMBONE}"), min_tokens=8)
    apart = {"longest run", "edited share"}
    assert {name: value for name, value in whole.items() if name not in apart and value < 0.999} == {}
    assert set(all_measures(columns_of("", TROMBONE), min_tokens=8).values()) == {0.0}
    assert set(all_measures(columns_of("", ""), min_tokens=8).values()) == {0.0}


def test_each_token_of_the_longest_subsequence_counts_once() -> None:
    def longest(left: list[int], right: list[int]) -> int:
        if not left or not right:
            return 0
        if left[0] == right[0]:
            return 1 + longest(left[1:], right[1:])
        return max(longest(left[1:], right), longest(left, right[1:]))

    chance = random.Random(3)
    for _ in range(20):
        left, right = ([chance.randrange(4) for _ in range(7)] for _ in range(2))
        texts = columns_of(" ".join(map(str, left)), " ".join(map(str, right)))
        assert subsequence_share(texts) == longest(left, right) / 7
