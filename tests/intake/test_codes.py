"""A sheet that names nobody is of the person whose code its file has, where the office names files by code."""

from __future__ import annotations

import pytest

from detector.documents import Document
from detector.intake.codes import named_by_code

OFFICE = {"TK01": "Trịnh Khắc Lãm", "TK03": "Đoàn Văn Tấn", "TK04": "Đoàn Văn Tân"}


def sheet(
    id: str, author: str | None, month: int, *, unit: str | None = "Thống kê cơ sở", post: str | None = None
) -> Document:
    return Document(id, f"in/{id}", f"{id}", author=author, unit=unit, post=post, period=f"2026-{month:02d}", year=2026)


def others(codes: dict[str, str]) -> list[Document]:
    return [sheet(f"{m}/{code} thang {m}.docx", name, m) for code, name in codes.items() for m in (3, 4)]


def named(document: Document, *others: Document) -> str | None:
    return named_by_code([*others, document])[-1].author


@pytest.mark.parametrize("id", ["TK04.docx", "q1.zip!thang 2/dvt-tk04.docx", "DVT_TK04_T2.docx"])
def test_a_sheet_without_a_name_is_of_the_person_with_its_code_and_says_so(id: str) -> None:
    found = named_by_code([*others(OFFICE), sheet(id, None, 2)])[-1]
    assert found.author == "Đoàn Văn Tân"
    assert [(note.code, note.detail) for note in found.notes] == [("named_by_code", "code=TK04 sheets=2")]


def test_a_name_that_is_printed_stays_whatever_the_code() -> None:
    assert named(sheet("TK04.docx", "Lê An", 2), *others(OFFICE)) == "Lê An"


def test_nobody_is_named_by_a_code_that_two_people_have() -> None:
    lent = sheet("5/TK04 nop ho.docx", "Trịnh Khắc Lãm", 5)
    assert named(sheet("TK04.docx", None, 2), *others(OFFICE), lent) is None


def test_nobody_is_named_where_few_people_have_a_code() -> None:
    few = {code: OFFICE[code] for code in ("TK03", "TK04")}
    assert named(sheet("TK04.docx", None, 2), *others(few)) is None


@pytest.mark.parametrize(
    "document",
    [
        sheet("TK04.docx", None, 2, unit="Bưu điện khu vực"),
        sheet("TK04.docx", None, 2, post="Kế toán"),
        sheet("TK04 (2).docx", None, 3),
        sheet("TK04 gui kem TK01.docx", None, 2),
        sheet("danh sach TK04.xlsx#row=3", None, 2),
        sheet("TK041.docx", None, 2),
    ],
    ids=["another unit", "another post", "there is one of that month", "two codes", "a row", "another code"],
)
def test_a_sheet_stays_nobodys_where_the_code_may_mislead(document: Document) -> None:
    assert named(document, *others(OFFICE)) is None


def test_months_and_versions_are_no_codes() -> None:
    by_month = {"T02": "Trịnh Khắc Lãm", "T03": "Đoàn Văn Tấn", "thang04": "Đoàn Văn Tân", "v2": "Lê An"}
    made = [sheet(f"{at}/{code}.docx", name, at) for code, name in by_month.items() for at in (3, 4)]
    for code in by_month:
        assert named(sheet(f"{code}.docx", None, 2), *made) is None
