from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detector.evaluation import evaluate


def test_every_figure_is_a_row(build: Any, labels: Any) -> None:
    rows = evaluate(build(pairs=["ab", "af"], clusters=["ab"], boilerplate="e"), labels).rows()
    values = {(row["part"], row["group"], row["measure"]): row["value"] for row in rows}
    assert len(values) == len(rows)
    assert values["pairs", "all", "precision"] == 0.5
    assert (values["pairs", "heavy", "found"], values["pairs", "heavy", "labelled"]) == (0, 1)
    assert values["pairs", "hard_negative", "false"] == 1
    assert values["passages", "verbatim", "plagdet"] == 1
    assert values["boilerplate", "all", "recall"] == 1
    assert values["clusters", "all", "b_cubed_precision"] == 1


def test_the_text_says_what_was_found_and_names_what_is_wrong(build: Any, labels: Any) -> None:
    text = evaluate(build(pairs=["ab", "af"], boilerplate="a"), labels).format("en")
    assert "PAIRS: precision 0.500, recall 0.200" in text
    assert "heavy rewriting    0 of 1" in text
    assert "flagged, labelled as independent: unit/a.docx + unit/f.docx" in text
    assert "flagged, labelled otherwise: unit/a.docx" in text
    assert "not flagged: unit/e.docx" in text
    assert "LABELLED" not in text


def test_the_text_ends_with_labels_that_are_in_doubt(build: Any, labels: Any) -> None:
    labels["copies"][0]["passages"][0]["copy_text"] = "nowhere"
    assert evaluate(build(), labels).format("en").endswith("unit/b.docx: found 0 times: nowhere\n")


def test_passages_can_be_written_for_another_program(build: Any, labels: Any, tmp_path: Path) -> None:
    evaluate(build(pairs=["ab", "ef"]), labels, cases_folder=tmp_path / "cases")
    gold = [json.loads(line) for line in (tmp_path / "cases/gold.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [json.loads(line) for line in (tmp_path / "cases/pred.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(gold) == 5
    assert found == [
        {"copy": "unit/b.docx", "copy_start": 0, "copy_end": 5, "source": "unit/a.docx", "source_start": 0}
        | {"source_end": 5, "kind": "verbatim"},
        {"copy": "unit/e.docx", "copy_start": 0, "copy_end": 5, "source": "unit/f.docx", "source_start": 0}
        | {"source_end": 5, "kind": None},
    ]
    pairs = (tmp_path / "cases/pairs.tsv").read_text(encoding="utf-8").splitlines()
    assert pairs[0] == "unit/b.docx\tunit/a.docx\tverbatim"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_figures_are_written_as_the_language_does(build: Any, labels: Any, lang: str) -> None:
    text = evaluate(build(), labels).format(lang)
    assert ("0,000" in text) == (lang == "vi")
