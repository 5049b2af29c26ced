"""What is kept of single texts: taken over where it holds, and nowhere else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from detector.corpus import Bools, Corpus
from detector.documents import Block, Document, Role
from detector.parallel import Workers
from detector.shelf import Shelf
from detector.text import parts
from detector.text.columns import build_corpus
from detector.text.packed import pack, unpack
from detector.text.parts import TABLE, Keep, Parts
from tests.text.conftest import ODD_TEXTS
from tests.text.test_columns import assert_same


@pytest.fixture(autouse=True)
def one_text_each(monkeypatch):
    monkeypatch.setattr(parts, "_CHARACTERS", 20)


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    return Keep(Shelf(tmp_path / "read.sqlite", TABLE), "program")


TEXTS = tuple(Document(name, name, text) for name, text in ODD_TEXTS.items())
LATE = Document("late", "late", "Tôi đã soạn 12 giáo án. Chấm bài đúng hạn.")


def with_digits(corpus: Corpus) -> Bools:
    """A mark that depends on each text alone."""
    known = np.array([word.isdigit() for word in corpus.tokens.vocabulary], bool)
    return known[corpus.tokens.ids] if len(known) else np.zeros(0, bool)


def searched(documents: tuple[Document, ...], keep: Keep) -> set[str]:
    """The texts that are looked at, with marks that must be those of a search of all."""
    looked_at: set[str] = set()

    def find(corpus: Corpus) -> Bools:
        looked_at.update(document.id for document in corpus.documents)
        return with_digits(corpus)

    of_scan = Parts.of(documents, keep)
    corpus = build_corpus(of_scan)
    assert_same(corpus, build_corpus(documents))
    np.testing.assert_array_equal(of_scan.begin_marks("digits", corpus, find, Workers())(), with_digits(corpus))
    return looked_at


def test_of_one_text_more_only_that_is_looked_at(keep):
    assert searched(TEXTS, keep) == {one.id for one in TEXTS}
    assert searched(TEXTS, keep) == set()
    looked_at = searched((*TEXTS, LATE), keep)
    assert LATE.id in looked_at
    assert len(looked_at) < len(TEXTS) / 2
    assert searched(TEXTS[1:], keep) != {one.id for one in TEXTS[1:]}


@pytest.mark.parametrize(
    "other",
    [
        LATE.with_fields(text="Tôi đã soạn 13 giáo án. Chấm bài đúng hạn.", key=LATE.key),
        LATE.with_fields(blocks=(Block(0, 4),)),
        LATE.with_fields(role=Role.FORM),
    ],
    ids=["text under the same key", "blocks", "role"],
)
def test_another_text_is_never_taken_for_one_that_is_known(keep, other):
    searched((LATE,), keep)
    assert searched((other,), keep) == {LATE.id}


def test_names_of_texts_are_no_part_of_what_is_kept(keep):
    searched((LATE,), keep)
    assert searched((LATE.with_fields(id="renamed", path="renamed", author="An"),), keep) == set()


def test_another_program_and_another_unit_find_for_themselves(keep):
    searched((LATE,), keep)
    assert searched((LATE,), Keep(keep.shelf, "other")) == {LATE.id}
    assert searched((LATE,), Keep(keep.shelf, "other", "unit")) == {LATE.id}


@pytest.mark.parametrize("damage", [b"", b"no result", b"\0" * 40])
def test_what_is_damaged_is_found_again(keep, damage):
    searched((LATE,), keep)
    with closing(sqlite3.connect(keep.shelf.path)) as db, db:
        db.execute(f"UPDATE {TABLE} SET bits = CAST(substr(bits, 1, 32) AS BLOB) || ?", (damage,))
    assert searched((LATE,), keep) == {LATE.id}


def test_a_text_that_goes_leaves_nothing_behind_where_another_takes_its_place(keep):
    searched((LATE,), keep)
    searched((Document("other", "other", "Trực 30 ca đêm."),), keep)
    assert keep.shelf.info().rows == 2  # columns and marks of the one part


def test_columns_come_back_as_they_were():
    from detector.text.columns import _segment, _tasks

    columns = _segment(_tasks(TEXTS, True))
    again = unpack(pack(columns))
    for name in columns.__slots__:
        one, other = getattr(columns, name), getattr(again, name)
        if isinstance(one, np.ndarray):
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)
        else:
            assert one == other


def test_a_great_many_equal_texts_are_several_parts(monkeypatch):
    monkeypatch.setattr(parts, "_MOST_CHARACTERS", 100)
    equal = [Document(f"{number}", f"{number}", LATE.text) for number in range(30)]
    assert len(Parts.of(equal)) == 10
