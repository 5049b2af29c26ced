"""A scan that was killed, and one after a single file has changed, ends with what a scan from nothing says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import detector
from detector import storage
from detector.documents import Document
from detector.evaluation.planting import Order, plant
from detector.evaluation.simulation import SimulatedUnit
from detector.intake import read as read_step
from detector.readers import batch, isolate
from detector.text.cache import FOLDER_VARIABLE
from detector.text.fields import with_fields
from detector.writers import WriteOptions, writer

from .conftest import SUBMISSIONS

TEXTS = 56
HEADS = "HEADS_READ"  # names the file that `with_fields_noted` writes to
WORD_FILES = ("a01_nguyen_thi_lan.docx", "a02_tran_van_hung.docx", "a04_le_minh_tuan.docx")

# `detector` that gets kill -9 at the moment when it tells of a stage that so much of it is done; in the last one the
# page is written and the run file half so.
_DIES = """
import os, signal, sys
from contextlib import contextmanager
from detector import bars
from detector.storage import runfile
stage, least = sys.argv[1], int(sys.argv[2])
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
@contextmanager
def stage_bars(**given):
    yield lambda name, done, total: die() if name == stage and done >= least else None
bars.stage_bars = stage_bars
if stage == "run file":
    runfile._write_meta = die
from detector.cli import main
sys.argv[1:] = sys.argv[3:]
main()
"""
MOMENTS = (("segment", 20), ("passages", 0), ("run file", 0))


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Simulated people of whom some copy, and Word files, which are read in processes of their own."""
    orders = [Order("verbatim"), Order("light"), Order("partial"), Order("mosaic")]
    planted = plant(SimulatedUnit(TEXTS, 31).documents(), orders, seed=31)
    planted.write(tmp_path / "unit")
    for name in WORD_FILES:
        shutil.copy(SUBMISSIONS / name, tmp_path / "unit" / "submissions")
    return tmp_path / "unit" / "submissions"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of the files that a reader got to see since the list was last emptied."""
    names: list[str] = []
    extract_file, each_result = batch.extract_file, isolate.each_result

    def plain(name: str, *rest: Any) -> Any:
        names.append(name)
        return extract_file(name, *rest)

    def isolated(tasks: Sequence[Any], **options: Any) -> Any:
        names.extend(Path(task.path).name for task in tasks)
        return each_result(tasks, **options)

    monkeypatch.setattr(batch, "extract_file", plain)
    monkeypatch.setattr(isolate, "each_result", isolated)
    yield names


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_scan_killed_at_any_stage_ends_as_an_undisturbed_one(
    unit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run"
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    arguments = ["scan", str(unit), "-o", str(run), "--jobs", "1"]
    for stage, least in MOMENTS:  # each goes on from where the one before was killed
        command = [sys.executable, "-c", _DIES, stage, f"{least}", *arguments]
        died = subprocess.run(command, capture_output=True, check=False)
        assert died.returncode == -9, f"{stage}: {died.stderr.decode()[-500:]}"
        assert not (run / "run.sqlite").exists()
    assert any(path.name.endswith(".part") for path in run.iterdir()), "killed before it wrote anything"
    subprocess.run([sys.executable, "-m", "detector", *arguments], capture_output=True, check=True)
    assert sorted(path.name for path in run.iterdir()) == ["read.sqlite", "report.html", "run.lock", "run.sqlite"]
    assert tables(storage.load(run), tmp_path) == tables(fresh_scan(unit, tmp_path, monkeypatch), tmp_path)


def test_what_was_read_before_the_kill_is_not_read_again(unit: Path, tmp_path: Path, read: list[str]) -> None:
    class Killed(BaseException):
        """As sudden as a signal, but in this process."""

    def die(stage: str, done: int, _: int) -> None:
        if stage == "read" and done > TEXTS:
            raise Killed

    with pytest.raises(Killed):
        detector.scan([unit], run=tmp_path / "run", progress=die)
    read.clear()
    report = detector.scan([unit], run=tmp_path / "run")
    assert len(report.submissions) == TEXTS + len(WORD_FILES)
    assert set(read) <= set(WORD_FILES)
    assert len(read) < len(WORD_FILES)


def test_late_changed_and_renamed_files_cost_one_reading_and_give_the_report_of_a_fresh_scan(
    unit: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    late, changed, renamed, word = unit / "0055.txt", unit / "0007.txt", unit / "0003.txt", unit / WORD_FILES[0]
    text = late.read_text(encoding="utf-8")
    heads = tmp_path / "heads"
    monkeypatch.setenv(HEADS, str(heads))
    monkeypatch.setattr(read_step, "_finished", with_fields_noted)
    late.unlink()
    detector.scan([unit], run=tmp_path / "run")
    assert len(read) == len(heads.read_text().split()) == TEXTS - 1 + len(WORD_FILES)

    def again(what: str, *expected: str) -> None:
        read.clear()
        heads.write_text("")
        report = detector.scan([unit], run=tmp_path / "run")
        assert read == heads.read_text().split() == [*expected], what
        assert tables(report, tmp_path) == tables(fresh_scan(unit, tmp_path, monkeypatch), tmp_path), what

    late.write_text(text, encoding="utf-8", newline="\n")
    again("late", late.name)
    lines = changed.read_text(encoding="utf-8").splitlines()
    changed.write_text("\n".join([*lines, *text.splitlines()[12:24]]), encoding="utf-8", newline="\n")
    again("changed", changed.name)
    renamed.rename(renamed.with_name("9999.txt"))
    word.rename(word.with_name("b_" + word.name))
    again("renamed")


def with_fields_noted(document: Document) -> Document:
    """A line for each document whose head is read, in whatever process."""
    with Path(os.environ[HEADS]).open("a", encoding="utf-8") as file:
        file.write(Path(document.id).name + "\n")
    return with_fields(document)


def fresh_scan(unit: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> detector.Report:
    """Nothing kept, nothing cached."""
    with monkeypatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, "off")
        return detector.scan([unit], run=Path(folder, f"run-{len([*folder.iterdir()])}-fresh"))


def tables(report: detector.Report, folder: Path) -> dict[str, bytes]:
    """All tables, byte by byte."""
    shutil.rmtree(folder / "tables", ignore_errors=True)
    written = writer("jsonl").write(report, folder / "tables", WriteOptions())
    return {path.name: path.read_bytes() for path in written}
