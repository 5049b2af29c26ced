"""Heads and feet of forms: every field right or not known, in Word files and PDFs, however the office lays them out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.heads.build import BUILDERS, docx, formats, pdf
from tests.heads.layouts import LAYOUTS, SETS, Layout
from tests.heads.measure import FIELDS, outcomes, read, read_all

CASES = Path(__file__).parent / "cases"
OLD_WORD = Path(__file__).parent / "doc"
# Not found (none is wrong): in these PDFs nothing but the distance of the words says which column they stand in.
NOT_FOUND = {
    ("pdf", "columns of blanks without a table", "author"),
    ("pdf", "columns of blanks without a table", "post"),
    # The font of these files has no picture of a box, and pdfium leaves out a text that shows nothing.
    ("pdf", "boxes left in a table", "rating"),
    ("pdf", "pairs of level and box in one row", "rating"),
}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_every_field_of_a_head_is_right_or_not_known(layout: Layout, suffix: str, tmp_path: Path) -> None:
    if suffix not in formats(layout):
        pytest.skip("a line through words is no text of a PDF")
    path = tmp_path / f"a.{suffix}"
    path.write_bytes({"docx": docx, "pdf": pdf}[suffix](layout))
    for name, outcome, wanted, got in outcomes(layout, read(path)):
        expected = "empty" if (suffix, layout.name, name) in NOT_FOUND else "right"
        assert outcome == expected, f"{name}: {got!r} for {wanted!r}"


LATER = [layout for name, layouts in SETS.items() if name != "layouts" for layout in layouts]
# Fields of the later sets that are not found: years that only a date line or prose names, a value left out of a column
# of lines, and what blanks alone part in plain text and in HTML, where a browser shows one blank.
MOST_EMPTY = {"docx": 21, "pdf": 30, "txt": 50, "html": 34, "xlsx": 37}


@pytest.mark.parametrize("suffix", MOST_EMPTY)
def test_of_the_heads_laid_out_later_no_field_is_wrong_and_few_are_empty(suffix: str, tmp_path: Path) -> None:
    files = {}
    for number, layout in enumerate(LATER):
        if suffix in formats(layout):
            files[tmp_path / f"{number}.{suffix}"] = layout
    for path, layout in files.items():
        path.write_bytes(BUILDERS[suffix](layout))
    documents = read_all(list(files))
    found = [(layout.name, *one) for path, layout in files.items() for one in outcomes(layout, documents[path])]
    assert [one for one in found if one[2] == "wrong"] == []
    assert len([one for one in found if one[2] == "empty"]) <= MOST_EMPTY[suffix]


@pytest.mark.parametrize("path", sorted(OLD_WORD.glob("*.doc")), ids=lambda path: path.stem)
def test_every_field_of_a_head_is_right_in_the_word_file_of_1997_that_libreoffice_made_of_it(path: Path) -> None:
    (layout,) = [one for one in LAYOUTS if one.name.replace(", ", "_").replace(" ", "_") == path.stem]
    assert [(name, got) for name, outcome, _, got in outcomes(layout, read(path)) if outcome != "right"] == []


@pytest.mark.parametrize("path", sorted(CASES.glob("*.doc*")), ids=lambda path: path.stem)
def test_a_head_that_was_once_read_wrong(path: Path) -> None:
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    expected = json.loads(re.search(r"Expected (\{.*\})", text)[1])  # type: ignore[index]
    document = read(path)
    found = {name: document.self_rating if name == "rating" else getattr(document, name) for name in FIELDS}
    assert {name: found[name] for name in expected} == expected
