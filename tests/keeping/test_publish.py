"""Run file and page of a scan change together or not at all."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from detector import storage
from detector.errors import InputError, RunFileError
from detector.keeping import publish as publish_module
from detector.keeping.publish import publish
from detector.settings import Settings
from detector.storage import connection, run_lock
from tests.reports import report_of
from tests.storage.small_report import small_report

EMPTY = report_of(Settings(), [], [], [], [], [])


def files(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.iterdir()}


def test_both_files_are_written(tmp_path: Path) -> None:
    publish(small_report(), tmp_path / "run", lang="en")
    assert storage.load(tmp_path / "run") == small_report()
    assert '<html lang="en"' in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_a_run_file_that_cannot_be_saved_leaves_the_earlier_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_report(), tmp_path, lang="vi")
    before = files(tmp_path)

    def full(*_: object) -> None:
        raise RunFileError("run.sqlite: the disk is full")

    monkeypatch.setattr(publish_module, "save", full)
    with pytest.raises(RunFileError, match="full"):
        publish(EMPTY, tmp_path, lang="vi")
    assert files(tmp_path) == before


def test_a_page_that_cannot_be_written_leaves_the_earlier_run_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_report(), tmp_path, lang="vi")
    before = files(tmp_path)

    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError, match="Make room on the disk"):
        publish(EMPTY, tmp_path, lang="vi")
    monkeypatch.undo()
    assert files(tmp_path) == before


def test_drafts_of_a_killed_scan_are_cleared_by_the_next_and_nothing_else_is(tmp_path: Path) -> None:
    drafts = (".run.sqlite.12.part", ".run.sqlite.12.part-journal", ".report.html.9.part")
    kept = (".results.xlsx.12.part", "report.html", ".run.sqlite.part", "notes.part")
    for name in (*drafts, *kept):
        (tmp_path / name).write_text("x", encoding="utf-8")
    with run_lock(tmp_path):
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted((*kept, "run.lock"))


def test_a_full_disk_is_told_as_such_and_not_as_a_lost_transaction(tmp_path: Path) -> None:
    """SQLite ends the transaction by itself then; the reason must not be hidden behind a second error."""
    storage.save(small_report(), tmp_path)
    many = replace(small_report(), learnt_form=small_report().learnt_form * 50_000)
    with storage_of_pages(40), pytest.raises(RunFileError, match=r"the disk is full.*is unchanged.*Make room"):
        storage.save(many, tmp_path)
    assert storage.load(tmp_path) == small_report()


@contextmanager
def storage_of_pages(pages: int) -> Iterator[None]:
    """SQLite's own limit on the size of a file, which ends as a full disk does."""
    original = connection.connect

    def connect(path: Path) -> sqlite3.Connection:
        made = original(path)
        made.execute(f"PRAGMA max_page_count = {pages}")
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "connect", connect)
        yield
