"""What a scan prints beside its six lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import detector
from detector.commands.summary import limit_lines, summary_lines, summary_record
from detector.writers.html.page import render_page

PLEDGE = (
    "Toàn thể viên chức nhà trường cam kết không dạy thêm trái quy định, không nhận quà của cha mẹ học sinh, giữ gìn "
    "danh dự nghề giáo và đón mỗi em tới lớp bằng một nụ cười."
)
OWN = (
    "Tôi trực đò ngang bến Giữa suốt mùa nước nổi.",
    "Vườn thuốc nam sau dãy nhà ăn do tôi trồng, có 41 loại cây.",
    "Kho sách cũ bị mối, tôi phơi và đóng lại 312 cuốn.",
    "Đội kèn của trường đi thi huyện lần đầu, được giải khuyến khích.",
    "Em Mận bỏ học ba tháng, tôi vào tận bản đón về.",
    "Máy bơm hỏng giữa vụ hạn, tôi mượn được máy của hợp tác xã.",
    "Lớp xoá mù buổi tối có chín chị, tám chị đọc được báo.",
)


def test_what_was_asked_for_and_not_done_is_told() -> None:
    notes = [("meaning_too_few", "30"), ("answers_columns", "a.xlsx"), ("meaning_left_out", "12")]
    assert [line.endswith(".") for line in limit_lines(notes, "en")] == [True, True]
    assert "too small" in limit_lines(notes, "en")[0]
    assert limit_lines(notes, "vi") != limit_lines(notes, "en")
    assert limit_lines([], "vi") == []


def test_a_text_that_more_than_a_few_people_have_is_counted_once() -> None:
    report = detector.scan({f"p{at}": f"{own}\n{PLEDGE}\n" for at, own in enumerate(OWN)})
    (line,) = [line for line in summary_lines(report, Path("run"), "en") if "each told once" in line]
    assert line.endswith(": 1")
    assert "many people" in line


def test_a_selection_says_how_many_were_read() -> None:
    report = replace(detector.scan({"an": OWN[0], "ba": OWN[1]}), scan_notes=(("selection", "2 / 1200"),))
    assert report.submissions_read == 1200
    lines = summary_lines(report, Path("run"), "vi")
    assert lines[0].startswith("Đã đọc: 1.200 ")
    assert any(line.endswith("(2 / 1200).") for line in lines)
    record = summary_record(report, Path("run"))
    assert (record["submissions"], record["submissions_kept"]) == (1200, 2)
    assert "<span>Submissions: 1,200</span>" in render_page(report, lang="en")
