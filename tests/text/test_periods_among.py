"""Periods and years of sheets, weighed against the names of files and folders and the other sheets."""

from __future__ import annotations

import pytest

from detector.documents import Document, Role
from detector.text.fields import period_in, with_fields
from detector.text.heads.among import agreed
from detector.text.heads.names import name_times
from detector.text.heads.phrases import Time

SHEET = "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC\n(Kỳ theo dõi, đánh giá: {})\nHọ và tên: Lê An\n4. Ưu điểm: Trực 11 buổi."
BLANK = SHEET.format("……")


def sheet(id: str, words: str = "……", *, root: str = "in", role: Role = Role.SUBMISSION) -> Document:
    return with_fields(Document(id, f"{root}/{id}", SHEET.format(words), role=role))


def periods(*documents: Document) -> list[str | None]:
    return [document.period for document in agreed(documents)]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("01/2026", "2026-01"),
        ("1/2026", "2026-01"),
        ("tháng 01 năm 2026", "2026-01"),
        ("Tháng Một năm 2026", "2026-01"),
        ("T1/2026", "2026-01"),
        ("từ 01/01/2026 đến 31/01/2026", "2026-01"),
        ("từ ngày 01/01 đến ngày 31/01/2026", "2026-01"),
        ("từ ngày 01 tháng 01 năm 2026 đến ngày 31 tháng 01 năm 2026", "2026-01"),
        ("từ ngày 26/12/2025 đến ngày 25/01/2026", "2026-01"),
        ("từ 01/01/2026 đến 31/03/2026", "2026-Q1"),
        ("từ tháng 4 đến tháng 6 năm 2026", "2026-Q2"),
        ("từ 01/07/2026 đến 31/12/2026", "2026-H2"),
        ("01-28/02/2026", "2026-02"),
        ("01.04-30.04.26", "2026-04"),
        ("01/04/26 - 30/04/26", "2026-04"),
        ("1-28/02/26", "2026-02"),
        ("01.04-30.04", None),
        ("2026/05", "2026-05"),
        ("2026-5", "2026-05"),
        ("2026/05/12", None),
        ("2025-2026", None),
        ("tháng 7, 8, 9 năm 2026", "2026-Q3"),
        ("tháng 10, tháng 11 và tháng 12/2026", "2026-Q4"),
        ("tháng 2, 3, 4 năm 2026", None),
        ("Quý I năm 2026", "2026-Q1"),
        ("quý 4/2026", "2026-Q4"),
        ("Q3/2026", "2026-Q3"),
        ("6 tháng cuối năm 2026", "2026-H2"),
        ("từ 01/01/2026 đến 31/12/2026", None),
        ("tháng 13/2026", None),
        ("31/02/2026", None),
        ("………", None),
    ],
)
def test_a_period_as_offices_write_it(words: str, period: str | None) -> None:
    assert sheet("a.docx", words).period == period


def test_a_quarter_without_a_year_takes_that_of_the_sheet() -> None:
    text = "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC\nKỳ đánh giá: Quý I\nNăm 2026\nHọ và tên: Lê An"
    assert with_fields(Document("a", "a", text)).period == "2026-Q1"
    assert with_fields(Document("a", "a", text.replace("Năm 2026\n", ""))).period is None


@pytest.mark.parametrize(
    "line",
    [
        "Tôi trực một cửa từ 01/01/2026 đến 31/01/2026 và trả 14 hồ sơ.",
        "Ngày 05 tháng 01 năm 2026 tôi nhận bàn giao.",
        "Năm 2026 tôi phụ trách tổ một cửa.",
        "Quyết định số 12/QĐ-UBND ngày 03/02/2026",
        "(Ban hành kèm theo Nghị định số 335/2025/NĐ-CP ngày 21 tháng 12 năm 2025)",
        "Sinh ngày 12 tháng 3 năm 2001",
        "Nhiệm kỳ 2020 - 2025",
        "Hà Nội, ngày 05 tháng 01 năm 2026",
    ],
)
def test_prose_rules_births_and_a_january_date_line_say_no_year_and_no_period(line: str) -> None:
    found = with_fields(Document("a", "a", f"BẢN TỰ ĐÁNH GIÁ\n{line}\nHọ và tên: Lê An"))
    assert (found.year, found.period) == (None, None)
    assert period_in(line) is None


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("thang 4", Time(None, "04")),
        ("Tháng 04-2026", Time(2026, "04")),
        ("T4.2026", Time(2026, "04")),
        ("Nguyen Van An_T04", Time(None, "04")),
        ("2026-04", Time(2026, "04")),
        ("04-2026", Time(2026, "04")),
        ("month_05", Time(None, "05")),
        ("Quý II 2026", Time(2026, "Q2")),
        ("q3-2026", Time(2026, "Q3")),
        ("6 thang dau nam 2026", Time(2026, "H1")),
        ("kiem diem 2025", Time(2025, None)),
        ("Lê An 05-04-2026", Time(2026, None)),
        ("Lê An 20260405", Time()),
        ("Tổ 4", Time()),
        ("phieu (3)", Time()),
        ("phieu thang 2 (3)", Time(None, "02")),
        ("thang 7-9", Time(None, "Q3")),
        ("T4+5", Time()),
        ("tháng 4 & 5 2026", Time(2026, None)),
        ("thang 4 va thang 5", Time()),
        ("thang 4 van phong", Time(None, "04")),
        ("tu thang 2 den thang 4 2026", Time(2026, None)),
        ("M01 Ngoc Bich 2.2026", Time(2026, "02")),
        ("Thành Nhân tháng năm", Time(None, "05")),
        ("thang muoi hai 2026", Time(2026, "12")),
        ("phieu thang nam 2026", Time(2026, None)),
        ("A01_Nguyễn Văn Tháng", Time()),
    ],
)
def test_a_name_of_a_file_or_folder_says(name: str, time: Time) -> None:
    assert name_times([name]) == [time]


def test_the_folder_says_the_month_that_the_form_was_not_given() -> None:
    assert periods(sheet("2026/thang 4/an.docx")) == ["2026-04"]
    assert periods(sheet("an.docx", root="data/month_05_2026")) == ["2026-05"]


def test_in_a_folder_of_two_months_each_sheet_is_of_the_one_that_it_says() -> None:
    found = agreed([sheet(f"T4+5/{name}.docx", f"tháng {month}/2026") for name, month in (("an", 4), ("binh", 5))])
    assert [(document.period, document.notes) for document in found] == [("2026-04", ()), ("2026-05", ())]


def test_a_month_in_a_name_alone_counts_where_others_have_months_too() -> None:
    months = [sheet(f"{month}/an.docx", f"tháng {month}/2026") for month in (1, 2, 3)]
    assert periods(*months, sheet("An T4.docx"))[-1] == "2026-04"
    assert periods(sheet("An T4.docx")) == [None]


def test_of_title_and_folder_the_folder_is_taken_and_the_difference_told() -> None:
    colleagues = [sheet(f"thang 4/{name}.docx", "tháng 4/2026") for name in ("binh", "chi")]
    *_, found = agreed([*colleagues, sheet("thang 4/an.docx", "tháng 3/2026")])
    assert found.period == "2026-04"
    assert [(note.code, note.detail) for note in found.notes] == [("period_differs", "said=2026-03 named=2026-04")]


def test_a_folder_whose_titles_all_name_the_month_before_is_called_after_the_day_of_handing_in() -> None:
    found = agreed([sheet(f"thang 4/{name}.docx", "tháng 3/2026") for name in ("an", "binh", "chi")])
    assert [document.period for document in found] == ["2026-03"] * 3
    assert not any(document.notes for document in found)


def test_of_a_file_and_a_folder_that_differ_the_one_counts_that_the_title_says() -> None:
    assert periods(sheet("thang 4/An T3.docx", "tháng 3/2026")) == ["2026-03"]
    assert periods(sheet("thang 3/An T4.docx", "tháng 3/2026")) == ["2026-03"]
    assert periods(sheet("thang 3/An T4.docx")) == [None]
    (*_, late) = agreed([*(sheet(f"{name}.docx", "tháng 3/2026") for name in "abc"), sheet("thang 4/An T3.docx")])
    assert (late.period, [note.code for note in late.notes]) == ("2026-03", ["period_differs"])
    yearly = Document(
        "thang 1 2026/An T12.docx", "in/thang 1 2026/An T12.docx", "BẢN TỰ KIỂM ĐIỂM NĂM 2025\nHọ và tên: Lê An"
    )
    assert periods(with_fields(yearly)) == [None]


def test_a_yearly_text_in_the_folder_of_the_month_in_which_it_was_due_has_no_period() -> None:
    text = "BẢN KIỂM ĐIỂM CÁ NHÂN\nNăm 2025\nHọ và tên: Lê An"
    document = with_fields(Document("thang 12 2025/an.docx", "in/thang 12 2025/an.docx", text))
    assert periods(document) == [None]
    assert agreed([document])[0].year == 2025


def test_a_year_far_from_that_of_the_others_is_left_out_and_told() -> None:
    text = "BẢN KIỂM ĐIỂM CÁ NHÂN\nNăm {}\nHọ và tên: Lê An"
    years = (2025, 2025, 2024, 2025, 2025, 2015)
    found = agreed([with_fields(Document(str(n), str(n), text.format(year))) for n, year in enumerate(years)])
    assert [document.year for document in found] == [2025, 2025, 2024, 2025, 2025, None]
    assert [(note.code, note.detail) for note in found[-1].notes] == [("year_unlikely", "said=2015 others=2025")]


def test_earlier_texts_are_weighed_by_themselves() -> None:
    now = [sheet(f"{n}.docx", "tháng 4/2026") for n in range(4)]
    before = sheet("x.docx", "tháng 4/2019", role=Role.PREVIOUS)
    assert periods(*now, before)[-1] == "2019-04"


def test_a_roman_number_is_a_month_and_of_a_quarter_where_the_folder_says_so() -> None:
    assert periods(sheet("a.docx", "III/2026"), sheet("b.docx", "XI/2026")) == ["2026-03", "2026-11"]
    assert periods(sheet("Quý II 2026/a.docx", "II/2026")) == ["2026-Q2"]
    assert periods(sheet("a.docx", "XIII/2026")) == [None]


def test_a_bare_number_is_the_month_where_it_is_that_of_most_names_alike() -> None:
    said = {"02": "02/2026", "03": "02/2026", "04": "04/2026", "05": "05/2026"}  # one saved from the month before
    sheets = [sheet(f"Tram - Duc - {month}.docx", period) for month, period in said.items()]
    assert periods(*sheets) == ["2026-02", "2026-03", "2026-04", "2026-05"]
    numbered = [sheet(f"phieu ({n}).docx", "04/2026") for n in (1, 2, 3, 5)]
    assert periods(*numbered) == ["2026-04"] * 4
    dated = f"{BLANK}\nHà Nội, ngày 28 tháng 12 năm 2026"
    scans = [with_fields(Document(f"scan {n:02}.pdf", f"in/scan {n:02}.pdf", dated)) for n in range(1, 9)]
    assert periods(*scans) == [None] * 8


def test_rounds_are_the_quarters_that_the_folders_of_most_say() -> None:
    rounds = [sheet(f"Quy {n} 2026/Tram/5A - dot {n}.docx", f"đợt {n} năm 2026") for n in (1, 2, 3)]
    assert periods(*rounds) == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert periods(*rounds, sheet("nop muon/An dot 1.docx", "đợt 1 năm 2026"))[-1] == "2026-Q1"
    assert periods(sheet("An dot 1.docx", "đợt 1 năm 2026")) == [None]


def test_a_month_without_a_year_has_that_of_the_others() -> None:
    others = [sheet(f"{name}.docx", "tháng 3 năm 2026") for name in ("an", "binh", "chi")]
    assert periods(*others, sheet("dung.docx", "Tháng 4"))[-1] == "2026-04"
