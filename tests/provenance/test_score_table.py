"""Points in a score table are print; figures beside what somebody wrote are not."""

from __future__ import annotations

from .build import corpus_named, own

FORM = "Tiêu chí chấm điểm\nĐiểm tối đa\nÝ thức kỷ luật, kỷ cương trong thực thi công vụ\nTổng cộng\nƯu điểm:"


def test_points_after_a_printed_cell_are_print() -> None:
    text = (
        "Tiêu chí chấm điểm\nĐiểm tối đa\n1\nÝ thức kỷ luật, kỷ cương trong thực thi công vụ\n5\n4,5\n"
        "Tổng cộng\n30\n"
        "28\nƯu điểm:\nTôi trực một cửa mười một buổi trong tháng."
    )
    assert own(corpus_named({"an": text}, forms=(FORM,)), "an") == ["Tôi trực một cửa mười một buổi trong tháng"]


def test_a_number_in_a_table_of_results_stays_with_its_task() -> None:
    text = "Ưu điểm:\nThẩm định hồ sơ quyết toán trường mầm non\n14\n12"
    assert own(corpus_named({"an": text}, forms=(FORM,)), "an") == [
        "Thẩm định hồ sơ quyết toán trường mầm non",
        "14",
        "12",
    ]


def test_figures_above_everything_are_nobody_s_print() -> None:
    assert own(corpus_named({"an": "12\nTôi trực một cửa mười một buổi."}), "an") == [
        "12",
        "Tôi trực một cửa mười một buổi",
    ]
