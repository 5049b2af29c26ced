"""Which texts and sentences are compared by their meaning."""

from __future__ import annotations

import numpy as np
import pytest

from detector.matching.evidence import build_sides
from detector.matching.same_words import same_words
from detector.matching.semantic import pairs
from detector.matching.tfidf import sentence_vectors
from tests.matching.corpora import all_tokens, corpus_of


def test_what_everybody_means_is_told_by_one_text_of_each_witness_spread_over_the_unit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    witnesses = np.array([7, 7, 1, 2, 3, 9, 4, 4], np.int32)
    submissions = np.array([True, True, True, True, True, False, True, True])
    assert pairs._references(witnesses, submissions).tolist() == [0, 2, 3, 4, 6]
    monkeypatch.setattr(pairs, "MAX_REFERENCES", 3)
    assert pairs._references(witnesses, submissions).tolist() == [0, 3, 6]


@pytest.mark.parametrize(("limit", "kept"), [(4, 0), (5, 1), (8, 1), (9, 3), (10, 4), (14, 4), (15, 5), (99, 5)])
def test_pairs_are_taken_in_their_order_until_their_texts_have_too_many_sentences(
    limit: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = np.array([2.0, 3.0, 4.0, 5.0, 1.0])
    open_pairs = np.array([(0, 1), (1, 2), (0, 2), (0, 4), (3, 4)])
    # With the reference 0 the texts of the first pair have 5 sentences, of the second 9; the third brings no new text.
    monkeypatch.setattr(pairs, "MAX_SENTENCES", limit)
    assert pairs._within_limit(open_pairs, np.array([0]), sizes).tolist() == open_pairs[:kept].tolist()


@pytest.mark.parametrize(("own", "all_of_it", "compared"), [(4, 4, 0), (5, 5, 1), (5, 10, 1), (5, 11, 0), (6, 11, 1)])
def test_a_sentence_is_compared_that_has_five_syllables_of_the_persons_own_and_half_of_all(
    own: int, all_of_it: int, compared: int
) -> None:
    sentence = " ".join(f"s{number}" for number in range(all_of_it))
    corpus = corpus_of(f"x y z / {sentence}")
    counted = all_tokens(corpus)
    counted[3 + own :] = False
    sides = build_sides(corpus, np.zeros(2, bool), sentence_vectors(corpus, counted), counted)
    assert pairs._eligible(corpus, sides, counted).tolist() == [False, bool(compared)]


def test_a_printed_line_is_not_compared() -> None:
    corpus = corpus_of("a b c d e f g / a b c d e f h")
    counted = all_tokens(corpus)
    counted[:7] = False
    sides = build_sides(corpus, np.array([True, False]), sentence_vectors(corpus, counted), counted)
    assert pairs._eligible(corpus, sides, counted).tolist() == [False, True]


def test_a_passage_of_meaning_reaches_over_the_sentences_between_and_counts_those_that_match() -> None:
    corpus = corpus_of("a b c / d e / f g h i j / k", "l m n o / p q")
    passage = pairs._passage(corpus, np.array([0, 2]), np.array([4, 4]))
    assert (passage.left, passage.right) == ((0, 10), (11, 15))
    assert (passage.matched, passage.similarity) == (8, 8 / 10)


def test_sentences_are_the_same_words_if_they_share_half_the_word_pairs_of_the_shorter() -> None:
    corpus = corpus_of("a b c d e / a b x d e y / a b z v w u")
    same = same_words(corpus)
    assert same(np.array([0, 0, 1]), np.array([1, 2, 2])).tolist() == [True, False, False]
