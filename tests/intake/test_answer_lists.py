"""Lists of answers: whatever their shape, the same people, ratings, doubles, silent boxes and findings."""

from __future__ import annotations

from pathlib import Path

import pytest

import detector
from detector.documents import SkipReason
from detector.report import Report

from .lists import COPIES, EVASIVE, LEVELS, NAME, REUSED, TWICE, answer_lists, table, variants, workbook

LISTS = answer_lists()
VARIANTS = variants(LISTS)
LEVEL_CODES = dict(zip(LEVELS, ("good", "excellent", "completed", "good"), strict=True))


def scanned(folder: Path, name: str, data: bytes, **settings: str) -> Report:
    folder.mkdir()
    (folder / name).write_bytes(data)
    previous = folder.parent / "nam_truoc.xlsx"
    previous.write_bytes(workbook(Cu=table(LISTS.last_year, list(LISTS.last_year[0]))))
    return detector.scan([folder], previous=[previous], settings=detector.Settings(**settings))


def name(row: int) -> str:
    return LISTS.rows[row][NAME]


def findings(report: Report) -> dict[str, object]:
    """What a list says, by the names of people and not by rows."""
    author = {row.id: row.document.author for row in report.submissions}
    pairs = (pair for pair in report.pairs.flagged() if pair.right_id in author)
    return {
        "people": sorted(author.values()),
        "ratings": {row.document.author: row.document.self_rating for row in report.submissions},
        "flags": {row.document.author: row.flags for row in report.submissions},
        "shares": {row.document.author: dict(row.shares) for row in report.submissions},
        "pairs": sorted(sorted((author[pair.left_id], author[pair.right_id])) for pair in pairs),
        "boxes": sorted(detail.split(" · ")[1] for code, detail in report.scan_notes if code == "answers_box"),
        "again": sorted(detail.split(": ")[1] for code, detail in report.scan_notes if code == "answers_again"),
        "earlier": sum(row.reason is SkipReason.EARLIER_ANSWER for row in report.skipped),
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return scanned(tmp_path_factory.mktemp("lists") / "unit", *VARIANTS["plain"])


def test_a_person_who_answers_twice_is_one_whose_last_answer_counts(plain: Report) -> None:
    found = findings(plain)
    assert len(plain.submissions) == 57 == len({row.document.author for row in plain.submissions})
    assert found["earlier"] == 3
    assert found["again"] == sorted(name(row) for row in TWICE)
    for first, last in TWICE.items():
        (document,) = [row.document for row in plain.submissions if row.document.author == name(first)]
        assert document.id.endswith(f"#row={last + 2}")
        assert any(row.path.endswith(f"#row={first + 2}") for row in plain.skipped)


def test_copies_last_years_texts_and_ratings_are_found(plain: Report) -> None:
    found = findings(plain)
    assert found["pairs"] == sorted(sorted((name(a), name(b))) for a, b in COPIES.items())
    assert {who for who, flags in found["flags"].items() if "previous" in flags} == {name(row) for row in REUSED}
    assert found["ratings"] == {row[NAME]: LEVEL_CODES[row["Tự xếp loại"]] for row in LISTS.rows}
    assert {row.document.unit for row in plain.submissions} == {"Trường THCS Phú Lâm"}
    assert {row.document.year for row in plain.submissions} == {None}


def test_empty_and_evasive_boxes_are_told_by_person_and_box(plain: Report) -> None:
    told = [f"{name(row)}: {box} ({f'“{text}”' if text else '–'})" for row, (box, text) in EVASIVE.items()]
    assert findings(plain)["boxes"] == sorted(told)


@pytest.mark.slow
@pytest.mark.parametrize("variant", [one for one in VARIANTS if one != "plain"])
def test_the_same_list_in_another_shape_gives_the_same_findings(variant: str, plain: Report, tmp_path: Path) -> None:
    found = findings(scanned(tmp_path / "unit", *VARIANTS[variant]))
    for what, expected in findings(plain).items():
        assert found[what] == expected, what


def test_the_columns_taken_are_told_as_the_option_would_name_them(plain: Report) -> None:
    (this, last) = [detail for code, detail in plain.scan_notes if code == "answers_columns"]
    assert "text=1. Kết quả công tác trong năm; text=2. Hạn chế, khuyết điểm; text=3. Biện pháp khắc phục" in this
    assert "email=Địa chỉ email" in this and "time=Dấu thời gian" in this and "rating=Tự xếp loại" in this
    assert "text=Những việc đã làm được; name=Họ tên giáo viên" in last


def test_columns_named_for_this_year_do_not_lose_last_years_list(tmp_path: Path) -> None:
    columns = "name=Họ và tên; text=1. Kết quả; text=2. Hạn chế"
    report = scanned(tmp_path / "unit", *VARIANTS["plain"], columns=columns)
    assert sum(one.role == "previous" for one in report.others) == len(LISTS.last_year)
    assert "previous" in findings(report)["flags"][name(REUSED[0])]
    own = scanned(tmp_path / "unit_2", *VARIANTS["plain"], columns=columns, previous_columns="name=Họ tên; text=Những")
    assert sum(one.role == "previous" for one in own.others) == len(LISTS.last_year)


def test_misspelt_columns_of_last_year_are_a_mistake_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(detector.errors.InputError, match="No single column is named 'Việc'"):
        scanned(tmp_path / "unit", *VARIANTS["plain"], previous_columns="text=Việc")


def test_an_unknown_field_of_the_columns_is_told() -> None:
    with pytest.raises(
        detector.errors.SettingsError, match=r"columns: no such field: nane\. The fields are text, name"
    ):
        detector.Settings(columns="text=Ưu điểm; nane=Họ và tên")


def test_a_list_of_ratings_in_the_folder_is_no_list_of_answers() -> None:
    report = detector.scan([Path(__file__).parent / "cases" / "rating_list"])
    assert len(report.submissions) == 5
    (row,) = report.skipped
    assert (Path(row.path).name, row.reason) == ("Danh sách tổng hợp.xlsx", SkipReason.PEOPLE_LIST)
    assert "--roster" in row.detail
