"""Whose name a name is."""

from __future__ import annotations

import pytest

from detector.documents import Document, Role
from detector.people import identified, same_name

SAME = (
    ("Hoà", "Hòa"),
    ("Nguyễn Thị Thuý", "NGUYỄN  THỊ THÚY"),
    ("Nguyễn Văn An", "Nguye\u0302\u0303n Va\u0306n An"),
    ("Nguyễn Văn An", "nguyen van an"),
    ("Đỗ Thị Hiền", "\u00d0ỗ Thị Hiền"),
    ("Nguyễn Văn An", "Nguyễn Văn An Ngày sinh: 1/2/1980"),
    ("Trần Thị Bình", "Trần Thị Bình; Chức vụ: Giáo viên"),
)
DIFFERENT = (
    ("Lan", "Lân"),
    ("Nguyễn Thị Lan", "Nguyễn Thị Lân"),
    ("Nguyễn Văn Sinh", "Nguyễn Văn Sính"),
    ("Hoàng Thị Hoa", "Hoàng Thị Hoà"),
    ("Nguyễn Văn An", "Nguyen Van Anh"),
    ("Trần Sinh", "Trần"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_a_mark_makes_another_name(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


def persons(*names: str) -> list[str | None]:
    documents = [Document(f"d{n}", f"d{n}", f"Văn bản {n}", author=name, year=n) for n, name in enumerate(names)]
    return [one.person for one in identified(documents)[0]]


def test_a_name_without_marks_is_that_of_the_only_colleague_it_can_be() -> None:
    lan, plain = persons("Nguyễn Thị Lan", "Nguyen Thi Lan")
    assert lan == plain
    lan, lân, plain = persons("Nguyễn Thị Lan", "Nguyễn Thị Lân", "Nguyen Thi Lan")
    assert len({lan, lân, plain}) == 3


def test_samples_and_texts_without_a_name_are_no_person() -> None:
    documents = [
        Document("a", "a", "Một", author=None),
        Document("b", "b", "Hai", Role.REFERENCE, author="Lan"),
        Document("c", "c", "Ba", Role.FORM, author="Lan"),
    ]
    assert [one.person for one in identified(documents)[0]] == [None, None, None]


def test_what_the_roster_says_stands_whatever_the_names_are() -> None:
    documents = [
        Document("a", "a", "Một", author="Nguyễn Thị Lan", person="p1", year=2024),
        Document("b", "b", "Hai", author="Nguyễn Thị Lan", person="p2", year=2024),
        Document("c", "c", "Ba", author="Trần Thị Bình", person="p1", year=2024),
        Document("d", "d", "Bốn", author="Nguyễn Thị Lan", year=2023),
    ]
    found, notes = identified(documents)
    assert [one.person for one in found[:3]] == ["p1", "p2", "p1"]
    assert found[3].person not in ("p1", "p2")
    assert notes == []
