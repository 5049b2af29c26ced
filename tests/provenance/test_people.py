from __future__ import annotations

import pytest

from detector.corpus import Corpus
from detector.documents import Document, Role
from detector.people import identified
from detector.provenance.people import writer_numbers
from detector.text.columns import build_corpus

NOW, BEFORE, SAMPLE = Role.SUBMISSION, Role.PREVIOUS, Role.REFERENCE


def corpus_by(*people: tuple[str, Role, str | None, str | None]) -> Corpus:
    """(id, role, author, unit)"""
    documents = [
        Document(id, id, f"Văn bản của {id}.", role, author=author, unit=unit) for id, role, author, unit in people
    ]
    return build_corpus(identified(documents)[0])


def pairs(*people: tuple[str, Role, str | None, str | None]) -> set[frozenset[str]]:
    """Which texts have one writer."""
    corpus = corpus_by(*people)
    numbers = writer_numbers(corpus)
    ids = [d.id for d in corpus.documents]
    rows = range(len(ids))
    return {frozenset((ids[a], ids[b])) for a in rows for b in rows if a < b and numbers[a] == numbers[b]}


def test_an_earlier_text_belongs_to_the_submission_of_that_name() -> None:
    assert pairs(("an", NOW, "Nguyễn Văn An", None), ("an23", BEFORE, "Nguyễn Văn An", None)) == {
        frozenset(("an", "an23"))
    }


@pytest.mark.parametrize("name", ["NGUYỄN VĂN AN", "nguyen  van an", "Nguye\u0302\u0303n Va\u0306n An"])
def test_a_name_is_one_name_in_every_spelling(name: str) -> None:
    assert len(pairs(("an", NOW, "Nguyễn Văn An", None), ("an23", BEFORE, name, None))) == 1


def test_two_submissions_of_one_name_are_two_people() -> None:
    assert pairs(("a", NOW, "Nguyễn Thị Lan", "Tổ Toán"), ("b", NOW, "Nguyễn Thị Lan", "Tổ Văn")) == set()


def test_of_two_people_of_one_name_the_one_of_the_same_unit_owns_the_earlier_text() -> None:
    people = (("a", NOW, "Lan", "Tổ Toán"), ("b", NOW, "Lan", "Tổ Văn"), ("old", BEFORE, "Lan", "Tổ Văn"))
    assert pairs(*people) == {frozenset(("b", "old"))}


@pytest.mark.parametrize("unit", [None, "Tổ Sử"])
def test_of_two_people_of_one_name_neither_owns_it_where_the_unit_does_not_tell(unit: str | None) -> None:
    people = (("a", NOW, "Lan", "Tổ Toán"), ("b", NOW, "Lan", "Tổ Văn"), ("old", BEFORE, "Lan", unit))
    assert pairs(*people) == set()


def test_texts_without_a_name_are_nobody_else_s() -> None:
    assert pairs(("a", NOW, None, None), ("b", BEFORE, None, None), ("c", BEFORE, None, None)) == set()


def test_a_sample_by_that_name_is_no_earlier_text() -> None:
    assert pairs(("a", NOW, "Lan", None), ("sample", SAMPLE, "Lan", None)) == set()


def test_two_earlier_texts_of_one_person_are_both_theirs() -> None:
    people = (("a", NOW, "Lan", None), ("x22", BEFORE, "Lan", None), ("x23", BEFORE, "Lan", None))
    assert len(pairs(*people)) == 3
