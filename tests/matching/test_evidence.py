from __future__ import annotations

import tracemalloc
from itertools import combinations
from random import Random

import numpy as np
import pytest

from detector.corpus import Bools, Corpus
from detector.matching.candidates import Candidates
from detector.matching.evidence import FoundPair, Weighing, build_sides, pair_finder
from detector.matching.grams import build_all_grams
from detector.matching.rarity import Sources, build_rarity_model
from detector.matching.tfidf import sentence_vectors
from detector.settings import Settings
from tests.matching.corpora import all_tokens, corpus_of, syllables_of

# 8 + 8 + 7 and 6 + 8 + 7 syllables: the second and third sentence are the same but for one word.
LEFT = "sáng nay trời mưa to ngoài bến sông / tôi đã soạn mười hai giáo án mới / mỗi tuần dự giờ hai đồng nghiệp"
RIGHT = "chiều qua nắng gắt khắp làng / tôi đã soạn mười hai giáo án hay / mỗi tuần dự giờ hai đồng nghiệp"
SETTINGS = Settings(min_passage_syllables=5, passage_min_bits=0.0)


def pair_of(
    corpus: Corpus,
    left: int = 0,
    right: int = 1,
    *,
    printed: list[int] | None = None,
    witnesses: list[int] | None = None,
    weighing: Bools | None = None,
    settings: Settings = SETTINGS,
) -> FoundPair | None:
    """What the two texts have in common; `printed`: rows of printed sentences."""
    found = pairs_of(
        corpus, [(left, right)], printed=printed, witnesses=witnesses, weighing=weighing, settings=settings
    )
    assert len(found) <= 1
    return found[0] if found else None


def pairs_of(
    corpus: Corpus,
    pairs: list[tuple[int, int]],
    *,
    printed: list[int] | None = None,
    witnesses: list[int] | None = None,
    weighing: Bools | None = None,
    settings: Settings = SETTINGS,
) -> list[FoundPair]:
    """Those of the pairs that have something in common."""
    is_printed = np.zeros(len(corpus.sentences), bool)
    is_printed[printed or []] = True
    counted = ~np.repeat(is_printed, corpus.sentences.lengths())
    numbers = np.array(range(len(corpus)) if witnesses is None else witnesses, np.int32)
    left, right = np.array(pairs, np.int32).T
    grams = build_all_grams(corpus, (1, 2, 3), counted=counted)
    nothing = np.zeros(len(corpus.tokens.ids), bool)
    sources = Sources(numbers, np.arange(len(corpus), dtype=np.int32))
    finder = pair_finder(
        corpus,
        build_sides(corpus, is_printed, sentence_vectors(corpus, counted), counted),
        build_rarity_model(corpus, grams, sources, settings.common_rank),
        sources,
        Weighing(all_tokens(corpus) if weighing is None else weighing, nothing, nothing, np.zeros(len(corpus), bool)),
        settings,
    )
    return list(finder.found(Candidates(left, right, np.ones(len(pairs)), 0)))


def test_two_sentences_in_common_are_one_passage_with_its_token_ranges() -> None:
    corpus = corpus_of(LEFT, RIGHT)
    pair = pair_of(corpus)
    assert pair is not None
    (passage,) = pair.passages
    # The left text has 23 syllables: its passage is 8 to 23, that of the right text 23 + 6 to 44.
    assert (passage.left, passage.right) == ((8, 23), (29, 44))
    assert syllables_of(corpus, *passage.left).startswith("tôi đã soạn")
    assert syllables_of(corpus, *passage.right).endswith("hai đồng nghiệp")


def test_matched_syllables_are_those_with_a_neighbour_in_common() -> None:
    pair = pair_of(corpus_of(LEFT, RIGHT))
    assert pair is not None
    # 15 syllables have 14 neighbours: all but "án mới" and "mới mỗi" are in the right passage too. One begins the run.
    assert pair.passages[0].matched == 12 + 1
    assert pair.passages[0].similarity == pytest.approx(13 / 15)


def test_an_equal_text_is_matched_whole() -> None:
    pair = pair_of(corpus_of(LEFT, LEFT))
    assert pair is not None
    assert [(p.left, p.right, p.matched, p.similarity) for p in pair.passages] == [((0, 23), (23, 46), 23, 1.0)]


def test_the_longer_side_decides_how_similar_a_passage_is() -> None:
    corpus = corpus_of("một hai ba bốn năm sáu", "một hai ba bốn năm sáu bảy tám chín mười lăm hai")
    pair = pair_of(corpus)
    assert pair is not None
    assert pair.passages[0].matched == 6
    assert pair.passages[0].similarity == pytest.approx(6 / 12)


def test_texts_without_a_common_sentence_are_no_pair() -> None:
    assert pair_of(corpus_of("sáng nay trời mưa to", "tôi soạn mười giáo án")) is None


@pytest.mark.parametrize(("minimum", "found"), [(13, True), (14, False)])
def test_a_passage_has_at_least_so_many_matched_syllables(minimum: int, found: bool) -> None:
    settings = SETTINGS.replace(min_passage_syllables=minimum)
    assert (pair_of(corpus_of(LEFT, RIGHT), settings=settings) is not None) == found


def test_a_passage_that_is_not_rare_is_not_shown() -> None:
    pair = pair_of(corpus_of(LEFT, RIGHT))
    assert pair is not None
    below, above = (SETTINGS.replace(passage_min_bits=pair.bits + change) for change in (-0.01, 0.01))
    assert pair_of(corpus_of(LEFT, RIGHT), settings=below) == pair
    assert pair_of(corpus_of(LEFT, RIGHT), settings=above) is None


def test_what_a_known_sample_explains_weighs_nothing() -> None:
    corpus = corpus_of(LEFT, RIGHT)
    explained = all_tokens(corpus)
    explained[8:16] = False  # the second sentence
    whole, part = pair_of(corpus), pair_of(corpus, weighing=explained)
    assert whole is not None
    assert part is not None
    assert 0 < part.bits < whole.bits
    nothing = pair_of(corpus, weighing=np.zeros(len(corpus.tokens.ids), bool))
    assert nothing is not None
    assert nothing.bits == 0


def test_what_one_of_the_two_texts_quotes_weighs_nothing_in_the_other() -> None:
    corpus = corpus_of(LEFT, RIGHT)
    sides = {}
    for side, start in (("left", 8), ("right", int(corpus.tokens.document_indptr[1]) + 6)):
        weighing = all_tokens(corpus)
        weighing[start : start + 8] = False  # the second sentence of this text
        sides[side] = pair_of(corpus, weighing=weighing)
    assert sides["left"] is not None
    assert sides["right"] is not None
    assert sides["left"].bits == sides["right"].bits > 0


def test_a_passage_never_runs_over_a_printed_line() -> None:
    text = "tôi đã soạn mười hai giáo án / ưu điểm / mỗi tuần dự giờ hai đồng nghiệp"
    corpus = corpus_of(text, text)
    pair = pair_of(corpus, printed=[1, 4])
    assert pair is not None
    assert [(p.left, p.right) for p in pair.passages] == [((0, 7), (16, 23)), ((9, 16), (25, 32))]
    assert [p.matched for p in pair.passages] == [7, 7]


def test_the_bits_of_a_pair_are_those_of_its_passages_less_what_it_takes_to_say_where_they_stand() -> None:
    text = "tôi đã soạn mười hai giáo án / ưu điểm / mỗi tuần dự giờ hai đồng nghiệp"
    pair = pair_of(corpus_of(text, text), printed=[1, 4])
    assert pair is not None
    # Each text has 14 syllables that are not printed, so a passage may stand at 14 places of either.
    assert pair.bits == pytest.approx(sum(p.bits for p in pair.passages) - 2 * 2 * np.log2(14))
    assert all(p.bits > 0 for p in pair.passages)


def test_the_spread_counts_everybody_who_has_most_of_the_passage() -> None:
    half = "tôi đã soạn mười hai giáo án mới"
    corpus = corpus_of(LEFT, RIGHT, f"việc khác / {LEFT}", "hôm qua không có gì", half, RIGHT)
    pair = pair_of(corpus)
    assert pair is not None
    assert pair.passages[0].spread == 4  # both, rows 2 and 5; half a passage is not most of it


@pytest.mark.parametrize(("other", "spread"), [("b c d e f", 3), ("a b c d e", 3), ("c d e f", 2), ("a b c d", 2)])
def test_most_of_a_passage_is_three_of_its_four_runs_of_three_syllables(other: str, spread: int) -> None:
    pair = pair_of(corpus_of("a b c d e f", "a b c d e f", other))
    assert pair is not None
    assert pair.passages[0].spread == spread


def test_a_long_statement_brings_for_every_eighty_syllables_what_ten_unique_details_weigh() -> None:
    """155 syllables of which each alone would weigh more; five other syllables stand before them."""
    shared = " ".join(f"x{number}" for number in range(155))
    texts = [f"{' '.join(f'{own}{number}' for number in range(5))} / {shared}" for own in "ab"]
    others = [" ".join(f"c{row}n{number}" for number in range(160)) for row in range(62)]
    pair = pair_of(corpus_of(*texts, *others))
    assert pair is not None
    assert [(p.left, p.matched) for p in pair.passages] == [((5, 160), 155)]
    assert pair.passages[0].bits == pytest.approx(2 * 10 * np.log2(64))
    assert pair.bits == pytest.approx(2 * 10 * np.log2(64) - 2 * np.log2(160))


def test_a_small_folder_is_judged_as_if_it_had_24_writers() -> None:
    shared = " ".join(f"x{number}" for number in range(20))
    pair = pair_of(corpus_of(shared, shared))
    assert pair is not None
    assert pair.passages[0].bits == pytest.approx(10 * np.log2(24))
    assert pair.bits == pytest.approx(10 * np.log2(24) - 2 * np.log2(20))


def test_pairs_looked_at_together_are_those_looked_at_one_by_one() -> None:
    """Few syllables, so that every text shares some with every other; the last bigram of one run begins the next."""
    random = Random(3)
    sentences = [" ".join(random.choice("abcdefgh") for _ in range(7)) for _ in range(10)]
    corpus = corpus_of(*(" / ".join(random.sample(sentences, 3)) for _ in range(12)), "h h h h h h h", "h h h h h h a")
    pairs = list(combinations(range(len(corpus)), 2))
    alone = [pair_of(corpus, *pair) for pair in pairs]
    together = pairs_of(corpus, pairs)
    assert together == [pair for pair in alone if pair is not None]
    assert len(together) > 20


def test_the_same_clauses_in_another_order_are_worth_less_than_one_row_of_them() -> None:
    clauses = [" ".join(f"{letter}{number}" for number in range(8)) for letter in "abcdef"]
    others = [" ".join(f"z{row}n{number}" for number in range(8)) for row in range(30)]
    whole = " / ".join(clauses)
    in_order = pair_of(corpus_of(whole, whole, *others))
    mixed = pair_of(corpus_of(whole, " / ".join(clauses[row] for row in (3, 0, 5, 2, 4, 1)), *others))
    assert in_order is not None
    assert mixed is not None
    assert sum(p.bits for p in mixed.passages) > 0.8 * sum(p.bits for p in in_order.passages)
    assert mixed.bits < in_order.bits - 4 * np.log2(48)


def test_the_spread_is_never_below_two() -> None:
    pair = pair_of(corpus_of("một hai ba bốn năm sáu", "một hai ba bốn năm sáu"))
    assert pair is not None
    assert pair.passages[0].spread == 2


def test_others_who_have_the_passage_make_it_less_rare_unless_they_are_of_the_crowd() -> None:
    alone = corpus_of(LEFT, LEFT, *["hôm qua không có gì"] * 3)
    shared = corpus_of(LEFT, LEFT, *[LEFT] * 3)
    rare, common, crowd = pair_of(alone), pair_of(shared), pair_of(shared, witnesses=[0] * 5)
    assert rare is not None
    assert common is not None
    assert crowd is not None
    assert common.bits < rare.bits
    assert common.bits < crowd.bits


def test_a_pair_found_from_either_side_has_the_same_passages() -> None:
    corpus = corpus_of(LEFT, RIGHT)
    forwards, backwards = pair_of(corpus, 0, 1), pair_of(corpus, 1, 0)
    assert forwards is not None
    assert backwards is not None
    assert [(p.right, p.left, p.matched) for p in backwards.passages] == [
        (p.left, p.right, p.matched) for p in forwards.passages
    ]


@pytest.mark.parametrize("texts", [("", LEFT), (LEFT, ""), ("", "")])
def test_an_empty_side_has_nothing_in_common(texts: tuple[str, str]) -> None:
    assert pair_of(corpus_of(*texts)) is None


def test_pairs_of_long_texts_take_no_more_memory_than_few_of_them_do() -> None:
    """All texts are of one run of words; once 32 texts of 64,000 characters took 500 MB more than two of them."""
    random = Random(3)
    text = " / ".join(" ".join(f"s{random.randrange(4000)}" for _ in range(20)) for _ in range(300))
    corpus = corpus_of(*(f"{text} / x{number}" for number in range(20)))
    peaks = []
    for count in (100, 190):
        tracemalloc.start()
        pairs_of(corpus, list(combinations(range(len(corpus)), 2))[:count])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.4 * peaks[0]
