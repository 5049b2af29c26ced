"""Fields of a text that are kept are those that would be read again, and are read again when anything they depend on
differs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from detector.documents import Block, Document, ReadingNote
from detector.readers.fields import Finish
from detector.shelf import Shelf

TEXT = Document("an.txt", "unit/an.txt", "Họ và tên: Lê An\nĐã trực 30 ca đêm.", blocks=(Block(0, 16),))


class Reads:
    """Gives each text an author, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, document: Document) -> Document:
        self.asked += 1
        return document.with_fields(author=f"tác giả của {document.text[:20]}", year=2026)


def finish(reads: Reads, shelf: Path, document: Document, code: str = "1") -> Document:
    (done,) = Finish(reads, code).all([document], Shelf(shelf))
    return done


def test_a_text_that_was_seen_is_not_read_again_under_whatever_name(tmp_path: Path) -> None:
    reads = Reads()
    first = finish(reads, tmp_path / "read.sqlite", TEXT)
    again = finish(reads, tmp_path / "read.sqlite", replace(TEXT, id="b.txt", path="elsewhere/b.txt"))
    assert (again.author, again.year, again.blocks) == (first.author, 2026, TEXT.blocks)
    assert (again.id, again.path) == ("b.txt", "elsewhere/b.txt")
    assert reads.asked == 1


def test_what_the_fields_may_depend_on_is_part_of_the_key(tmp_path: Path) -> None:
    reads = Reads()
    for document in (
        TEXT,
        replace(TEXT, text="Họ và tên: Lê Bình", key=""),
        replace(TEXT, blocks=(Block(0, 12),)),
        replace(TEXT, author="Lê An"),
        replace(TEXT, born="1980"),
        replace(TEXT, id="list.xlsx#row=3"),
    ):
        finish(reads, tmp_path / "read.sqlite", document)
    finish(reads, tmp_path / "read.sqlite", TEXT, code="2")
    assert reads.asked == 7


def test_a_field_that_is_more_than_words_is_read_again_and_a_damaged_row_too(tmp_path: Path) -> None:
    notes = (ReadingNote("doubtful"),)
    path = tmp_path / "read.sqlite"
    noted = Finish(lambda document: replace(document, notes=notes), "1")
    assert [noted.all([TEXT], Shelf(path))[0].notes for _ in range(2)] == [notes, notes]
    shelf = Shelf(path, "fields")
    assert finish(Reads(), path, TEXT).author is not None
    shelf.clear()
    shelf.put({Finish(Reads(), "1")._key(TEXT): b"[1"})
    assert finish(Reads(), path, TEXT).author is not None
