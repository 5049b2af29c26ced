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


def test_what_nearly_all_have_behind_a_prompt_is_a_default_text_and_no_line_of_the_form() -> None:
    default = "Hoàn thành đúng hạn các nhiệm vụ được giao trong kỳ theo phần mềm quản lý công việc"
    texts = {f"p{n}": f"4. Ưu điểm: {default}.\nNgười thứ {n} trong danh sách." for n in range(10)}
    assert default in own(corpus_named(texts), "p3")


def test_what_nearly_all_have_in_a_line_of_its_own_is_still_learnt() -> None:
    line = "Tự đánh giá theo các tiêu chí của quy định về mức độ hoàn thành nhiệm vụ trong năm công tác"
    words = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
    texts = {f"p{w}": f"{line}\nTôi trực thư viện buổi {w}, bọc lại sách cũ.\nKết luận" for w in words}
    assert line not in own(corpus_named(texts), "pba")
