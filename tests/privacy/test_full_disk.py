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
