from __future__ import annotations

from random import Random

import numpy as np
import pytest

from detector.corpus import Corpus
from detector.matching.grams import build_grams
from detector.matching.rarity import Sources
from detector.matching.shared_texts import TextOfMany, find_texts_of_many, joined_texts, tokens_of_many
from detector.settings import Settings
from tests.matching.corpora import all_documents, all_tokens, corpus_of, invented, syllables_of

SETTINGS = Settings()


def found(corpus: Corpus, witnesses: list[int] | None = None) -> list[TextOfMany]:
    grams = build_grams(corpus, SETTINGS.shingle_syllables, counted=all_tokens(corpus))
    rows = np.arange(len(corpus), dtype=np.int32)
    numbers = rows if witnesses is None else np.array(witnesses, np.int32)
    return find_texts_of_many(
        grams, corpus.tokens.document_indptr, all_documents(corpus), Sources(numbers, rows), SETTINGS
    )


def with_text(random: Random, text: str) -> str:
    return f"{invented(random, random.randrange(10, 60))} {text} {invented(random, 30)}"


@pytest.mark.parametrize("length", [24, 38, 64, 158])
def test_a_text_is_told_once_with_all_who_have_it_from_its_first_word_to_its_last(length: int) -> None:
    random = Random(length)
    text = invented(random, length)
    corpus = corpus_of(*(with_text(random, text) for _ in range(9)), *(invented(random, 90) for _ in range(20)))
    (one,) = found(corpus)
    assert one.documents == tuple(range(9))
    assert {syllables_of(corpus, *place) for place in one.places} == {text}
    assert one.syllables == length


def test_what_five_people_have_is_no_text_of_many() -> None:
    random = Random(2)
    text = invented(random, 60)
    assert found(corpus_of(*(with_text(random, text) for _ in range(5)), *[invented(random, 90)] * 3)) == []


def test_a_phrase_shorter_than_the_setting_is_none() -> None:
    random = Random(3)
    phrase = invented(random, SETTINGS.shared_text_min_syllables - 1)
    assert found(corpus_of(*(with_text(random, phrase) for _ in range(12)))) == []


def test_two_texts_side_by_side_are_two_when_each_has_people_of_its_own() -> None:
    random = Random(4)
    first, second = invented(random, 40), invented(random, 30)
    texts = [f"{first} {second}", f"{second} {first}", *[first] * 7, *[second] * 7]
    corpus = corpus_of(*(with_text(random, text) for text in texts))
    assert [one.syllables for one in found(corpus)] == [40, 30]


def test_whoever_changed_a_word_has_the_text_too() -> None:
    random = Random(5)
    words = invented(random, 60).split()
    changed = " ".join([*words[:30], "khác", *words[31:]])
    corpus = corpus_of(*(with_text(random, " ".join(words)) for _ in range(9)), with_text(random, changed))
    (one,) = found(corpus)
    assert one.documents == tuple(range(10))
    assert syllables_of(corpus, *one.places[9]) == changed


def test_what_a_crowd_of_one_witness_has_is_no_text_of_many() -> None:
    random = Random(6)
    text = invented(random, 60)
    corpus = corpus_of(*(with_text(random, text) for _ in range(9)))
    assert found(corpus, [0] * 9) == []


def test_stock_phrases_that_go_on_differently_each_time_are_no_long_text() -> None:
    random = Random(7)
    phrases = [invented(random, 9) for _ in range(10)]
    corpus = corpus_of(*(" ".join(random.sample(phrases, 8)) for _ in range(40)))
    assert found(corpus) == []


def test_a_text_inside_a_longer_one_is_not_told_twice() -> None:
    long, inside = TextOfMany((0, 1), ((0, 30), (50, 80)), 0), TextOfMany((0, 1), ((5, 20), (55, 70)), 0)
    beside = TextOfMany((0, 1), ((30, 40), (80, 90)), 0)
    assert joined_texts([long], [inside, beside]) == (long, beside)
    assert joined_texts([inside], [long, beside]) == (long, beside)
    longer = TextOfMany((0, 1, 2), ((20, 45), (70, 95), (9, 34)), 0)  # begins where the other one goes on
    joined = TextOfMany((0, 1, 2), ((0, 45), (50, 95), (9, 34)), 0)
    assert joined_texts([long], [longer]) == (joined,)
    assert joined_texts([long], [TextOfMany((0, 3, 4), ((20, 45), (0, 25), (0, 25)), 0)])[1] == long  # other people
    assert np.flatnonzero(tokens_of_many([inside], 100)).tolist() == [*range(5, 20), *range(55, 70)]
