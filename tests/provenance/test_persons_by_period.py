"""Several sheets of one person: only when the roster or different periods say so."""

from __future__ import annotations

from detector.corpus import Corpus
from detector.documents import Document, Role
from detector.matching.evidence import FoundPair, FoundPassage
from detector.provenance.people import later_first, period_order, writer_numbers
from detector.text.columns import build_corpus


def sheet(id: str, author: str | None = "Lan", period: str | None = None, **fields: object) -> Document:
    fields = {"unit": "Tổ Toán", "post": "Chuyên viên"} | fields
    return Document(id, id, f"Văn bản của {id}.", author=author, period=period).with_fields(**fields)


def writers(*documents: Document) -> dict[str, int]:
    corpus = build_corpus(documents)
    return {d.id: int(n) for d, n in zip(corpus.documents, writer_numbers(corpus), strict=True)}


def people(*documents: Document) -> int:
    return len(set(writers(*documents).values()))


def test_months_of_one_name_unit_and_post_are_one_writer() -> None:
    assert people(*(sheet(f"t{n}", period=f"2026-0{n}") for n in range(1, 7))) == 1


def test_the_same_month_twice_is_two_people_and_then_nobody_is_joined() -> None:
    months = [sheet(f"{who}{n}", period=f"2026-0{n}") for who in "ab" for n in (1, 2)]
    assert people(*months) == 4


def test_the_same_file_twice_is_no_second_person() -> None:
    march = sheet("t3", period="2026-03")
    again = Document(
        "t3_copy", "t3_copy", march.text, author="Lan", period="2026-03", unit="Tổ Toán", post="Chuyên viên"
    )
    assert people(march, again, sheet("t4", period="2026-04")) == 1


def test_another_unit_or_post_or_no_unit_is_another_person() -> None:
    assert people(sheet("a", period="2026-03"), sheet("b", period="2026-04", unit="Tổ Văn")) == 2
    assert people(sheet("a", period="2026-03"), sheet("b", period="2026-04", post="Phó phòng")) == 2
    assert people(sheet("a", period="2026-03", unit=None), sheet("b", period="2026-04", unit=None)) == 2


def test_annual_texts_of_one_name_stay_two_people() -> None:
    assert people(sheet("a"), sheet("b")) == 2


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
    (turned,) = later_first(corpus, [pair])
    assert (turned.left, turned.passages[0].left) == (rows["t2"], (5, 6))
    assert later_first(corpus, [turned]) == [turned]


def test_corpora_without_names_have_as_many_writers_as_texts() -> None:
    corpus: Corpus = build_corpus(
        [sheet("a", author=None, period="2026-03"), sheet("b", author=None, period="2026-04")]
    )
    assert len(set(writer_numbers(corpus).tolist())) == 2
