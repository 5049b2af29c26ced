"""Many units in one scan: each as if it were alone, and what they share beside it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from detector import scan, storage
from detector.documents import Document
from detector.parallel import Workers
from detector.report import Report
from detector.settings import Settings
from detector.units import tasks
from detector.units.kept import result_key
from tests.units.conftest import SIZE, UNITS, Province


@pytest.fixture(scope="module")
def folder(province: Province, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return province.write(tmp_path_factory.mktemp("tinh") / "2024")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def report(folder: Path, run: Path) -> Report:
    return scan([folder], units=True, run=run)


def between(report: Report) -> set[frozenset[str]]:
    unit = {row.id: row.document.unit for row in report.submissions}
    return {frozenset((p.left_id, p.right_id)) for p in report.pairs.flagged() if unit[p.left_id] != unit[p.right_id]}


def test_each_folder_is_a_unit_and_the_table_adds_up(report: Report) -> None:
    assert [(row.name, row.submissions) for row in report.units] == [(name, SIZE) for name in UNITS]
    assert {row.document.unit for row in report.submissions} == set(UNITS)
    inside = sum(row.pairs_inside for row in report.units)
    across = sum(row.pairs_across for row in report.units)
    assert inside + across / 2 == len(report.pairs.flagged())
    assert sum(row.flagged for row in report.units) == sum(bool(row.findings) for row in report.submissions)


def test_copies_between_units_are_found_and_nothing_else_is(report: Report, province: Province) -> None:
    assert between(report) == province.between


def test_a_unit_is_judged_as_if_it_were_scanned_alone(report: Report, folder: Path) -> None:
    for name in UNITS:
        alone = scan([folder / name])
        inside = [p for p in report.pairs if p.left_id.startswith(name) and p.right_id.startswith(name)]
        assert [(f"{name}/{p.left_id}", p.evidence, p.flagged) for p in alone.pairs] == [
            (p.left_id, p.evidence, p.flagged) for p in inside
        ]
        shared = {id for pair in between(report) for id in pair}
        for row in alone.submissions:
            mine = report.submission(f"{name}/{row.id}")
            if mine.id not in shared:
                assert (mine.shares, mine.marks, mine.flags) == (row.shares, row.marks, row.flags)


def test_shares_marks_and_findings_of_a_copy_from_another_unit_agree(report: Report, province: Province) -> None:
    for pair in province.between:
        left, right = sorted(pair)
        for id, other in ((left, right), (right, left)):
            row = report.submission(id)
            assert sum(row.shares.values()) == pytest.approx(1.0)
            assert row.own_shares is not None
            assert sum(row.own_shares.values()) == pytest.approx(1.0)
            assert row.shares["shared"] > 0.05
            told = next(finding for finding in row.findings if finding.kind == "shared")
            assert other in told.evidence
            characters = Counter[str]()
            for mark in row.marks:
                characters[mark.kind] += mark.end - mark.start
            assert characters["shared"] / sum(characters.values()) == pytest.approx(row.shares["shared"], abs=0.04)
            assert all(one.end <= other.start for one, other in zip(row.marks, row.marks[1:], strict=False))


def test_the_finding_names_the_other_unit_and_counts_all_submissions(report: Report, province: Province) -> None:
    told = [
        finding.facts
        for pair in province.between
        for id in pair
        for finding in report.submission(id).findings
        if finding.kind == "shared" and finding.facts.get("unit_of_other")
    ]
    assert told
    assert all(facts["submissions"] == len(UNITS) * SIZE and facts["spread"] == 2 for facts in told)


def test_groups_are_numbered_over_all_units_by_size(report: Report) -> None:
    sizes = [len(group.members) for group in report.clusters]
    assert sizes == sorted(sizes, reverse=True)
    assert [group.id for group in report.clusters] == [f"c{n}" for n in range(1, len(sizes) + 1)]
    members = {member: group.id for group in report.clusters for member in group.members}
    assert {row.id: row.cluster for row in report.submissions if row.cluster} == members
    for pair in report.pairs:
        same = members.get(pair.left_id) if members.get(pair.left_id) == members.get(pair.right_id) else None
        assert pair.cluster == same


def test_the_report_is_the_same_for_two_processes(report: Report, folder: Path) -> None:
    assert scan([folder], units=True, jobs=2) == report


def test_the_run_file_gives_back_the_units(report: Report, tmp_path: Path) -> None:
    storage.save(report, tmp_path / "run")
    assert storage.load(tmp_path / "run") == report


def test_a_late_file_costs_one_unit(
    report: Report, folder: Path, run: Path, province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysed: list[set[str]] = []

    def seen(task: tasks.Task, workers: Workers | None = None) -> str:
        analysed.append({document.id.split("/")[0] for document in task.documents if "/" in document.id})
        return original(task, workers)

    original = tasks.run_task
    monkeypatch.setattr(tasks, "run_task", seen)
    assert scan([folder], units=True, run=run) == report
    assert analysed == []
    late = Province((*province.documents[1:],), province.between).write(tmp_path / "2024")
    scan([late], units=True, run=run)
    assert analysed[0] == {UNITS[0]}
    assert len(analysed) == 2  # the unit, and the comparison between units
    analysed.clear()
    kept = scan([late], units=True, run=run, settings=Settings(retention_days=30))
    assert (analysed, kept.settings.retention_days) == ([], 30)
    scan([folder], units=True, run=run, settings=Settings(pair_min_bits=70.0))
    assert sorted(units.pop() for units in analysed if len(units) == 1) == sorted(UNITS)
    assert len(list((run / "units").iterdir())) == len(UNITS) + 1


def test_results_of_other_libraries_are_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [Document("an.txt", "an.txt", "Tôi dạy 17 tiết.")]
    key = result_key(texts, Settings())
    assert result_key(texts, Settings(retention_days=30)) == key
    monkeypatch.setattr("detector.storage.code.version", lambda name: f"{name} of tomorrow")
    assert result_key(texts, Settings()) != key


def test_no_text_is_kept_twice(report: Report, folder: Path, tmp_path: Path) -> None:
    """A kept result has figures and marks; what it quotes are the printed lines and the text that a group shares."""
    scan([folder], units=True, run=tmp_path)
    alone = next(row for row in report.submissions if not row.cluster)
    own = [m for m in alone.marks if m.kind == "own"]
    longest = max(own, key=lambda mark: mark.end - mark.start)
    words = alone.document.text[longest.start : longest.end].encode()
    assert not any(words in path.read_bytes() for path in (tmp_path / "units").iterdir())


def test_renamed_files_cost_nothing_and_give_the_report_of_a_fresh_scan(
    report: Report, run: Path, province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = province.write(tmp_path / "2024")
    scan([folder], units=True, run=run)
    involved = {pair.left_id for pair in report.pairs.flagged()}
    for id in involved:
        (folder / id).rename((folder / id).with_name(f"z{(folder / id).stem}_mới.txt"))
    fresh = scan([folder], units=True)
    assert {row.id for row in fresh.submissions} != {row.id for row in report.submissions}
    monkeypatch.setattr(tasks, "run_task", None)
    assert scan([folder], units=True, run=run) == fresh
