"""Which month or quarter a sheet is about."""

from __future__ import annotations

import pytest

from detector.documents import Document
from detector.text.fields import period_in, with_fields


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("(Kỳ theo dõi, đánh giá: tháng 3/2026)", "2026-03"),
        ("Kỳ theo dõi, đánh giá: Quý I/2026", "2026-Q1"),
        ("Quý 2 năm 2026", "2026-Q2"),
        ("(Kỳ theo dõi, đánh giá: Quý Hai năm 2026)", "2026-Q2"),
        ("Kỳ theo dõi, đánh giá: Q.III/2026", "2026-Q3"),
        ("(Kỳ theo dõi, đánh giá: 03 tháng đầu năm 2026)", "2026-Q1"),
        ("Kỳ đánh giá: 10/2026 - 12/2026", "2026-Q4"),
        ("Kỳ đánh giá: 4/2026 đến 6/2026", "2026-Q2"),
        ("Kính gửi quý bà", None),
        ("Kỳ đánh giá: tháng 02, quý I/2026", "2026-02"),
        ("Kỳ đánh giá: Quý II/2026 (tháng 05)", "2026-05"),
        ("Kỳ đánh giá: Quý I/2026 (tháng 1, 2, 3)", None),
        ("Kỳ đánh giá: tháng 12, quý I/2026", "2026-Q1"),
        ("Kỳ đánh giá: Tháng Năm, 2026", "2026-05"),
        ("Kỳ đánh giá: tháng năm năm 2026", "2026-05"),
        ("Kỳ đánh giá: tháng      năm 2026", None),
        ("PHIẾU TỰ ĐÁNH GIÁ THÁNG 12 NĂM 2025", "2025-12"),
        ("Kỳ: 6 tháng đầu năm 2026", "2026-H1"),
        ("Tháng 03.2026", "2026-03"),
        ("2026-03", "2026-03"),
        ("Hà Nội, ngày 5 tháng 4 năm 2026", None),
        ("ngày … tháng 4 năm 2026", None),
        ("9 tháng đầu năm 2026", None),
        ("tháng 13/2026", None),
        ("Quý V/2026", None),
        ("Tháng 9/2024 tôi thi giáo viên giỏi cấp huyện.", None),
        ("Bản thân được khen tháng 3 năm 2026", None),
        ("Năm 2026", None),
        ("", None),
    ],
)
def test_a_period_is_a_month_or_quarter_on_a_line_of_its_own(line: str, period: str | None) -> None:
    assert period_in(line) == period


def test_the_first_line_with_a_period_counts_and_gives_the_year_too() -> None:
    text = "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC\n(Kỳ theo dõi, đánh giá: tháng 3/2026)\nHọ và tên: Lê An\nTháng 2/2026"
    found = with_fields(Document("a", "a", text))
    assert (found.period, found.year) == ("2026-03", 2026)


def test_the_words_of_a_column_become_a_period() -> None:
    found = with_fields(Document("a#row=2", "a", "Trực một cửa 11 buổi.", period="Tháng 3/2026"))
    assert (found.period, found.year) == ("2026-03", 2026)


def test_an_annual_text_has_no_period() -> None:
    assert with_fields(Document("a", "a", "BẢN KIỂM ĐIỂM\nNăm 2025\nHọ và tên: Lê An")).period is None
