"""Which texts and sentences are compared one by one, and copies told again that their words give away."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from detector.analysis import analyse
from detector.documents import Document
from detector.matches import Method
from detector.matching.evidence import build_sides
from detector.matching.retelling import pairs
from detector.matching.retelling.by_words import word_vectors
from detector.matching.same_words import same_words
from detector.matching.tfidf import sentence_vectors
from detector.settings import Settings
from tests.matching.corpora import all_tokens, corpus_of

HEADINGS = ("Chính trị tư tưởng", "Đạo đức, lối sống", "Tác phong, lề lối làm việc", "Ý thức tổ chức kỷ luật")


def test_what_everybody_means_is_told_by_one_text_of_each_witness_spread_over_the_unit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    witnesses = np.array([7, 7, 1, 2, 3, 9, 4, 4], np.int32)
    submissions = np.array([True, True, True, True, True, False, True, True])
    assert pairs._references(witnesses, submissions).tolist() == [0, 2, 3, 4, 6]
    monkeypatch.setattr(pairs, "MAX_REFERENCES", 3)
    assert pairs._references(witnesses, submissions).tolist() == [0, 3, 6]


@pytest.mark.parametrize(("limit", "kept"), [(4, 0), (5, 1), (8, 1), (9, 3), (10, 4), (14, 4), (15, 5), (99, 5)])
def test_pairs_are_taken_in_their_order_until_their_texts_have_too_many_sentences(limit: int, kept: int) -> None:
    sizes = np.array([2.0, 3.0, 4.0, 5.0, 1.0])
    open_pairs = np.array([(0, 1), (1, 2), (0, 2), (0, 4), (3, 4)])
    # With the reference 0 the texts of the first pair have 5 sentences, of the second 9; the third brings no new text.
    assert pairs._within_limit(open_pairs, np.array([0]), sizes, limit).tolist() == open_pairs[:kept].tolist()


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


def test_numbers_in_words_and_figures_are_one_word_of_a_sentence() -> None:
    rows = word_vectors(["Nhận 47 cuốn sổ", "Bốn mươi bảy quyển đổ về", "Đi ba chuyến", "Lội lên 3 lần"])
    alike = (rows @ rows.T).toarray() > 0
    assert alike[0].tolist() == [True, True, False, False]
    assert alike[2].tolist() == [False, False, True, True]


def test_a_word_of_one_sentence_alone_makes_it_less_like_others() -> None:
    rows = word_vectors(["giáo án", "giáo án", "giáo án số mới"])
    assert rows.shape == (3, 2)
    short, long = (float((rows[0] @ rows[other].T).toarray()[0, 0]) for other in (1, 2))
    assert short == pytest.approx(1)
    assert 0 < long < short


def told(person: str, sentences: list[list[str]], parts: int) -> Document:
    """A text of so many parts with as many sentences each."""
    lines = [" ".join(words).capitalize() + "." for words in sentences]
    each = len(lines) // parts
    below = [[f"{part + 1}. {HEADINGS[part]}:", *lines[each * part : each * part + each]] for part in range(parts)]
    return Document(person, person, "\n".join(line for part in below for line in part), author=f"Người {person}")


def words_of(rng: Random, count: int) -> list[str]:
    return ["".join(rng.choice("bcdghklmnr") + rng.choice("aeiou") for _ in range(2)) for _ in range(count)]


def unit(shared: list[int], *, in_order: bool = True, parts: int = 4) -> list[Document]:
    """Of the first two people the sentences `shared` have two words in common, in another order and apart."""
    texts = {f"p{number}": [words_of(Random(10 * number + row), 8) for row in range(8)] for number in range(36)}
    places = dict(zip(shared, shared if in_order else reversed(shared), strict=True))
    for row in shared:
        first, second = f"zya{row}q", f"zyb{row}q"
        texts["p0"][row][1], texts["p0"][row][5] = first, second
        texts["p1"][places[row]][2], texts["p1"][places[row]][6] = second, first
    return [told(person, sentences, parts) for person, sentences in texts.items()]


def flagged(documents: list[Document]) -> list[tuple[set[str], Method]]:
    pairs = analyse(documents, settings=Settings()).pairs.flagged()
    return [({pair.left_id, pair.right_id}, pair.method) for pair in pairs]


def test_a_text_told_again_in_other_words_is_found_by_what_its_sentences_share() -> None:
    assert flagged(unit(list(range(8)))) == [({"p0", "p1"}, Method.RETOLD)]


def test_two_people_who_tell_one_event_or_tell_in_another_order_do_not_tell_a_text_again() -> None:
    assert flagged(unit([2, 3])) == []
    assert flagged(unit(list(range(8)), in_order=False)) == []


def test_an_event_told_at_length_in_one_part_is_one_event_unless_it_is_many_sentences() -> None:
    assert flagged(unit(list(range(7)), parts=1)) == []
    assert flagged(unit(list(range(8)), parts=1)) == [({"p0", "p1"}, Method.RETOLD)]


def test_in_a_small_unit_nobody_can_tell_what_everybody_says() -> None:
    assert flagged(unit(list(range(8)))[: pairs.MIN_REFERENCES - 1]) == []
