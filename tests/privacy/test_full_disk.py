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


@pytest.mark.parametrize("with_page", [True, False], ids=["the page makes room", "nothing makes room"])
def test_a_purge_on_a_full_disk_removes_the_person(tmp_path: Path, *, with_page: bool) -> None:
    from detector.storage import load
    from tests.benchmarks.faults.tools import CannotBeMadeError, detector, fill, small_disk, unit

    texts = unit(tmp_path / "unit", copies=20)
    try:
        with small_disk(tmp_path / "disk", "6m") as disk:
            run = disk / "run"
            assert detector("scan", texts, "-o", run, "--jobs", 1).status == 0
            (run / "read.sqlite").unlink()
            if not with_page:
                (run / "report.html").unlink()
            name = next(str(row.document.author) for row in load(run).submissions if row.document.author)
            fill(disk, 0)
            full = detector("purge", run, "--person", name, "--yes")
            assert full.status == 0
            assert "The disk was full" in full.output
            assert not (run / "report.html").exists()
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
