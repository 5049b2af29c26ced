"""`compare`: passages of two texts, with offsets that can be counted by hand."""

from __future__ import annotations

import random
import re
import tracemalloc
import unicodedata

import numpy as np
import pytest

from detector.api import compare
from detector.matches import Passage
from detector.settings import Settings

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


def test_memory_grows_less_than_the_square_of_the_length() -> None:
    def most_memory(characters: int) -> int:
        left, right = (_prose(seed, characters) for seed in (1, 2))
        tracemalloc.start()
        assert len(compare(f"{left} {TROMBONE}", f"{TROMBONE} {right}")) == 1
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most_memory(10_000)  # tables are made once
    assert most_memory(200_000) < 15 * most_memory(50_000)


def _prose(seed: int, characters: int) -> str:
    """Sentences of 15 words with the frequencies of words in prose (Zipf)."""
    chance = np.random.default_rng(seed)
    ranks = np.minimum(chance.zipf(1.3, characters // 5), 50_000)
    words = [f"w{rank}{'. W' if at % 15 == 14 else ''}" for at, rank in enumerate(ranks.tolist())]
    return " ".join(words)[:characters]
