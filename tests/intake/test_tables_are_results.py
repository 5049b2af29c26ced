"""Every table that an export writes is known as a result, an empty one too."""

from __future__ import annotations

from pathlib import Path

import pytest

import detector
from detector.result_files import is_result
from detector.writers import writer
from detector.writers.base import WriteOptions


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_each_table_of_an_export_is_a_result(name: str, tmp_path: Path) -> None:
    report = detector.scan({"an": "Tôi trực ba mươi ca đêm ở trạm bơm.", "binh": "Tôi soạn mười hai giáo án mới."})
    written = writer(name).write(report, tmp_path / "tables", WriteOptions())
    assert len(written) > 5
    assert [path.name for path in written if not is_result(path.name, path.read_bytes())] == []
