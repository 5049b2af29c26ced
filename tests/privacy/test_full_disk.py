"""A disk that is full: a message with the remedy, the earlier file, and nothing half-written."""

from __future__ import annotations

import errno
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from starlette.datastructures import UploadFile

from detector.errors import InputError
from detector.review import uploads
from detector.writers import WriteOptions, writer
from detector.writers.xlsx import draw
from tests.storage.small_report import small_report


@pytest.mark.parametrize("error", [etree.SerialisationError("IO_ENOSPC"), OSError(errno.ENOSPC, "No space left")])
def test_a_workbook_that_finds_no_room_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(*_: Any) -> None:
        raise error

    monkeypatch.setattr(draw, "draw", full)
    target = tmp_path / "r.xlsx"
    target.write_text("the earlier file", encoding="utf-8")
    with pytest.raises(InputError, match="Make room on the disk"):
        writer("xlsx").write(small_report(), target, WriteOptions(salt="s"))
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]
    assert target.read_text(encoding="utf-8") == "the earlier file"


def test_late_files_that_find_no_room_are_none_of_them_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two finds no room: the first is not there either, so that sending again is the whole remedy."""
    copy = uploads.shutil.copyfileobj

    def full(source: BytesIO, target: Any, length: int) -> None:
        if source.getvalue() == b"c":
            target.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        copy(source, target, length)

    folder = tmp_path / "uploads" / "submissions"
    uploads.store([UploadFile(BytesIO(b"a"), filename="tổ/a.txt")], folder, beside=True)
    monkeypatch.setattr(uploads.shutil, "copyfileobj", full)
    late = [UploadFile(BytesIO(b"b"), filename="b.txt"), UploadFile(BytesIO(b"c"), filename="tổ/c.txt")]
    with pytest.raises(InputError, match="disk full"):
        uploads.store(late, folder, beside=True)
    assert [path.name for path in folder.parent.iterdir()] == ["submissions"]
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*.*")] == ["tổ/a.txt"]


def test_a_purge_on_a_full_disk_is_told_changes_no_result_and_works_when_there_is_room(tmp_path: Path) -> None:
    from detector.storage import load
    from tests.benchmarks.fault_tools import CannotBeMadeError, detector, fill, small_disk, unit

    texts = unit(tmp_path / "unit")
    try:
        with small_disk(tmp_path / "disk", "3m") as disk:
            run = disk / "run"
            assert detector("scan", texts, "-o", run, "--jobs", 1).status == 0
            before = load(run)
            name = str(before.submissions[0].document.author)
            fill(disk, 0)
            full = detector("purge", run, "--person", name, "--yes", "--lang", "en")
            if full.status:
                assert "Make room there" in full.said
                assert load(run) == before
            (disk / "filler").unlink()
            if full.status:
                assert detector("purge", run, "--person", name, "--yes").status == 0
            assert name not in [row.document.author for row in load(run).submissions]
            assert detector("verify", run).status == 0
            assert all(name.encode() not in path.read_bytes() for path in run.rglob("*") if path.is_file())
    except CannotBeMadeError as reason:
        pytest.skip(str(reason))


def test_an_upload_that_finds_no_room_leaves_no_draft_and_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = tmp_path / "uploads" / "submissions"
    uploads.store([UploadFile(BytesIO(b"a"), filename="a.txt")], folder)
    monkeypatch.setattr(uploads.shutil, "copyfileobj", full)
    with pytest.raises(InputError, match="disk full"):
        uploads.store([UploadFile(BytesIO(b"b"), filename="b.txt")], folder)
    assert [path.name for path in folder.parent.iterdir()] == ["submissions"]
    assert [path.name for path in folder.iterdir()] == ["a.txt"]
