"""A brute-force search over all chains of rows is the oracle."""

from __future__ import annotations

from math import log2
from random import Random

import numpy as np
import pytest

from detector.corpus import Corpus
from detector.matching.grams import Grams, build_all_grams
from detector.matching.savings import saved_bits
from tests.matching.corpora import all_tokens, corpus_of

JUMP = 9.0
A_WORD = 3.0


def grams_of(corpus: Corpus) -> Grams:
    (grams,) = build_all_grams(corpus, (2,), counted=all_tokens(corpus))
    return grams


def saved(*pairs: tuple[str, str], weight: float = A_WORD) -> list[float]:
    """Bits saved in each pair of texts, whose every word weighs the same."""
    corpus = corpus_of(*(text for pair in pairs for text in pair))
    ends = corpus.tokens.document_indptr
    sides = np.column_stack([ends[:-1:2], ends[1::2], ends[1:-1:2], ends[2::2]])
    tokens = np.concatenate([np.arange(left + 1, right) for left, right in sides[:, :2]])
    runs = np.repeat(np.arange(len(pairs)), sides[:, 1] - sides[:, 0] - 1)
    bits = np.full(len(tokens), weight)
    return saved_bits(sides, grams_of(corpus), tokens, bits, runs, jumps=np.full(len(pairs), JUMP)).tolist()


def by_brute_force(left: list[str], right: list[str]) -> float:
    """The best of all chains that run forward in the left text."""
    rows = []
    for a in range(len(left)):
        for b in range(len(right)):
            size = 0
            while a + size < len(left) and b + size < len(right) and left[a + size] == right[b + size]:
                size += 1
            if size >= 2 and not (a and b and left[a - 1] == right[b - 1]):
                rows.append((a, a + size, b - a))
    rows = sorted((row for row in rows if A_WORD * (row[1] - row[0] - 1) > 1), key=lambda row: (row[0], -row[1]))
    best: list[float] = []
    for at, (start, end, shift) in enumerate(rows):
        scores = [A_WORD * (end - start - 1) - JUMP]
        for (_, before, other), score in zip(rows[:at], best, strict=True):
            if before < end:
                gap = max(start, before) - before
                way = log2((gap + 1) * (abs(gap + shift - other) + 1))
                scores.append(score + A_WORD * (end - max(before, start + 1)) - min(way, JUMP))
        best.append(max(scores))
    return max([0.0, *best])


def test_a_row_of_words_saves_what_they_weigh_less_the_pointer() -> None:
    assert saved(("a b c d e f", "x a b c d e f y")) == [5 * A_WORD - JUMP]


def test_a_changed_word_costs_itself_its_neighbour_and_the_way_over_it() -> None:
    assert saved(("a b c d x e f g h", "a b c d y e f g h")) == [3 * A_WORD + 3 * A_WORD - JUMP - log2(2 * 2)]


def test_what_was_left_out_costs_the_way_over_it() -> None:
    assert saved(("a b c d e f g h", "a b c d x y z e f g h")) == [
        3 * A_WORD + 4 * A_WORD - JUMP - log2(1 * 4) - A_WORD
    ]


def test_another_order_costs_the_way_back() -> None:
    left, right = "a1 a2 a3 a4 a5 a6 b1 b2 b3 b4 b5 b6", "b1 b2 b3 b4 b5 b6 x x x x x x x x x a1 a2 a3 a4 a5 a6"
    assert saved((left, right)) == [2 * 5 * A_WORD - JUMP - log2(1 * 22)]


def test_a_few_words_here_and_there_save_nothing() -> None:
    assert saved(("a b u v c d w x e f", "e f p q r s c d t o a b")) == [0.0]


def test_no_run_is_no_bits() -> None:
    assert saved_bits(*empty(), jumps=np.zeros(0)).tolist() == []


def empty() -> tuple[np.ndarray, Grams, np.ndarray, np.ndarray, np.ndarray]:
    corpus = corpus_of("a b", "a b")
    nothing = np.zeros(0, np.int64)
    return np.zeros((0, 4), np.int64), grams_of(corpus), nothing, np.zeros(0), nothing


@pytest.mark.parametrize("seed", range(5))
def test_runs_looked_at_together_save_what_each_saves_by_brute_force(seed: int) -> None:
    random = Random(seed)
    pairs = []
    for _ in range(40):
        left = random.choices("abcdefgh", k=12)
        cut, end = random.randint(1, 11), random.randint(6, 12)
        pairs.append((" ".join(left), " ".join([*left[cut:end], random.choice("abcxyz"), *left[:cut]])))
    expected = [by_brute_force(left.split(), right.split()) for left, right in pairs]
    assert saved(*pairs) == pytest.approx(expected)
    assert sum(bits > 0 for bits in expected) >= 10
