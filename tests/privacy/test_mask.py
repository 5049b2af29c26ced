"""What a mask finds, and what it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.documents import Document, Role
from detector.privacy.known import Known, known_of, office_parts
from detector.privacy.look import to_look_at
from detector.privacy.mask import BLOT, Mask
from detector.privacy.moved import Moved, Replaced
from detector.privacy.spans import Kind
from detector.privacy.words import words_of
from tests.benchmarks.labelled_units import labelled_units, scanned
from tests.privacy import (
    fifth_variants,
    fourth_variants,
    second_variants,
    seventh_variants,
    sixth_variants,
    third_variants,
)
from tests.privacy.variants import NAMES, NUMBERS, OFFICES, PERSONS, READABLE, TITLES, UNITS, Row

TABLES = {"name": NAMES, "number": NUMBERS, "office": OFFICES}


@cache
def mask() -> Mask:
    return mask_of(PERSONS, UNITS)


def left_of(rows: dict[str, Row], masking: Mask) -> list[str]:
    """Titles of the rows of which something is left."""
    return [title for title, (text, trace) in rows.items() if trace in masking(text)]


def mask_of(persons: Sequence[str], units: Sequence[str]) -> Mask:
    return Mask(persons, [part for unit in units for part in office_parts(unit)])


def test_at_least_110_of_the_variants_are_masked_and_there_are_120() -> None:
    left = {kind: left_of(rows, mask()) for kind, rows in TABLES.items()}
    total = sum(map(len, TABLES.values()))
    assert total >= 120
    assert total - sum(map(len, left.values())) >= total - 10, left


@pytest.mark.parametrize(
    ("table", "least"),
    [
        (second_variants, 107),
        (third_variants, 89),
        (fourth_variants, 153),
        (fifth_variants, 157),
        (sixth_variants, 164),
        (seventh_variants, 155),
    ],
)
def test_spellings_of_an_attacker(table: ModuleType, least: int) -> None:
    """What stays is listed in docs/security.md."""
    masking = mask_of(table.PERSONS, table.UNITS)
    rows = {**table.NAMES, **{f"{title}, number": row for title, row in table.NUMBERS.items()}, **table.OFFICES}
    assert all(trace in text for text, trace in rows.values())
    left = left_of(rows, masking)
    assert len(rows) - len(left) >= least, left


def test_what_the_variants_must_not_leave_stands_in_them() -> None:
    for rows in TABLES.values():
        for text, trace in rows.values():
            assert trace in text


@pytest.mark.parametrize("text", [*READABLE, *TITLES])
def test_laws_plans_and_ordinary_words_stay_readable(text: str) -> None:
    assert mask()(text) == text


def test_a_question_behind_a_label_in_a_sentence_is_no_name() -> None:
    asked = "Phiếu hỏi ý kiến cha mẹ học sinh: anh chị có được trả lời trong vòng hai ngày không; 612 phiếu trả lời có."
    assert mask()(asked) == asked
    assert "Lan" not in mask()("Phiếu của học sinh: em Lò Thị Lan, lớp 5; nộp hôm thứ hai.")


def test_a_blot_has_one_length_for_its_kind() -> None:
    short, long = mask()("em Lê Chi."), mask()("em Nguyễn Thị Hồng Nhung.")
    assert short == long == f"em {Kind.PERSON.blot}."


def test_a_name_found_in_two_pieces_is_one_blot() -> None:
    assert mask()("em Hùng Trần Văn Hùng.") == f"em {Kind.PERSON.blot}."


@pytest.mark.xdist_group("labelled units")
@pytest.mark.parametrize("unit", [unit.name for unit in labelled_units()])
def test_of_the_ordinary_words_of_a_unit_at_most_one_in_500_is_masked(unit: str) -> None:
    """Ordinary: in lower case, no figure in it, and in no name, unit or post that a head or the list tells."""
    documents = [row.document for row in scanned(unit).submissions]
    known = known_of(documents)
    masking = known.mask()
    told = [
        *known.persons,
        *known.units,
        *(one.unit or "" for one in documents),
        *(one.post or "" for one in documents),
    ]
    names = {word.marked for words in told for word in words_of(words)}
    ordinary, masked = 0, []
    for document in documents:
        spans = masking.spans(document.text, known.posts.get(document.id, ()))
        for word in words_of(document.text):
            if word.shown.islower() and word.marked not in names and not any(c.isdigit() for c in word.shown):
                ordinary += 1
                masked += [word.shown for one in spans if one.start <= word.start < one.end]
    assert ordinary > 10_000
    assert len(masked) <= ordinary / 500, masked


def test_names_are_known_from_heads_signatures_files_and_the_roster() -> None:
    documents = [
        Document("a/phieu_tran_van_hung.docx", "a/phieu_tran_van_hung.docx", "Nội dung."),
        Document("b.txt", "b.txt", "Tên người nộp\n\nNGƯỜI VIẾT\n\nThân Đức Việt"),
        Document("c.txt", "c.txt", "Họ và tên: Mùa A Páo\n", author="Mùa A Páo Ngày sinh 1985"),
    ]
    known = known_of(
        documents, paths=["x/LeThiNga.pdf"], notes=[("roster_person_without_file", "Hứa Thị Na: hua_na.docx")]
    )
    found = {" ".join(name.casefold().split()) for name in known.persons}
    assert {"tran van hung", "thân đức việt", "mùa a páo", "le thi nga", "hứa thị na"} <= found


def test_forms_and_their_labels_are_no_names() -> None:
    form = Document("mau.docx", "mau.docx", "Họ và tên: ........\nI. TỰ ĐÁNH GIÁ\nNgười viết", role=Role.FORM)
    assert known_of([form]).persons == ()


def test_words_that_many_write_are_no_part_of_a_name_in_lower_case() -> None:
    documents = [Document(f"{n}", f"{n}", f"Bản {n}: dân vận khéo ở thôn.", author=f"Người {n}") for n in range(4)]
    documents.append(Document("x", "x", "dân vận", author="Lê Thị Dân Vận"))
    assert known_of(documents).mask()("làm dân vận khéo, nhờ Dân Vận") == f"làm dân vận khéo, nhờ {Kind.PERSON.blot}"


def test_the_post_of_few_goes_from_their_own_text_and_that_of_many_stays() -> None:
    documents = [Document(f"{n}", f"{n}", "", author=f"Người {n}", post="Giáo viên") for n in range(6)]
    documents.append(Document("x", "x", "", author="Lê Chi", post="Phó Hiệu trưởng"))
    posts = known_of(documents).posts
    assert posts["x"] == ("Phó Hiệu trưởng",)
    assert posts["0"] == ()
    assert Mask().moved("Là Phó Hiệu trưởng, tôi", posts["x"]).text == f"Là {Kind.POST.blot}, tôi"


@given(st.text(alphabet="aăâÀnN bB\n\u0301█-đĐ:.@0123456789Nguyễn", max_size=60))
def test_a_mask_only_replaces_and_every_offset_moves_with_its_words(text: str) -> None:
    masking = mask()
    moved = masking.moved(text)
    assert [one.start for one in moved.replaced] == sorted({one.start for one in moved.replaced})
    inside = [any(one.start < at < one.end for one in moved.replaced) for at in range(len(text) + 1)]
    covered = [any(one.start <= at < one.end for one in moved.replaced) for at in range(len(text))]
    for at in range(len(text)):
        if not covered[at]:
            assert moved.text[moved.edge(at)] == text[at]
        if not inside[at]:
            assert moved.text[: moved.edge(at)] == masked_by_hand(text[:at], moved)
    assert moved.edge(len(text)) == len(moved.text)


def masked_by_hand(before: str, moved: Moved) -> str:
    for one in reversed([one for one in moved.replaced if one.end <= len(before)]):
        before = before[: one.start] + one.words + before[one.end :]
    return before


def test_a_span_takes_the_whole_blot_that_it_touches() -> None:
    moved = Moved.of("do Lê Thị Nga viết", [Replaced(3, 13, BLOT * 4)])
    assert moved.text == f"do {BLOT * 4} viết"
    whole = moved.span(6, 18)
    assert moved.text[whole.start : whole.end] == f"{BLOT * 4} viết"
    front = moved.span(0, 8)
    assert moved.text[front.start : front.end] == f"do {BLOT * 4}"


def test_an_empty_run_knows_nobody() -> None:
    assert known_of([]).persons == Known().persons == ()


def test_what_no_rule_blots_is_listed_given_names_first() -> None:
    known = known_of([Document("a", "a", "", author="Nguyễn Thị Hồng Nhung")])
    texts = [("doc-1", "Hôm ấy Nhung trực, sau đó là Páo. Gọi 1234567 nhé, 1.250.000 đồng."), ("doc-2", "thôn Bản Mù")]
    seen = to_look_at(texts, known)
    assert [(one.words, one.texts, one.is_given) for one in seen] == [
        ("Nhung", ("doc-1",), True),
        ("1234567", ("doc-1",), False),
        ("Bản Mù", ("doc-2",), False),
        ("Páo", ("doc-1",), False),
    ]


def test_laws_and_ordinary_words_are_not_listed() -> None:
    assert to_look_at([("doc-1", text) for text in READABLE[:3]], known_of([])) == []
