"""Damaged copies of every kind of file: an extract or a row, never an exception."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from detector.readers import ocr, soffice
from detector.readers.base import Extract, Failure
from tests.readers.make import TRUTH, docx_of_lines, odt_of_lines, pdf_of_lines, rtf_of_lines, tcvn3, zip_of
from tests.readers.test_other_formats import one_file_page
from tests.readers.test_tables import FILES

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = {
    "a.docx": docx_of_lines(TRUTH),
    "a.pdf": pdf_of_lines(TRUTH),
    "a.odt": odt_of_lines(TRUTH),
    "a.rtf": rtf_of_lines(TRUTH),
    "a.doc": (FIXTURES / "features.doc").read_bytes(),
    "cells.doc": (FIXTURES / "cells.doc").read_bytes(),
    "a.mht": one_file_page(TRUTH),
    "a.xlsx": FILES["xlsx"][1],
    "a.csv": FILES["csv"][1],
    "a.txt": tcvn3(TRUTH.lower()).encode("cp1252"),
    "a.html": f"<html><body><p>{TRUTH}</p></body></html>".encode(),
    "a.zip": zip_of({"a.txt": TRUTH, "b.docx": docx_of_lines(TRUTH)}),
}
CASES = 100


@pytest.fixture(autouse=True)
def _no_other_programs(monkeypatch):
    monkeypatch.setattr(soffice, "program", lambda: None)
    monkeypatch.setattr(ocr, "missing", lambda: ocr.REMEDY)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Cut, flipped, doubled or filled with zeros."""
    kind = chance.randrange(5)
    start, length = chance.randrange(len(data)), chance.randrange(1, 64)
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:start] + data[start + length :]
    if kind == 2:
        return data[:start] + data[start : start + length] * 3 + data[start + length :]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        changed[chance.randrange(len(changed))] = 0 if kind == 3 else chance.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_copy_of(name, extract):
    for seed in range(CASES):
        data = mutated(SAMPLES[name], random.Random(f"{name} {seed}"))
        found = extract(name, data)
        assert found, seed
        for item in found:
            assert isinstance(item, Failure) or (isinstance(item, Extract) and item.text.encode()), seed


def test_damaged_copies_through_the_whole_reading_are_all_accounted_for(folder, read):
    files = {
        f"{seed}-{name}": mutated(data, random.Random(f"{name} {seed}"))
        for name, data in SAMPLES.items()
        for seed in range(3)
    }
    reading = read(folder(files), jobs=2, file_timeout_seconds=10.0)
    seen = {path.split("unit/", 1)[1].split("!")[0].split("#")[0] for path in [d.path for d in reading.documents]}
    seen |= {row.path.split("unit/", 1)[1].split("!")[0] for row in reading.skipped}
    assert seen == set(files)
    assert reading.files == len(files)
