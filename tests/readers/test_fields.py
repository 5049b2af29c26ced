"""Fields of a text that are kept are those that would be read again, and are read again when anything they depend on
differs."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from detector.documents import Block, Document, ReadingNote, Role
from detector.readers.fields import Finish
from detector.readers.ingest import read_paths
from detector.settings import Settings
from detector.shelf import Shelf
from tests.readers import hostile
from tests.readers.make import docx_of_lines

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


def by_this_process(document: Document) -> Document:
    return document.with_fields(author=str(os.getpid()))


def by_nobody(document: Document) -> Document:
    raise LookupError(document.id)


def author_of(folder: Path, shelf: Path | None = None, code: str = "") -> str | None:
    if not (folder / "an.docx").exists():  # a package written later is another file: it holds the time
        (folder / "an.docx").write_bytes(docx_of_lines(TEXT.text))
    finish = Finish(by_this_process, code)
    reading = read_paths(
        [folder], role=Role.SUBMISSION, settings=Settings(), shelf=Shelf(shelf, "files"), finish=finish
    )
    return reading.documents[0].author


def test_fields_of_a_word_file_are_read_by_the_process_that_reads_it(tmp_path: Path) -> None:
    assert (author_of(tmp_path) or "").isdigit()
    assert author_of(tmp_path) != str(os.getpid())


def test_fields_that_came_with_the_text_are_kept_with_it(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shelf = tmp_path_factory.mktemp("run") / "read.sqlite"
    first = author_of(tmp_path, shelf, "1")
    assert author_of(tmp_path, shelf, "1") == first != author_of(tmp_path)


def test_fields_that_did_not_come_are_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.readers.ingest.READ_WHOLE", hostile.TARGET)
    assert author_of(tmp_path) == str(os.getpid())


def test_a_mistake_in_reading_fields_is_no_damage_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "an.docx").write_bytes(docx_of_lines(TEXT.text))
    with pytest.raises(LookupError):
        read_paths([tmp_path], role=Role.SUBMISSION, settings=Settings(), finish=Finish(by_nobody))
