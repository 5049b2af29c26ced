"""A late file is added to a RUN folder: what comes out is what a scan of all files says."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import detector
from detector.report import Report
from detector.text import fields

NAMES = ("Lò Văn An", "Ma Thị Bình", "Hà Văn Chiến", "Vi Thị Dung", "Sầm Văn Giang", "Nông Thị Hà")
WORK = (
    "Trực trạm bơm Nà Pồng 31 ca trong tháng 6, thay 4 bộ gioăng.",
    "Lập sổ tiêm chủng cho 214 trẻ của bản Khuổi Luông.",
    "Đo lại 17 thửa đất ở đồi Phja Bjooc cùng thôn trưởng.",
    "Dạy thay 22 tiết toán lớp 8 trong hai tuần bão.",
    "Kiểm kê 63 đầu sách pháp luật của tủ sách xã.",
    "Sửa 9 cột loa ở ba xóm vùng cao, đi bộ hai ngày.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six people; one says another year than the others, two share a section."""
    shared = "Soạn quy trình nhận hồ sơ đất đai qua zalo cho 12 xóm, hướng dẫn cụ Mùi ký bằng vân tay ngay tại nhà sàn."
    files = tmp_path / "files"
    files.mkdir()
    for at, (name, work) in enumerate(zip(NAMES, WORK, strict=True)):
        year = 2015 if at == 2 else 2025
        rest = shared if at in (1, 5) else ""
        text = f"BẢN TỰ ĐÁNH GIÁ\nNăm {year}\nHọ và tên: {name}\nĐơn vị: Trạm {at}\nI. Kết quả\n{work} {rest}\n"
        (files / f"{at}.txt").write_text(text, encoding="utf-8")
    return files


def told(report: Report) -> Report:
    """The report without what two scans always differ in."""
    return replace(report, timings={}, found_under="")


@pytest.mark.parametrize("late", ["0.txt", "2.txt", "5.txt"])
def test_a_run_with_a_late_file_is_that_of_all_files(folder: Path, late: str, tmp_path: Path) -> None:
    fresh = detector.scan(folder)
    assert [one.code for row in fresh.submissions for one in row.document.notes] == ["year_unlikely"]
    text = (folder / late).read_text(encoding="utf-8")
    (folder / late).unlink()
    detector.scan(folder, run=tmp_path / "run")
    (folder / late).write_text(text, encoding="utf-8")
    assert told(detector.scan([folder / late], run=tmp_path / "run", add=True)) == told(fresh)


def test_the_fields_of_what_is_known_are_not_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.scan(folder, run=tmp_path / "run")
    read: list[str] = []
    signed = fields.signed_name

    def noted(slots: Any) -> str | None:
        read.append(slots[2].text)
        return signed(slots)

    monkeypatch.setattr(fields, "signed_name", noted)
    late = tmp_path / "late.txt"
    late.write_text("BẢN TỰ ĐÁNH GIÁ\nNăm 2025\nNgười đến sau\nI. Kết quả\nTrồng 300 cây mỡ.\n", encoding="utf-8")
    detector.scan([late], run=tmp_path / "run", add=True)
    assert set(read) <= {"Người đến sau", f"Họ và tên: {NAMES[2]}"}
