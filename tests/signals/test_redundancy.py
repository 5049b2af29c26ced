from __future__ import annotations

import pytest

from detector.signals.redundancy import redundancy
from tests.signals.build import columns, filled

SAID = "Tôi luôn hoàn thành tốt nhiệm vụ được giao."  # nine syllables
ELSE = "Đã chủ nhiệm một lớp đông học sinh nhất."  # nine syllables


def share(strengths: str, weaknesses: str = "", plans: str = "") -> float:
    unit = columns(filled("an", strengths, weaknesses, plans))
    return float(redundancy(unit.corpus, unit.printed)[unit.row("an")])


def test_a_sentence_said_twice_is_redundant_once() -> None:
    assert share(SAID, SAID) == pytest.approx(1 / 2)
    assert share(SAID, SAID, SAID) == pytest.approx(2 / 3)


def test_case_marks_and_spelling_do_not_hide_a_repetition() -> None:
    assert share(SAID, SAID.upper()) == pytest.approx(1 / 2)


def test_another_figure_is_another_sentence() -> None:
    assert share("Tôi đã dạy thay 12 tiết cho tổ.", "Tôi đã dạy thay 15 tiết cho tổ.") == 0


def test_short_answers_may_repeat() -> None:
    assert share("Không có gì.", "Không có gì.") == 0


def test_two_people_who_say_the_same_are_not_redundant() -> None:
    unit = columns(filled("an", SAID), filled("binh", SAID, author="Trần Văn Bình"))
    assert redundancy(unit.corpus, unit.printed)[[unit.row("an"), unit.row("binh")]].tolist() == [0, 0]


def test_nothing_to_say_is_not_redundant() -> None:
    assert share("") == 0
    assert share(f"{SAID} {ELSE}") == 0
