from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detector.documents import Document
from detector.errors import InputError
from detector.evaluation.labels import match_names, read_labels
from detector.evaluation.plagdet import Case


def documents(*ids: str) -> dict[str, Document]:
    return {id: Document(id, id, "") for id in ids}


def test_documents_are_matched_by_id_by_file_name_and_by_name_without_suffix() -> None:
    known = documents("unit/a.txt", "unit/b.txt", "unit.zip!to_1/C.docx", "previous/d_2023.pdf")
    assert match_names(["unit/a.txt", "b.txt", "c.txt", "d_2023.txt"], known) == {
        "unit/a.txt": "unit/a.txt",
        "b.txt": "unit/b.txt",
        "c.txt": "unit.zip!to_1/C.docx",
        "d_2023.txt": "previous/d_2023.pdf",
    }


def test_the_exact_name_goes_before_a_name_that_only_looks_like_it() -> None:
    known = documents("a.txt", "x/a.txt", "b.docx", "b.txt")
    assert match_names(["a.txt", "b.txt"], known) == {"a.txt": "a.txt", "b.txt": "b.txt"}


def test_names_that_fit_nothing_are_told_together() -> None:
    with pytest.raises(InputError, match=r"no document of the run fits x\.txt, y\.txt\. Scan these files too"):
        match_names(["x.txt", "a.txt", "y.txt"], documents("a.txt"))


def test_a_name_that_fits_two_documents_is_told_with_both() -> None:
    with pytest.raises(InputError, match=r"a\.txt \(1/a\.docx, 2/a\.docx\)"):
        match_names(["a.txt"], documents("1/a.docx", "2/a.docx"))


def test_labels_are_told_in_ids_and_offsets_of_the_report(build: Any, labels: Any) -> None:
    known = read_labels(labels, build())
    assert known.roles["2023/old.docx"] == "previous_year"
    assert known.copies[0].passages == (Case("unit/b.docx", 0, 5, "unit/a.docx", 0, 5),)
    assert known.kinds["unit/e.docx", "2023/old.docx"] == "self"
    assert known.hard_negatives == (("unit/f.docx", "unit/a.docx"),)
    assert known.doubtful == ()


def test_a_passage_that_is_not_exactly_once_in_the_text_is_told(build: Any, labels: Any) -> None:
    labels["copies"][0]["passages"] = [
        {"copy_text": "b", "source_text": "a0"},
        {"copy_text": "nowhere", "source_text": "a1"},
    ]
    known = read_labels(labels, build())
    assert known.doubtful == ("unit/b.docx: found 5 times: b", "unit/b.docx: found 0 times: nowhere")
    assert known.copies[0].passages == (Case("unit/b.docx", 0, 1, "unit/a.docx", 0, 2),)


def test_labels_come_from_a_file_as_well(build: Any, labels: Any, tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(labels), encoding="utf-8-sig")
    assert read_labels(path, build()) == read_labels(labels, build())


@pytest.mark.parametrize("content", ["{", "[]", '{"docs": {}}', '{"docs": {"a.txt": {}}, "copies": []}'])
def test_another_form_of_file_is_told(build: Any, tmp_path: Path, content: str) -> None:
    path = tmp_path / "labels.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"not a JSON file|not the expected form"):
        read_labels(path, build())


def test_a_missing_file_is_told(build: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_labels(tmp_path / "labels.json", build())
