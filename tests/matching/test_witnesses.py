from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import numpy as np
import pytest

import detector.matching.witnesses
from detector.corpus import Corpus, Ints
from detector.matching.candidates import Candidates, find_candidates
from detector.matching.grams import Grams, build_grams
from detector.matching.minhash import sketch
from detector.matching.own_changes import OwnChanges
from detector.matching.witnesses import Witnesses, find_witnesses
from detector.settings import Settings
from tests.matching.corpora import all_documents, all_tokens, corpus_of, invented

SETTINGS = Settings()
BREAK = "break"  # a printed line


def found(
    corpus: Corpus,
    *,
    writers: list[int] | None = None,
    equal: tuple[list[int], ...] = (),
    misread: Sequence[int] = (),
) -> Witnesses:
    counted = all_tokens(corpus)
    if BREAK in corpus.tokens.vocabulary:
        counted = corpus.tokens.ids != corpus.tokens.vocabulary.index(BREAK)
    grams, candidates = _columns(corpus, counted)
    persons = np.array(range(len(corpus)) if writers is None else writers, np.int32)
    regions = np.cumsum(~counted).astype(np.int32)
    rows = [np.array(some) for some in equal]
    syllables = build_grams(corpus, 1, counted=counted)
    changes = OwnChanges(grams, syllables, corpus.tokens.document_indptr, persons, ~np.isin(persons, misread), SETTINGS)
    return find_witnesses(grams, regions, candidates, rows, changes)


def groups_of(numbers: Ints) -> list[set[int]]:
    """Documents that are one witness, two and more."""
    groups: dict[int, set[int]] = {}
    for row, number in enumerate(numbers.tolist()):
        groups.setdefault(number, set()).add(row)
    return sorted((group for group in groups.values() if len(group) > 1), key=min)


def _columns(corpus: Corpus, counted: np.ndarray) -> tuple[Grams, Candidates]:
    grams = build_grams(corpus, SETTINGS.shingle_syllables, counted=counted)
    sketches = sketch(grams, len(corpus), SETTINGS.minhash_permutations)
    known, writers = np.zeros(len(grams), bool), np.arange(len(corpus), dtype=np.int32)
    return grams, find_candidates(grams, sketches, known, all_documents(corpus), writers, SETTINGS)


def sections(random: Random, *lengths: int) -> str:
    """Passages with a printed line between them."""
    return f" / {BREAK} / ".join(invented(random, length) for length in lengths)


def scattered(random: Random, passages: list[str]) -> str:
    """The passages with other text between them, in any order."""
    return " ".join(f"{invented(random, 40)} {one}" for one in random.sample(passages, len(passages)))


def test_twelve_of_forty_who_copy_one_text_of_several_sections_are_one_witness() -> None:
    random = Random(1)
    text = sections(random, 40, 30, 50, 40, 30)
    copies = [f"{text} / {BREAK} / {invented(random, 20)}" for _ in range(12)]
    corpus = corpus_of(*copies, *(invented(random, 120) for _ in range(28)))
    witnesses = found(corpus)
    assert witnesses.crowds == (tuple(range(12)),)
    assert groups_of(witnesses.numbers) == [set(range(12))]


@pytest.mark.parametrize("length", [57, 97, 158, 300])
def test_one_passage_however_long_is_no_crowd(length: int) -> None:
    random = Random(length)
    quoted = invented(random, length)
    corpus = corpus_of(*(scattered(random, [quoted]) for _ in range(15)), *(invented(random, 120) for _ in range(25)))
    assert found(corpus).crowds == ()


Change = Callable[[list[str], int], list[str]]


def changed(count: int, by: str = "another") -> Change:
    """As many words replaced, each person in places of their own."""

    def change(words: list[str], person: int) -> list[str]:
        step = len(words) // count
        places = [at * step + (7 * person + 3 * at) % (step - 8) + 4 for at in range(count)]
        return [by.format(f"{person}at{at}") if at in places else word for at, word in enumerate(words)]

    return change


def version(words: list[str], person: int) -> list[str]:
    """Every third person has the second version, every third a third one."""
    return [f"v{person % 3}" if at in (20, 45, 70, 95) and person % 3 else word for at, word in enumerate(words)]


def filled_in(words: list[str], person: int) -> list[str]:
    """Three gaps that each fills in for himself."""
    return [f"n{(person + at) % 5}" if at in (20, 50, 80) else word for at, word in enumerate(words)]


def of_one_section(change: Change, length: int = 110, people: int = 8) -> Corpus:
    random = Random(length)
    section = invented(random, length).split()
    texts = [scattered(random, [" ".join(change(section, person))]) for person in range(people)]
    return corpus_of(*texts, *(invented(random, 120) for _ in range(20)))


def test_people_who_each_changed_the_one_section_that_they_have_are_a_crowd() -> None:
    assert found(of_one_section(changed(3))).crowds == (tuple(range(8)),)


def test_so_are_those_who_changed_more_of_it_so_that_no_two_have_much_as_it_was() -> None:
    assert found(of_one_section(changed(5), 90, 7)).crowds == (tuple(range(7)),)


@pytest.mark.parametrize(
    ("change", "length"),
    [(changed(1), 110), (changed(3, "slip{}"), 110), (version, 110), (filled_in, 110), (changed(3), 60)],
    ids=["a change each", "slips of the pen", "three versions", "gaps filled in", "short"],
)
def test_people_who_did_not_change_their_section_in_places_of_their_own_are_no_crowd(
    change: Change, length: int
) -> None:
    assert found(of_one_section(change, length)).crowds == ()


def test_what_a_scanner_misread_nobody_changed() -> None:
    corpus = of_one_section(changed(3))
    assert found(corpus, misread=range(3)).crowds == (tuple(range(8)),)
    assert found(corpus, misread=range(5)).crowds == ()


def test_a_section_of_a_few_is_no_crowd_however_they_changed_it() -> None:
    assert found(of_one_section(changed(3), people=5)).crowds == ()
    assert found(of_one_section(changed(3), people=6)).crowds == (tuple(range(6)),)
    assert found(of_one_section(changed(3), people=6), writers=[0, 0, *range(2, 26)]).crowds == ()


def test_who_has_other_sentences_between_those_that_many_use_changed_no_words() -> None:
    """Of twelve sentences each has ten, and in two places of his own another one, which others have too."""
    random = Random(13)
    stock, other = [invented(random, 10) for _ in range(12)], [invented(random, 10) for _ in range(4)]
    texts = []
    for person in range(8):
        own = {1 + person: other[person % 4], 1 + (person + 5) % 10: other[(person + 1) % 4]}
        texts.append(scattered(random, [" ".join(own.get(at, one) for at, one in enumerate(stock))]))
    assert found(corpus_of(*texts, *(invented(random, 120) for _ in range(20)))).crowds == ()


def test_a_changed_section_beside_a_quotation_of_more_people_is_the_crowd_of_those_who_changed_it() -> None:
    random = Random(11)
    section, quoted = invented(random, 110).split(), invented(random, 140)
    both = [scattered(random, [" ".join(changed(3)(section, person)), quoted]) for person in range(7)]
    quoting = [scattered(random, [quoted]) for _ in range(9)]
    corpus = corpus_of(*both, *quoting, *(invented(random, 120) for _ in range(14)))
    assert found(corpus).crowds == (tuple(range(7)),)


def test_three_quotations_of_the_same_people_are_no_crowd() -> None:
    random = Random(3)
    quoted = [invented(random, length) for length in (158, 60, 60)]
    corpus = corpus_of(*(scattered(random, quoted) for _ in range(15)), *(invented(random, 120) for _ in range(25)))
    assert found(corpus).crowds == ()


def test_people_who_share_six_short_passages_are_a_crowd() -> None:
    random = Random(4)
    shared = [invented(random, length) for length in (30, 20, 18, 16, 14, 12)]
    corpus = corpus_of(*(scattered(random, shared) for _ in range(9)), *(invented(random, 120) for _ in range(25)))
    assert found(corpus).crowds == (tuple(range(9)),)


def test_five_people_with_one_text_are_few_so_they_stay_five_witnesses() -> None:
    random = Random(5)
    text = sections(random, 40, 30, 50, 40, 30)
    corpus = corpus_of(*[text] * 5, *(invented(random, 120) for _ in range(20)))
    assert groups_of(found(corpus).numbers) == []


def test_a_crowd_is_found_although_its_members_and_others_have_a_circulated_paragraph_too() -> None:
    random = Random(6)
    text, paragraph = sections(random, 40, 30, 50, 40, 30), invented(random, 120)
    members = [f"{text} / {BREAK} / {paragraph}" for _ in range(7)]
    others = [scattered(random, [paragraph]) for _ in range(20)]
    assert found(corpus_of(*members, *others)).crowds == (tuple(range(7)),)


def test_a_quotation_in_the_midst_of_the_copied_text_does_not_hide_the_crowd() -> None:
    random = Random(7)
    quoted = invented(random, 57)
    first, rest = invented(random, 20), sections(random, 17, 16, 14, 12, 12, 12)
    text = f"{first} {quoted} / {BREAK} / {rest}"
    others = [scattered(random, [quoted]) for _ in range(30)]
    assert found(corpus_of(*[text] * 24, *others)).crowds == (tuple(range(24)),)


def test_writers_of_stock_sentences_are_not_taken_for_a_crowd() -> None:
    """40 people each write 12 of the same 24 sentences of ten syllables: any two share about six, 42 shingles and
    more, but each of the sentences has eighteen other users."""
    random = Random(8)
    stock = [invented(random, 10) for _ in range(24)]
    corpus = corpus_of(*(f" / {BREAK} / ".join(random.sample(stock, 12)) for _ in range(40)))
    assert found(corpus).crowds == ()


def test_two_crowds_are_two_witnesses() -> None:
    random = Random(9)
    first, second = sections(random, 40, 30, 50, 40, 30), sections(random, 40, 30, 50, 40, 30)
    corpus = corpus_of(*[first] * 7, *[second] * 6, *(invented(random, 100) for _ in range(9)))
    assert found(corpus).crowds == (tuple(range(7)), tuple(range(7, 13)))


def test_an_earlier_text_is_one_witness_with_its_writer_whatever_it_says() -> None:
    random = Random(10)
    corpus = corpus_of(*(invented(random, 80) for _ in range(5)))
    assert groups_of(found(corpus, writers=[0, 1, 2, 1, 4]).numbers) == [{1, 3}]


def test_twelve_texts_of_one_person_are_no_crowd() -> None:
    random = Random(11)
    text = sections(random, 40, 30, 50, 40, 30)
    witnesses = found(corpus_of(*[text] * 12, invented(random, 80)), writers=[*[0] * 12, 12])
    assert (witnesses.crowds, groups_of(witnesses.numbers)) == ((), [set(range(12))])


def test_equal_texts_of_more_than_a_few_are_a_crowd_whatever_their_length() -> None:
    random = Random(12)
    text = invented(random, 30)
    corpus = corpus_of(*[text] * 6, *(invented(random, 80) for _ in range(5)))
    assert found(corpus, equal=(list(range(6)),)).crowds == (tuple(range(6)),)
    assert found(corpus, equal=(list(range(5)),)).crowds == ()


def test_300_equal_texts_are_one_witness() -> None:
    text = sections(Random(13), 60, 40, 50, 40, 40)
    assert found(corpus_of(*[text] * 300)).crowds == (tuple(range(300)),)


@pytest.mark.parametrize("texts", [("",), ("", ""), ("một hai ba bốn năm",)])
def test_little_text_is_a_witness_of_its_own(texts: tuple[str, ...]) -> None:
    assert found(corpus_of(*texts)).crowds == ()


@pytest.mark.parametrize("seed", range(4))
def test_stock_phrases_that_people_of_a_large_unit_have_in_any_number_are_no_crowd(seed: int) -> None:
    random = Random(seed)
    phrases = [invented(random, 12) for _ in range(8)]
    texts = [scattered(random, [one for one in phrases if random.random() < 0.65]) for _ in range(150)]
    assert found(corpus_of(*(text or invented(random, 40) for text in texts))).crowds == ()


def large_unit(random: Random) -> list[str]:
    """400 who copy one text and change a word of it, 500 with stock phrases, 100 of their own words.

    A circulated paragraph stands in the texts of every other copier and of all with stock phrases.
    """
    parts = [invented(random, length) for length in (40, 30, 50, 40, 30)]
    circulated = invented(random, 35)
    phrases = [invented(random, 12) for _ in range(8)]
    texts = []
    for number in range(400):
        copied = [part.split() for part in parts]
        random.choice(copied)[random.randrange(30)] = invented(random, 1)
        own = circulated if number % 2 else invented(random, 35)
        texts.append(f" / {BREAK} / ".join([*map(" ".join, copied), own]))
    texts += [scattered(random, [*(one for one in phrases if random.random() < 0.65), circulated]) for _ in range(500)]
    return texts + [invented(random, 150) for _ in range(100)]


def test_four_hundred_of_a_thousand_who_copy_one_text_are_one_witness_and_nobody_else_is_in_it() -> None:
    assert found(corpus_of(*large_unit(Random(21)))).crowds == (tuple(range(400)),)


def test_a_first_look_at_some_of_the_documents_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    module = detector.matching.witnesses
    looks = []
    whole = module._Crowds._sample

    def counted(self: Any, fewer: int) -> Grams:
        looks.append(fewer)
        return whole(self, fewer)

    monkeypatch.setattr(module._Crowds, "_sample", counted)
    corpus = corpus_of(*large_unit(Random(22)))
    with_samples = found(corpus)
    assert looks
    assert with_samples.crowds
    monkeypatch.setattr(module, "_USERS_OF_A_SAMPLE", len(corpus))
    assert found(corpus).crowds == with_samples.crowds
