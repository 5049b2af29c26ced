"""What the reading of heads changes in a scan: prose behind a label is compared, and a person is known again."""

from __future__ import annotations

from pathlib import Path

import detector
from tests.readers.make import docx_of_lines

HEAD = "BẢN TỰ KIỂM ĐIỂM\nNăm {}\n{}\nĐơn vị công tác: Trường THCS Sông Trăng\n"
DUTIES = (
    "Nhiệm vụ được phân công: Tôi chủ trì dựng lại kho lưu trữ hồ sơ đất đai xã Nậm Pồ. Đã phân loại 1.284 tập, phát "
    "hiện 37 tập thiếu sơ đồ và đo lại từng thửa bị sạt lở ở bản Huổi Lóng cùng cán bộ địa chính.\n"
    "Công tác kiêm nhiệm: Tôi làm thủ quỹ công đoàn, đã thu đủ đoàn phí mười hai tháng, tổ chức hai chuyến thăm nhà "
    "đoàn viên gặp lũ và mua áo phao cho học sinh bán trú."
)
OTHER = (
    "Tôi phụ trách đội tuyển cờ vua của trường, tổ chức 24 buổi tập chiều thứ năm và đưa năm em dự giải huyện.\n"
    "Việc ghi nhật ký huấn luyện còn bỏ sót nhiều buổi trong tháng tư do trùng lịch coi thi của cả hai khối.\n"
    "Tôi sẽ lập bảng theo dõi riêng cho từng em từ đầu học kỳ và nhờ phụ huynh ký hằng tuần."
)
DATED = (
    "05 tháng 01: nhận kho giống của xã, thiếu hai bao lúa nếp, đã lập biên bản với thủ kho cũ.\n"
    "20 tháng 02: tát nước cứu ba thửa mạ ở Nậm Khao cùng tổ thanh niên, mạ sống chín phần mười.\n"
    "11 tháng 03: bẻ đập tạm thoát lũ cho xóm Đồng Mít, ghi sổ công cho mười bốn hộ tham gia."
)


def written(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.docx").write_bytes(docx_of_lines(text))
    return folder


def flags(report: detector.Report, name: str) -> set[str]:
    return {flag for row in report.submissions if row.id == f"{name}.docx" for flag in row.flags}


def test_prose_behind_a_label_is_the_person_s_and_is_compared(tmp_path: Path) -> None:
    heads = {name: HEAD.format(2025, f"Họ và tên: {person}") for name, person in (("a", "Lê An"), ("b", "Vi Bình"))}
    texts = {name: head + DUTIES for name, head in heads.items()}
    report = detector.scan([written(tmp_path / "in", {**texts, "c": HEAD.format(2025, "Họ và tên: Hà Chi") + OTHER})])
    assert "shared" in flags(report, "a")
    assert "shared" in flags(report, "b")
    assert flags(report, "c") == set()


def test_dated_lines_above_the_first_heading_are_the_person_s(tmp_path: Path) -> None:
    texts = {"a": HEAD.format(2025, "Họ và tên: Lê An") + DATED, "b": HEAD.format(2025, "Họ và tên: Vi Bình") + DATED}
    report = detector.scan([written(tmp_path / "in", {**texts, "c": HEAD.format(2025, "Họ và tên: Hà Chi") + OTHER})])
    assert "shared" in flags(report, "a")


def test_a_person_is_known_again_in_another_layout(tmp_path: Path) -> None:
    before = written(
        tmp_path / "before", {"a": HEAD.format(2024, "Họ và tên: Đặng Thị Đào\nNgày sinh: 05/6/1979") + OTHER}
    )
    head = HEAD.format(2025, "Họ và tên: Đặng Thị Đào Ngày sinh: 05/6/1979")
    now = written(tmp_path / "now", {"a": head + OTHER, "c": HEAD.format(2025, "Họ và tên: Hà Chi") + DUTIES})
    report = detector.scan([now], previous=[before])
    assert flags(report, "a") == {"previous"}
