"""Several sheets of one person: only when the roster or different periods say so."""

from __future__ import annotations

from dataclasses import replace

from detector.analysis import analyse
from detector.corpus import Corpus
from detector.documents import Document, Role
from detector.matching.evidence import FoundPair, FoundPassage
from detector.people import identified, period_order
from detector.provenance.people import later_first, writer_numbers
from detector.settings import Settings
from detector.text.columns import build_corpus


def sheet(id: str, author: str | None = "Lan", period: str | None = None, **fields: object) -> Document:
    fields = {"unit": "Tổ Toán", "post": "Chuyên viên"} | fields
    text = str(fields.pop("text", f"Văn bản của {id}."))
    return Document(id, id, text, author=author, period=period).with_fields(**fields)


TWO = (("a", "Chuyên viên"), ("b", "Kế toán"))


def writers(*documents: Document) -> dict[str, int]:
    corpus = build_corpus(identified(documents)[0])
    return {d.id: int(n) for d, n in zip(corpus.documents, writer_numbers(corpus), strict=True)}


def people(*documents: Document) -> int:
    return len(set(writers(*documents).values()))


def test_months_of_one_name_unit_and_post_are_one_writer() -> None:
    assert people(*(sheet(f"t{n}", period=f"2026-0{n}") for n in range(1, 7))) == 1


def test_the_same_month_twice_with_nothing_to_tell_is_doubtful_and_never_two_people() -> None:
    months = [sheet(f"{who}{n}", period=f"2026-0{n}") for who in "ab" for n in (1, 2)]
    assert people(*months) == 1
    assert identified(months)[1] == [("same_name_twice", "Lan: a1, b1"), ("same_name_twice", "Lan: a2, b2")]


def test_two_posts_in_one_month_are_two_people_in_every_month() -> None:
    months = [sheet(f"{who}{n}", period=f"2026-0{n}", post=post) for who, post in TWO for n in (1, 2)]
    found = writers(*months)
    assert found["a1"] == found["a2"] != found["b1"] == found["b2"]
    assert identified(months)[1] == []


def test_two_birth_dates_are_two_people() -> None:
    months = [sheet(f"t{n}", period=f"2026-0{n}", born=born) for n, born in ((1, "1/2/1980"), (2, "3/4/1990"))]
    assert people(*months) == 2


def test_who_is_promoted_stays_one_person_but_two_posts_by_turns_are_two() -> None:
    posts = ("Chuyên viên", "Chuyên viên", "Phó phòng", "Phó phòng")
    assert people(*(sheet(f"t{n}", period=f"2026-0{n}", post=post) for n, post in enumerate(posts, 1))) == 1
    turns = ("Chuyên viên", "Phó phòng", "Chuyên viên")
    assert people(*(sheet(f"t{n}", period=f"2026-0{n}", post=post) for n, post in enumerate(turns, 1))) == 2


def test_the_same_file_twice_is_no_second_person() -> None:
    march = sheet("t3", period="2026-03")
    again = Document(
        "t3_copy", "t3_copy", march.text, author="Lan", period="2026-03", unit="Tổ Toán", post="Chuyên viên"
    )
    assert people(march, again, sheet("t4", period="2026-04")) == 1


def test_another_unit_is_another_person_and_a_unit_in_fewer_words_is_the_same() -> None:
    assert people(sheet("a", period="2026-03"), sheet("b", period="2026-04", unit="Tổ Văn")) == 2
    assert people(sheet("a", period="2026-03"), sheet("b", period="2026-04", unit="Trường Hạ Lang, Tổ Toán")) == 1
    assert people(sheet("a", period="2026-03", unit=None), sheet("b", period="2026-04", unit=None)) == 1
    assert people(sheet("a", period="2026-03"), sheet("b", period="2026-04", unit=None)) == 1


def test_a_text_without_a_unit_is_of_neither_of_two_units() -> None:
    texts = [sheet("a", period="2026-03"), sheet("b", period="2026-03", unit="Tổ Văn")]
    assert people(*texts, sheet("c", period="2026-04", unit=None)) == 3


def test_annual_texts_of_one_name_are_doubtful_unless_they_are_one_file() -> None:
    one = sheet("a")
    assert people(one, sheet("b")) == 1
    assert identified([one, sheet("b")])[1] == [("same_name_twice", "Lan: a, b")]
    assert identified([one, replace(one, id="c", path="c")])[1] == []


def test_the_roster_decides_whatever_the_periods_are() -> None:
    assert people(sheet("a", person="p1"), sheet("b", person="p1")) == 1
    assert people(sheet("a", period="2026-03", person="p1"), sheet("b", period="2026-04", person="p2")) == 2


def test_a_roster_that_names_some_months_only_does_not_split_a_person() -> None:
    months = [sheet(f"t{n}", period=f"2026-0{n}", person="p1" if n < 3 else None) for n in range(1, 5)]
    assert people(*months) == 1
    assert people(*months, sheet("annual", person="p1")) == 1


def test_an_earlier_text_goes_to_the_person_with_several_months() -> None:
    found = writers(
        sheet("t1", period="2026-01"),
        sheet("t2", period="2026-02"),
        sheet("old", period="2025-12").with_fields(role=Role.PREVIOUS),
    )
    assert len(set(found.values())) == 1


def test_periods_sort_by_their_end() -> None:
    periods = ["2026-H1", "2026-03", "2025-12", "2026-Q1", "2026-04", "2026-Q2", "2026-06"]
    assert sorted(periods, key=period_order) == [
        "2025-12",
        "2026-03",
        "2026-Q1",
        "2026-04",
        "2026-06",
        "2026-H1",
        "2026-Q2",
    ]


def test_of_two_texts_of_one_person_the_later_is_the_one_that_repeats() -> None:
    corpus = build_corpus([sheet("t1", period="2026-01"), sheet("t2", period="2026-02")])
    rows = {d.id: row for row, d in enumerate(corpus.documents)}
    pair = FoundPair(rows["t1"], rows["t2"], (FoundPassage((0, 1), (5, 6), 1, 1.0, 30.0, 2),))
    (turned,) = later_first(corpus.documents, [pair])
    assert (turned.left, turned.passages[0].left) == (rows["t2"], (5, 6))
    assert later_first(corpus.documents, [turned]) == [turned]


def test_corpora_without_names_have_as_many_writers_as_texts() -> None:
    corpus: Corpus = build_corpus(
        [sheet("a", author=None, period="2026-03"), sheet("b", author=None, period="2026-04")]
    )
    assert len(set(writer_numbers(corpus).tolist())) == 2


def test_what_is_found_does_not_depend_on_the_order_of_the_texts_or_on_their_files() -> None:
    texts = [sheet(f"{who}{n}", period=f"2026-0{n}", post=post) for who, post in TWO for n in (1, 2, 3)]
    texts += [
        sheet("old", role=Role.PREVIOUS, post="Kế toán"),
        sheet("plain", author="LAN", period="2025-12", post=None),
    ]
    there = {one.key: one.person for one in identified(texts)[0]}
    moved = [replace(one, id=f"x/{one.id}", path="y") for one in reversed(texts)]
    assert {one.key: one.person for one in identified(moved)[0]} == there
    assert identified(identified(texts)[0])[0] == identified(texts)[0]
    assert {one.key: one.person for one in identified(identified(texts)[0])[0]} == there


def test_two_texts_of_one_person_about_one_month_are_shown_and_never_flagged() -> None:
    """Doubtful: a colleague of that name, or a second version; of two different people the pair is flagged."""
    story = " ".join(f"Ngày {n} tôi đi kiểm tra trạm bơm số {n * 7} ở xóm Khau {n}." for n in range(1, 15))

    def flagged(*posts: str) -> list[bool]:
        texts = [sheet(f"t{n}", period="2026-03", post=post, text=f"{story} Bản {n}.") for n, post in enumerate(posts)]
        others = [
            sheet(f"o{n}", author=f"Người {n}", text=" ".join(f"Việc{n}x{m}" for m in range(90))) for n in range(9)
        ]
        return [pair.flagged for pair in analyse([*texts, *others], settings=Settings()).pairs]

    assert flagged("Chuyên viên", "Chuyên viên") == [False]
    assert flagged("Chuyên viên", "Kế toán") == [True]


def test_a_colleague_whose_name_differs_by_a_mark_is_copied_from_and_no_earlier_self() -> None:
    """Lan's text of this year is Lân's of last year: to nobody is it Lan's own."""
    story = " ".join(f"Ngày {n} tôi đi kiểm tra trạm bơm số {n * 7} ở xóm Khau {n}." for n in range(1, 15))
    words = (" ".join(f"Việc{n}x{m}" for m in range(90)) for n in range(9))
    others = [sheet(f"o{n}", author=f"Người {n}", text=text) for n, text in enumerate(words)]

    def kinds(name: str) -> set[str]:
        earlier = sheet("before", author=name, text=story + " Cũ.", role=Role.PREVIOUS, year=2025)
        now = sheet("now", author="Nguyễn Thị Lan", text=story + " Mới.", year=2026)
        report = analyse([now, earlier, *others], settings=Settings())
        return {one.kind for one in report.passages if one.flagged}

    assert kinds("Nguyễn Thị Lân") == {"shared"}
    assert kinds("NGUYỄN THỊ LAN") == kinds("Nguyen Thi Lan") == {"previous"}
    assert kinds("Nguyễn Thị Lan Ngày sinh: 1/2/1980") == {"previous"}


ROOMS = ("Văn phòng", "Phòng Văn hóa")


def in_rooms(*months: tuple[str, int]) -> list[Document]:
    return [sheet(f"{room} {month}", period=f"2026-0{month}", unit=room) for room, month in months]


def test_who_goes_on_in_another_room_is_one_person_who_moved() -> None:
    moved = in_rooms((ROOMS[0], 1), (ROOMS[0], 2), (ROOMS[1], 3), (ROOMS[1], 4))
    assert people(*moved) == 1
    assert people(*moved, *in_rooms(("Trạm Y tế", 5))) == 1
    assert people(*(one.with_fields(born=one.unit) for one in moved)) == 2


def test_two_rooms_in_one_month_are_two_people_and_who_could_be_either_is_neither() -> None:
    apart = in_rooms((ROOMS[0], 1), (ROOMS[0], 2), (ROOMS[1], 2), (ROOMS[1], 3))
    assert people(*apart) == 2
    assert people(*apart, *in_rooms(("Trạm Y tế", 5))) == 3
    years = [sheet(f"{year}", unit=room, year=year) for room, year in zip(ROOMS, (2024, 2025), strict=True)]
    assert people(*years) == 2
