"""What holds for every output format."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.errors import InputError
from detector.report import Report
from detector.writers import WriteOptions, writer, writers
from detector.writers.base import replacing

FORMATS = ["csv", "jsonl", "parquet", "tables", "xlsx"]
HANDED_ON = ["csv", "parquet", "tables", "xlsx"]


def test_a_format_is_there_because_its_file_is_there() -> None:
    assert set(FORMATS) <= set(writers())
    assert list(writers()) == sorted(writers())


def test_an_unknown_format_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"doc: no such export format\. There are: csv, .*xlsx"):
        writer("doc")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_returns_the_files_it_wrote_and_no_others_are_there(
    name: str, report: Report, tmp_path: Path
) -> None:
    target = tmp_path / "new" / f"export{writer(name).suffix}"
    written = writer(name).write(report, target, WriteOptions(lang="en"))
    assert sorted(written) == sorted(path for path in (tmp_path / "new").rglob("*") if path.is_file())


@pytest.mark.parametrize("name", FORMATS)
def test_a_place_that_cannot_be_written_is_told(name: str, report: Report, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"cannot be written.*-o"):
        writer(name).write(report, tmp_path / "file" / f"export{writer(name).suffix}", WriteOptions(lang="en"))


def test_a_file_is_replaced_only_when_the_new_one_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), replacing(path) as draft:
        draft.write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
