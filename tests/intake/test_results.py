"""What the program wrote into the unit's folder is listed as its result and changes nothing of the next scan."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import detector
from detector.cli import cli
from detector.documents import SkipReason
from detector.report import Report
from detector.result_files import is_result
from detector.storage import load
from detector.writers import WriteOptions, writer, writers
from tests.writers.conftest import small_report

SAMPLE = Path(detector.__file__).parents[1] / "data" / "sample_unit"


def command(*arguments: object) -> None:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output


def findings(report: Report) -> tuple[object, ...]:
    """Submissions, pairs and shares: what a second scan must find again."""
    return (
        sorted((row.id, row.flags, dict(row.shares)) for row in report.submissions),
        sorted((pair.left_id, pair.right_id, pair.flagged, pair.evidence) for pair in report.pairs),
    )


def results_of(report: Report, folder: Path) -> set[str]:
    return {Path(row.path).relative_to(folder).as_posix() for row in report.skipped if row.reason is SkipReason.RESULT}


@pytest.mark.slow
def test_everything_exported_into_the_units_folder_is_listed_and_not_read(tmp_path: Path) -> None:
    unit = tmp_path / "unit"
    unit.mkdir()
    files = sorted((SAMPLE / "submissions").iterdir())
    for path in (*files[:6], *files[33:39]):  # these were copied by those
        shutil.copy(path, unit)
    before = {path.relative_to(unit).as_posix() for path in unit.rglob("*")}
    command("scan", unit, "-o", unit / "run", "--jobs", 1)
    first = load(unit / "run")
    assert results_of(first, unit) == {"run/run.lock"}
    assert first.pairs.flagged()
    for name, one in writers().items():
        target = unit / f"ket_qua{one.suffix}" if one.suffix else unit / f"bang_{name}"
        command("export", unit / "run", "--format", name, "--names", "--key-file", "-o", target)
    written = {path.relative_to(unit).as_posix() for path in unit.rglob("*") if path.is_file()} - before
    with zipfile.ZipFile(unit / "gui_di.zip", "w") as archive:
        archive.write(unit / "ket_qua.xlsx", "ket_qua.xlsx")
    command("scan", unit, "-o", tmp_path / "again", "--jobs", 1)
    second = load(tmp_path / "again")
    assert findings(second) == findings(first)
    assert results_of(second, unit) == written | {"gui_di.zip!ket_qua.xlsx"}
    assert {row.reason for row in second.skipped} == {SkipReason.RESULT}
    command("scan", unit, "-o", unit / "run", "--jobs", 1)  # into the run that lies in the folder
    assert findings(load(unit / "run")) == findings(first)


@pytest.mark.parametrize("name", writers())
def test_every_file_of_a_format_bears_the_mark(name: str, tmp_path: Path) -> None:
    """A format that is added and bears none fails here."""
    chosen = writer(name)
    options = WriteOptions(key_folder=tmp_path / "key", salt="s")
    written = chosen.write(small_report(), tmp_path / f"out{chosen.suffix}", options)
    assert written
    assert [path.name for path in written if not is_result(path.name, path.read_bytes())] == []


def test_tables_that_a_spreadsheet_saved_again_are_known(tmp_path: Path) -> None:
    for path in writer("csv").write(small_report(), tmp_path, WriteOptions()):
        again = path.read_text(encoding="utf-8-sig").split("\n")[0].replace(",", ";")
        assert is_result("Bản sao của bảng.csv", again.encode("utf-8-sig")), path.name


def test_what_others_wrote_bears_no_mark() -> None:
    for path in (SAMPLE / "submissions").iterdir():
        assert not is_result(path.name, path.read_bytes())
    assert is_result("xem_lai.csv", b"words,texts,given_name,where\n")
    assert not is_result("a.csv", "Họ và tên;Ưu điểm\nAn;Tốt\n".encode())
    assert not is_result("a.jsonl", b'{"id": "a", "path": "b", "text": "c"}\n')
    assert not is_result("a.jsonl", b"")
    assert not is_result("a.sqlite", b"SQLite format 3\0" + bytes(100))


def test_a_run_that_was_broken_off_is_known_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Đã soạn 24 phiếu đọc hiểu cho khối sáu.", encoding="utf-8")
    detector.scan([tmp_path], run=tmp_path / "run")
    for path in (tmp_path / "run").iterdir():
        if path.name != "read.sqlite":
            path.unlink()
    report = detector.scan([tmp_path])
    assert [row.id for row in report.submissions] == ["a.txt"]
    assert results_of(report, tmp_path) == {"run/read.sqlite"}


def test_a_folder_that_is_unit_and_run_at_once_keeps_its_submissions(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Đã soạn 24 phiếu đọc hiểu cho khối sáu.", encoding="utf-8")
    command("scan", tmp_path, "-o", tmp_path, "--jobs", 1)
    command("scan", tmp_path, "-o", tmp_path, "--jobs", 1)
    report = load(tmp_path)
    assert [row.id for row in report.submissions] == ["a.txt"]
    assert results_of(report, tmp_path) == {"run.lock", "run.sqlite", "read.sqlite", "report.html"}


def test_a_result_too_large_to_be_read_is_still_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Đã soạn 24 phiếu đọc hiểu cho khối sáu.", encoding="utf-8")
    record = (
        b'{"id": "a", "path": "a", "author": null, "unit": null, "role": "", "syllables": 0, "self_rating": null}\n'
    )
    (tmp_path / "submissions.jsonl").write_bytes(record * 50)
    report = detector.scan([tmp_path], settings=detector.Settings(max_file_bytes=1_000))
    assert [(Path(row.path).name, row.reason) for row in report.skipped] == [("submissions.jsonl", SkipReason.RESULT)]


def test_a_file_named_in_another_role_is_no_submission(tmp_path: Path) -> None:
    unit = tmp_path / "unit"
    (unit / "last_year").mkdir(parents=True)
    for name in ("an.txt", "binh.txt", "form.txt", "sample.txt", "last_year/an.txt"):
        (unit / name).write_text(f"Họ và tên: {name}\nĐã soạn 24 phiếu đọc hiểu {name}.\n", encoding="utf-8")
    report = detector.scan(
        [unit], forms=[unit / "form.txt"], references=[unit / "sample.txt"], previous=[unit / "last_year"]
    )
    assert [row.id for row in report.submissions] == ["an.txt", "binh.txt"]
    assert sorted((str(one.role), Path(one.path).name) for one in report.others) == [
        ("form", "form.txt"),
        ("previous", "an.txt"),
        ("reference", "sample.txt"),
    ]
    assert list(report.skipped) == []


def test_a_table_without_a_record_is_a_result_by_its_name_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Đã soạn 24 phiếu đọc hiểu cho khối sáu.", encoding="utf-8")
    for name in ("clusters.jsonl", "other.jsonl"):
        (tmp_path / name).touch()
    report = detector.scan([tmp_path])
    assert {Path(row.path).name: row.reason for row in report.skipped} == {
        "clusters.jsonl": SkipReason.RESULT,
        "other.jsonl": SkipReason.EMPTY,
    }
