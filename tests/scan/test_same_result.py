"""The same texts give the same result, whatever the files are called and in whatever order they are read."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

import detector
from detector.analysis import analyse
from detector.documents import Document
from detector.parallel import Workers
from detector.report import Report
from detector.scratch import Scratch
from detector.settings import Settings

from .conftest import PREVIOUS, SUBMISSIONS


@pytest.fixture(scope="module")
def report(sample: list[Document]) -> Report:
    return analyse(sample, settings=Settings())


def test_order_of_the_documents_does_not_matter(sample: list[Document], report: Report) -> None:
    shuffled = list(sample)
    Random(5).shuffle(shuffled)
    assert shuffled != sample
    assert analyse(shuffled, settings=Settings()) == report


def test_names_of_the_files_do_not_matter(sample: list[Document], report: Report) -> None:
    numbers = Random(6).sample(range(100, 1000), len(sample))
    new_id = {document.id: f"{number}.txt" for document, number in zip(sample, numbers, strict=True)}
    renamed = [replace(document, id=new_id[document.id], path="") for document in sample]
    old_id = {new: old for old, new in new_id.items()}
    assert told(analyse(renamed, settings=Settings()), old_id) == told(report, {id: id for id in new_id})


def test_columns_in_a_file_do_not_matter(
    sample: list[Document], report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detector.scratch.LEAST_BYTES", 1)
    assert analyse(sample, settings=Settings(), scratch=Scratch(tmp_path)) == report


def test_number_of_jobs_does_not_matter(tmp_path: Path) -> None:
    for path in sorted(SUBMISSIONS.iterdir())[:30]:
        shutil.copy(path, tmp_path)
    one, two = (detector.scan([tmp_path], previous=[PREVIOUS], jobs=jobs) for jobs in (1, 2))
    assert one == two


def test_a_pool_of_processes_segments_and_finds_facts_as_one_process_does(
    sample: list[Document], report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detector.parallel.WORTH_PROCESSES_CHARACTERS", 0)
    monkeypatch.setattr("detector.text.parts._CHARACTERS", 10_000)
    pools: list[int] = []
    pooled = Workers._pooled
    monkeypatch.setattr(Workers, "_pooled", lambda *given: pools.append(1) or pooled(*given))
    begun: list[int] = []
    begin = Workers.begin
    monkeypatch.setattr(Workers, "begin", lambda *given: begun.append(given[0].running) or begin(*given))
    with Workers(2) as workers:
        assert analyse(sample, settings=Settings(), workers=workers) == report
    assert pools
    assert begun == [2]


def told(report: Report, names: Mapping[str, str]) -> dict[str, Any]:
    """What a report says about persons, apart from the order of its rows and the numbering of its clusters."""
    return {
        "submissions": {
            names[row.id]: (row.shares, row.marks, [(f.kind, f.score) for f in row.findings])
            for row in report.submissions
        },
        "pairs": {
            frozenset((names[row.left_id], names[row.right_id])): (row.flagged, row.evidence, row.passages)
            for row in report.pairs
        },
        "passages": {
            frozenset((names[side.id], side.start, side.end) for side in (row.left, row.right)): row.rarity_bits
            for row in report.passages
        },
        "clusters": {frozenset(names[id] for id in row.members): row.core for row in report.clusters},
        "learnt": report.learnt_form,
    }
