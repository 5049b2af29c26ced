"""What is kept of a reading, and what is read again."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest

from detector.documents import Block, BlockKind, HiddenWords, Hiding, ReadingNote, SkipReason
from detector.readers.base import Extract, Failure
from detector.readers.kept import key_of_bytes, pack, unpack
from detector.settings import Settings

PLACE = "sheet=Trang 1 row=2 column=6 header=Hạn chế"
READ = Extract(
    "Một bản.",
    (Block(0, 8, BlockKind.CELL, PLACE),),
    (ReadingNote("renamed", "x"),),
    "#row=2",
    {"unit": "A"},
    hidden=(HiddenWords(4, "ẩn", Hiding.SIZE, PLACE),),
)


@pytest.mark.parametrize("times", [1, 10_000], ids=["short", "long"])
def test_what_was_read_comes_back_as_it_was(times):
    read = replace(READ, text=READ.text * times)
    packed = pack([read])
    assert packed is not None
    assert unpack(packed) == [read]
    assert len(packed) < 1000


@pytest.mark.parametrize("packed", [b"", b"[", b"[1]", b'["text"]', b"x\x01no stream", zlib.compress(b"{}")[:-1]])
def test_what_was_not_packed_is_nothing(packed):
    assert unpack(packed) is None


def test_files_that_another_program_might_read_better_are_read_again():
    assert pack([READ, Failure("#row=3", SkipReason.SCAN, "")]) is None
    assert pack([Extract("Một trang.", notes=(ReadingNote("scan_pages", "pages=2"),))]) is None
    assert pack([]) is None


def test_columns_suffix_and_content_tell_readings_apart():
    keys = {
        key_of_bytes(name, data, settings)
        for name, data in (("a.csv", b"x"), ("b.csv", b"y"), ("a.txt", b"x"))
        for settings in (Settings(), Settings(columns="text=A"))
    }
    assert len(keys) == 6
    assert key_of_bytes("a.csv", b"x", Settings()) == key_of_bytes("b.csv", b"x", Settings(max_partners=3))
