from __future__ import annotations

import itertools
from math import log2

import numpy as np
import pytest

from detector.corpus import Corpus
from detector.documents import Document, Role
from detector.matching.grams import build_all_grams
from detector.matching.rarity import RarityModel, Sources, build_rarity_model
from detector.text.columns import build_corpus
from detector.text.lexicon import background_documents
from tests.matching.corpora import all_tokens, corpus_of, syllables_of

FEW = 5
SMOOTHING = 6.0
BACKGROUND = 6.0


def model_of(corpus: Corpus, witnesses: list[int] | None = None) -> RarityModel:
    numbers = np.array(range(len(corpus)) if witnesses is None else witnesses, np.int32)
    sources = Sources(numbers, np.arange(len(corpus), dtype=np.int32))
    return build_rarity_model(corpus, build_all_grams(corpus, (1, 2, 3), counted=all_tokens(corpus)), sources, FEW)


def bits(model: RarityModel, corpus: Corpus, row: int, *, without: int = 2) -> np.ndarray:
    """Bits of every token of a document but the first."""
    start, end = corpus.tokens.document_indptr[row : row + 2].tolist()
    return model.bits(np.arange(start + 1, end), without=without)


def test_a_bit_count_by_hand() -> None:
    # Four texts have "a", two of them "a b". Outside the pair 0, 1: "a" 2, "a b" 0, "b" 0. The mass is
    # a 4, b 2, c 1, d 1, e 1, f 1, g 1 = 11 witnesses, and half of one for each of the 7 syllables: 14.5.
    corpus = corpus_of("a b", "a b", "a c", "a d", "e f g")
    after_nothing = (0 + 0.5) / 14.5
    expected = -log2((0 + SMOOTHING * after_nothing) / (2 + SMOOTHING))
    assert bits(model_of(corpus), corpus, 0).tolist() == [pytest.approx(expected)]


def test_texts_of_two_syllables_have_no_trigrams_but_bits() -> None:
    corpus = corpus_of("a b", "a b")
    assert len(bits(model_of(corpus), corpus, 0)) == 1


def test_the_third_syllable_is_judged_after_the_two_before_it() -> None:
    # "a b" in all 4, "a b c" in 0, 1 and 2. Outside the pair: "c" 1, "b" 2, "b c" 1, "a b" 2, "a b c" 1.
    # Mass: a 4, b 4, c 3, d 1 = 12, and 4 halves = 14.
    corpus = corpus_of("a b c", "a b c", "a b c", "a b d")
    alone = (1 + 0.5) / 14
    after_one = (1 + SMOOTHING * alone) / (2 + SMOOTHING)
    after_two = (1 + SMOOTHING * after_one) / (2 + SMOOTHING)
    assert bits(model_of(corpus), corpus, 0)[1] == pytest.approx(-log2(after_two))


def test_the_more_others_have_a_run_the_fewer_bits_it_costs() -> None:
    run = "tôi đã soạn mười hai giáo án điện tử"
    filler = [f"việc{i} khác{i} hẳn{i} của{i} người{i} này{i}" for i in range(20)]
    costs = []
    for others in range(19):
        texts = [run, run, *(f"{run} {filler[i]}" if i < others else filler[i] for i in range(18))]
        corpus = corpus_of(*texts)
        costs.append(bits(model_of(corpus), corpus, 0).sum())
    assert all(less < more for more, less in itertools.pairwise(costs[: FEW + 1]))
    assert all(less <= more for more, less in itertools.pairwise(costs))
    assert costs[0] > 8 * 6  # nobody else: more than 6 bits a syllable
    assert costs[18] < 8 * 0.5  # everybody: next to nothing


def test_witnesses_that_are_one_count_once() -> None:
    texts = ["a b c d"] * 12 + ["e f g h"] * 3
    corpus = corpus_of(*texts)
    apart = bits(model_of(corpus), corpus, 0)
    crowd = bits(model_of(corpus, [0] * 12 + [12, 13, 14]), corpus, 0, without=1)
    alone = corpus_of("a b c d", "e f g h", "e f g h", "e f g h")
    np.testing.assert_allclose(crowd, bits(model_of(alone), alone, 0, without=1))
    assert (crowd > apart).all()


def test_printed_text_counts_as_six_more_witnesses() -> None:
    run = "a b c d"
    with_rule = corpus_of(run, run, "x", run, roles={3: Role.RULE})
    with_people = corpus_of(run, run, "x", *[run] * 6)
    np.testing.assert_allclose(
        bits(model_of(with_rule), with_rule, 0), bits(model_of(with_people), with_people, 0), rtol=1e-12
    )


@pytest.mark.parametrize("role", [Role.FORM, Role.RULE, Role.STOCK])
def test_a_text_that_is_printed_twice_counts_no_more_than_once(role: Role) -> None:
    once = corpus_of("a b c", "a b c", "a b c", roles={2: role})
    twice = corpus_of("a b c", "a b c", "a b c", "a b c", roles={2: role, 3: role})
    np.testing.assert_allclose(bits(model_of(once), once, 0), bits(model_of(twice), twice, 0))


def test_a_stock_clause_is_cheap_in_a_unit_of_five_and_an_own_sentence_is_not() -> None:
    stock = "Bản thân luôn có lập trường tư tưởng vững vàng"
    own = "Tôi nhận dạy thay cô Hạnh suốt mùa lũ"
    assert len(stock.split()) == 10
    texts = [stock, stock, own, own, "Tháng tư tôi trồng hai luống rau cải sau bếp"]
    documents = [Document(f"{i}.txt", f"{i}.txt", text) for i, text in enumerate(texts)]
    corpus = build_corpus([*documents, *background_documents()])
    rows = {d.id: row for row, d in enumerate(corpus.documents)}
    model = model_of(corpus)
    assert bits(model, corpus, rows["0.txt"]).mean() < 1.5
    assert bits(model, corpus, rows["2.txt"]).mean() > 6


@pytest.mark.parametrize("without", [0, 1, 2])
def test_bits_are_those_of_plain_sets(without: int) -> None:
    texts = ["a b c a b", "a b c", "b c a d", "c c c", "d a b c", "a b"]
    corpus = corpus_of(*texts, roles={4: Role.STOCK})
    witnesses = [0, 0, 2, 3, 4, 5]
    model = model_of(corpus, witnesses)
    words = [text.split() for text in texts]

    def count(*gram: str) -> float:
        having = [i for i, w in enumerate(words) if any(tuple(w[k : k + len(gram)]) == gram for k in range(len(w)))]
        return len({witnesses[i] for i in having if i != 4}) + BACKGROUND * (4 in having)

    def others(*gram: str) -> float:
        return max(count(*gram) - without, 0)

    def after(shorter: float, *gram: str) -> float:
        smoothing = SMOOTHING * min(1.0, max(0.0, (FEW + 1 - others(*gram)) / FEW))
        return (others(*gram) + smoothing * shorter) / (others(*gram[:-1]) + smoothing)

    total = sum(count(s) + 0.5 for s in "abcd")
    for row, syllables in enumerate(words):
        expected = []
        for at in range(1, len(syllables)):
            p = after((others(syllables[at]) + 0.5) / total, *syllables[at - 1 : at + 1])
            if at >= 2:
                p = after(p, *syllables[at - 2 : at + 1])
            expected.append(-log2(min(p, 1)))
        np.testing.assert_allclose(bits(model, corpus, row, without=without), expected)


def test_the_context_never_reaches_into_the_text_before() -> None:
    corpus = corpus_of("x y", "a b", "a b", "z z a b", "y a b")
    start = int(corpus.tokens.document_indptr[1])
    assert syllables_of(corpus, start - 1, start + 2) == "y a b"
    model = model_of(corpus)
    np.testing.assert_allclose(bits(model, corpus, 1), bits(model, corpus, 2))


def test_what_more_than_a_few_have_is_as_probable_as_their_share_and_eight_of_two_hundred_are_rare() -> None:
    """All write "tôi đã", some go on with "soạn"; whoever does writes "giáo án"."""

    def cost(people: int, having: int) -> np.ndarray:
        texts = [f"tôi đã {'soạn giáo án' if row < having else f'x{row} y{row} z{row}'}" for row in range(people)]
        corpus = corpus_of(*texts)
        return bits(model_of(corpus), corpus, 0)

    np.testing.assert_allclose(cost(202, 10)[1:], [-log2(8 / 200), 0, 0], atol=1e-9)
    np.testing.assert_allclose(cost(12, 10)[1:], [-log2(8 / 10), 0, 0], atol=1e-9)


def test_who_wrote_a_sheet_in_an_earlier_month_is_a_witness_and_who_wrote_last_year_is_none() -> None:
    texts = [Document(name, name, "a b") for name in ("x", "y")]

    def cost(period: str | None) -> float:
        third = Document("z", "z", "a b", role=Role.PREVIOUS, period=period)
        corpus = build_corpus([*texts, third, Document("w", "w", "a c")])
        return float(bits(model_of(corpus), corpus, 0)[0])

    assert cost("2026-01") < cost(None)


def test_a_crowd_counts_once_for_what_half_of_it_has_and_each_of_it_for_what_fewer_have() -> None:
    """Of six who are one witness all have `copied`, three `half`, two `quoted`; two others have each of them."""
    words = ["copied half quoted", "copied half quoted", "copied half x", "copied y", "copied z", "copied w"]
    corpus = corpus_of(*words, "copied half quoted", "copied half quoted", "nothing")
    (grams,) = build_all_grams(corpus, (1,), counted=all_tokens(corpus))
    sources = Sources(np.array([0] * 6 + [6, 7, 8], np.int32), np.arange(9, dtype=np.int32))
    having = sources.having(grams, np.ones(9, bool))
    assert having[grams.ids[:3]].tolist() == [3, 3, 4]
    assert sources.people(np.ones(9, bool)) == 9
    without_one = np.arange(9) != 1
    assert sources.having(grams, without_one)[grams.ids[:3]].tolist() == [3, 4, 3]


def test_a_crowd_that_has_the_context_and_of_which_fewer_have_what_follows_makes_no_impossible_share() -> None:
    """Nine of eighteen are half of the crowd and count once; eight of them, who go on in one way, count each."""
    texts = ["a b c"] * 8 + ["a b d"] + [f"x{row} y{row}" for row in range(9)] + [f"p{row} q{row}" for row in range(12)]
    corpus = corpus_of(*texts)
    with np.errstate(all="raise"):
        found = bits(model_of(corpus, [0] * 18 + list(range(18, 30))), corpus, 0)
    assert (found >= 0).all()
