"""Texts that are equal outside form, regulation and stock wording: told at any length, in any number and script."""

from __future__ import annotations

import pytest

import detector
from detector.matches import Method

SHORT = (
    "Tôi phụ trách đội tuyển cờ vua của trường, tổ chức 24 buổi tập chiều thứ năm và đưa năm em dự giải huyện. "
    "Việc ghi nhật ký huấn luyện còn bỏ sót nhiều buổi trong tháng tư do trùng lịch coi thi."
)
CHINESE = "我今年完成了全部工作任务，组织了三次培训，帮助同事解决了很多问题。今后将继续努力学习，提高业务水平。"
OTHERS = {
    "own0": "Tôi dạy môn Sinh, làm 12 bộ tiêu bản, sửa kính hiển vi hỏng từ năm ngoái và dựng góc vườn thuốc nam.",
    "own1": "Tôi trực thư viện, nhập 340 đầu sách mới, mở cửa thêm hai buổi tối cho học sinh nội trú đọc báo.",
}


def scanned(text: str, people: int) -> detector.Report:
    return detector.scan({f"same{number}": text for number in range(people)} | OTHERS)


@pytest.mark.parametrize("people", [3, 6, 30])
def test_equal_short_texts_are_one_group_and_nobody_else_is_in_it(people: int) -> None:
    report = scanned(SHORT, people)
    (group,) = report.clusters
    assert group.members == tuple(sorted(f"same{number}" for number in range(people)))
    assert "đội tuyển cờ vua" in group.core
    assert {id for pair in report.pairs.flagged() for id in (pair.left_id, pair.right_id)} == set(group.members)
    assert not report.shared_texts


def test_equal_texts_of_a_script_that_is_not_cut_into_words_are_told_as_equal() -> None:
    report = scanned(CHINESE, 4)
    assert {pair.method for pair in report.pairs.flagged()} == {Method.EQUAL}
    assert [len(group.members) for group in report.clusters] == [4]
    assert "shared" in report.submission("same0").flags
    assert "not_enough_text" in report.submission("same0").flags


def test_what_is_left_after_stock_wording_must_be_a_clause() -> None:
    report = scanned("Không có.", 6)
    assert report.pairs.flagged() == []
    assert not report.clusters


STOCK = (
    "Chấp hành nghiêm chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước.",
    "Có tinh thần đoàn kết, giúp đỡ đồng chí, đồng nghiệp.",
    "Tham gia sinh hoạt đảng đầy đủ, đóng đảng phí đúng quy định.",
    "Hoàn thành tốt nhiệm vụ được giao.",
    "Luôn giữ gìn phẩm chất đạo đức cách mạng, lối sống trong sáng, giản dị, khiêm tốn.",
)
LEFT = "Các hạn chế của năm trước đã được khắc phục."


@pytest.mark.parametrize(("other", "flagged"), [((0, 1, 2), 1), ((4, 3, 2), 0)], ids=["the same stock", "other stock"])
def test_of_texts_that_are_mostly_stock_the_stock_must_be_the_same_too(other: tuple[int, ...], flagged: int) -> None:
    one, two = (" ".join([*(STOCK[at] for at in chosen), LEFT]) for chosen in ((0, 1, 2), other))
    assert len(detector.scan({"one": one, "two": two} | OTHERS).pairs.flagged()) == flagged
