"""`compare`: passages of two texts, with offsets that can be counted by hand."""

from __future__ import annotations

import random
import re
import unicodedata
from itertools import pairwise
from time import process_time

import numpy as np
import pytest

from detector.api import compare
from detector.matches import Passage
from detector.matching.textalign import seeds
from detector.matching.textalign.columns import columns_of
from detector.matching.textalign.edges import best_stretch, is_word_for_word, refined
from detector.matching.textalign.measures import all_measures, containment, longest_run, run_share, subsequence_share
from detector.matching.textalign.regions import Region, Stretch, evidence
from detector.matching.textalign.sentences import sentences_of
from detector.matching.textalign.tokens import tokens_of
from detector.settings import Settings
from detector.text.fold import SYLLABLE, canonical, fold

TROMBONE = (
    "When cleaning a trombone at home, use a cleaning kit with a mouthpiece brush and a flexible snake. "
    "Rinse the slide with lukewarm water and never leave soap inside the outer tubes."
)
BEES = (
    "Honeybees visit about two million flowers to fill one jar. "
    "A worker carries nectar across three miles of meadow before autumn frost arrives."
)
HARBOUR = (
    "The old harbour was dredged twice, yet every spring silt from the river buried its eastern quay again. "
    "Merchants therefore moved their warehouses north of the lighthouse."
)
VOLCANO = (
    "Ash from the eruption darkened noon skies above seven islands. "
    "Geologists measured tremors for weeks while villagers slept in boats offshore."
)
WEAVING = (
    "Her grandmother taught weaving on a wooden loom carved from walnut. "
    "Patterns of herons and reeds repeat along each border, dyed with onion skins."
)
CHESS = (
    "Neither player dared to exchange queens during the opening. "
    "After forty moves the champion sacrificed a knight and resigned graciously at midnight."
)
SOLAR = (
    "Engineers mounted photovoltaic panels over irrigation canals to slow evaporation. "
    "Farmers downstream reported fuller reservoirs and cheaper electricity within two seasons."
)
OPERA = (
    "The soprano rehearsed alone until rain drummed on the theatre roof. "
    "Critics later praised her phrasing, though tickets had hardly sold outside Vienna."
)
FILLER = [BEES, VOLCANO, WEAVING, CHESS, SOLAR, OPERA]

TEACHER = (
    "Năm học này tôi chủ nhiệm lớp 7B, vận động được ba học sinh bỏ học trở lại trường sau Tết. "
    "Tôi cùng tổ Toán soạn 12 chuyên đề ôn thi và dạy phụ đạo miễn phí chiều thứ bảy."
)
CLERK = "Bộ phận văn thư đã số hoá toàn bộ công văn đến, không để thất lạc hồ sơ nào trong quý."
NURSE = "Khoa trực cấp cứu ba mươi hai ca đêm, hướng dẫn người nhà bệnh nhân cách chăm sóc vết mổ."


def quotes(left: str, right: str) -> list[tuple[str, str]]:
    return [
        (left[one.left.start : one.left.end], right[one.right.start : one.right.end]) for one in compare(left, right)
    ]


def mirrored(passages: list[Passage]) -> set[tuple[int, int, int, int]]:
    return {(one.right.start, one.right.end, one.left.start, one.left.end) for one in passages}


def spans(passages: list[Passage]) -> set[tuple[int, int, int, int]]:
    return {(one.left.start, one.left.end, one.right.start, one.right.end) for one in passages}


def test_what_is_copied_into_the_middle_is_found_to_the_character() -> None:
    left = f"{BEES} {TROMBONE} {CHESS}"
    right = f"{VOLCANO} {WEAVING} {TROMBONE} {SOLAR}"
    (passage,) = compare(left, right)
    begin, there = len(BEES) + 1, len(VOLCANO) + len(WEAVING) + 2
    assert (passage.left.start, passage.left.end) == (begin, begin + len(TROMBONE))
    assert (passage.right.start, passage.right.end) == (there, there + len(TROMBONE))
    assert (passage.left.id, passage.right.id, passage.similarity, passage.spread) == ("left", "right", 1.0, 2)


def test_sentences_in_another_order_are_one_passage() -> None:
    first, second = TROMBONE.split(". ")
    left = f"{BEES} {TROMBONE} {CHESS}"
    right = f"{VOLCANO} {second} {first}. {SOLAR}"
    assert quotes(left, right) == [(TROMBONE, f"{second} {first}.")]


def test_a_paraphrase_that_keeps_most_words_is_found() -> None:
    rewritten = (
        "At home, clean your trombone using a cleaning kit that has a mouthpiece brush and one flexible snake. "
        "The slide must be rinsed with lukewarm water, and soap never left inside the outer tubes."
    )
    left = f"{BEES} {TROMBONE} {CHESS}"
    right = f"{VOLCANO} {rewritten} {SOLAR}"
    ((ours, theirs),) = quotes(left, right)
    assert ours == TROMBONE
    assert theirs == rewritten


def test_two_passages_far_apart_stay_two() -> None:
    left = " ".join([TROMBONE, *FILLER, HARBOUR])
    right = " ".join([HARBOUR, "Bread rose slowly beside the stove.", TROMBONE])
    assert quotes(left, right) == [(TROMBONE, TROMBONE), (HARBOUR, HARBOUR)]


def test_two_passages_with_a_sentence_between_them_are_one() -> None:
    left = f"{BEES} {TROMBONE} Bread rose slowly beside the stove. {HARBOUR} {CHESS}"
    right = f"{VOLCANO} {TROMBONE} {HARBOUR} {SOLAR}"
    ((ours, theirs),) = quotes(left, right)
    assert ours.startswith("When cleaning") and ours.endswith("the lighthouse.")
    assert theirs == f"{TROMBONE} {HARBOUR}"


def test_texts_on_different_things_have_nothing_in_common() -> None:
    assert compare(" ".join([BEES, CHESS, OPERA]), " ".join([VOLCANO, SOLAR, WEAVING])) == []


def test_a_summary_of_a_whole_text_is_found_as_one_passage() -> None:
    sources = [TROMBONE, HARBOUR, *FILLER]
    digest = " ".join(
        " ".join(re.findall(r"\w+", text)[at : at + 4]) for at in (3, 14) for text in sources
    )  # eight words of each text, four by four
    shipping = " ".join(
        f"Clause {number} obliges charterers, notwithstanding demurrage, towards port {name} without surcharge."
        for number, name in enumerate(["Antwerp", "Bergen", "Cadiz", "Dover", "Esbjerg", "Genoa", "Hull", "Izmir"])
    )
    (passage,) = compare(f"{shipping} {digest}.", " ".join(sources))
    assert passage.left.start >= len(shipping) - 40
    assert passage.right.end - passage.right.start > 0.9 * len(" ".join(sources))


@pytest.mark.parametrize("seed", range(8))
def test_exchanging_the_texts_exchanges_the_sides(seed: int) -> None:
    chance = random.Random(seed)
    left = " ".join(chance.sample([TROMBONE, HARBOUR, *FILLER], 6))
    right = " ".join(chance.sample([TROMBONE, HARBOUR, *FILLER], 4))
    assert compare(left, right)
    assert mirrored(compare(left, right)) == spans(compare(right, left))


def test_vietnamese_without_marks_is_the_same_text() -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", TEACHER) if not unicodedata.combining(c)).replace("đ", "d")
    assert quotes(f"{CLERK} {TEACHER}", f"{bare} {NURSE}") == [(TEACHER, bare)]


def test_decomposed_vietnamese_is_the_same_text_and_is_quoted_as_it_is() -> None:
    decomposed = unicodedata.normalize("NFD", TEACHER)
    assert len(decomposed) > len(TEACHER)
    assert quotes(f"{CLERK} {TEACHER}", f"{decomposed} {NURSE}") == [(TEACHER, decomposed)]


def test_vietnamese_lists_without_full_stops_are_cut_at_their_lines() -> None:
    left = f"- {CLERK[:-1]}\n- {TEACHER[:90]}\n- {NURSE[:-1]}"
    right = f"- Tổ chức hội thao cấp xã\n- {CLERK[:-1]}\n- Tiếp dân đúng lịch hằng tuần"
    assert quotes(left, right) == [(CLERK[:-1], CLERK[:-1])]


def test_identical_texts_are_one_passage_from_first_to_last_word() -> None:
    for text in (TROMBONE, TEACHER, f"{BEES} {CHESS}", "ha " * 40):
        (passage,) = compare(text, text)
        assert (passage.left.start, passage.right.start) == (0, 0)
        assert passage.left.end == passage.right.end >= len(text.rstrip())
        assert passage.similarity == 1.0


@pytest.mark.parametrize("left", ["", " \n\t", "word", "...", "\x00\x01\x02", "\ud800", "\u200b\u0301", "1,2.3/4"])
@pytest.mark.parametrize("right", ["", "word", TROMBONE, "\x00"])
def test_texts_with_too_little_have_no_passage(left: str, right: str) -> None:
    assert compare(left, right) == []
    assert compare(right, left) == []


def test_control_characters_count_as_space_and_keep_their_place() -> None:
    left = f"{BEES}\x00\x0b {TROMBONE.replace(' ', chr(1))} {CHESS}"
    ((ours, theirs),) = quotes(left, f"{VOLCANO} {TROMBONE} {SOLAR}")
    assert ours == TROMBONE.replace(" ", "\x01")
    assert theirs == TROMBONE


def test_passages_shorter_than_the_setting_are_left_out() -> None:
    left, right = f"{BEES} {TROMBONE} {CHESS}", f"{VOLCANO} {TROMBONE} {SOLAR}"
    words = len(TROMBONE.split())
    assert len(compare(left, right, settings=Settings(min_passage_syllables=words))) == 1
    assert compare(left, right, settings=Settings(min_passage_syllables=words + 1)) == []


def test_cost_grows_about_as_the_length_does() -> None:
    def seconds(characters: int) -> float:
        left, right = (_prose(seed, characters) for seed in (1, 2))
        started = process_time()
        assert len(compare(f"{left} {TROMBONE}", f"{TROMBONE} {right}")) == 1
        return process_time() - started

    seconds(10_000)  # tables are made once
    assert seconds(200_000) < 16 * seconds(50_000)


def _prose(seed: int, characters: int) -> str:
    """Sentences of 15 words with the frequencies of words in prose (Zipf)."""
    chance = np.random.default_rng(seed)
    ranks = np.minimum(chance.zipf(1.3, characters // 5), 50_000)
    words = [f"w{rank}{'. W' if at % 15 == 14 else ''}" for at, rank in enumerate(ranks.tolist())]
    return " ".join(words)[:characters]


# the fast paths and their oracles

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
    assert not seeds._affordable(texts.left.counts, texts.right.counts).all()
    pruned = set(zip(*(side.tolist() for side in seeds.find_seeds(texts)), strict=True))
    assert full
    assert full <= pruned


def test_sentences_that_share_nothing_but_words_left_out_are_no_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    common = "the end of it"
    left = " ".join(f"The end of it {word} {word}x {word}y." for word in ("one", "two", "three", "four"))
    right = f"The end of it {'one onex oney'}. The end of it five fivex fivey."
    texts = columns_of(left, right)
    monkeypatch.setattr(seeds, "MAX_PRODUCTS", 7)  # each of the four common words costs 4 x 2
    kept = seeds._affordable(texts.left.counts, texts.right.counts)
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
