from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

import pytest

from detector.corpus import Corpus
from detector.documents import Document
from detector.matching.evidence import FoundPair, FoundPassage
from detector.signals.slips import breaks_a_rule
from detector.signals.telltales import find_telltales, introduces, names_themself, usual_year
from detector.text.columns import build_corpus

WORK = "Năm qua tôi đã soạn mười hai giáo án điện tử và dự bốn giờ của tổ."
AN, BINH, HUYEN = "Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Huyền"


def text(author: str, body: str = WORK, *, signed: str | None = None, place: str = "Hạ Lang") -> str:
    sign = author if signed is None else signed
    return f"Họ và tên: {author}\nI. TỰ ĐÁNH GIÁ\n{body}\n{place}, ngày 12 tháng 12 năm 2024\n{sign}\n"


def facts(left: Document, right: Document, *others: Document) -> Mapping[str, object]:
    """Facts of the left one's finding about a pair whose whole texts are one passage."""
    corpus = build_corpus([left, right, *others])
    rows = {document.id: row for row, document in enumerate(corpus.documents)}
    a, b = rows[left.id], rows[right.id]
    pair = FoundPair(a, b, (FoundPassage(_all(corpus, a), _all(corpus, b), 10, 1.0, 50.0, 2),))
    found = find_telltales(corpus, [pair])
    return dict(found.get((a, b), {}).get(a, {}))


def _all(corpus: Corpus, row: int) -> tuple[int, int]:
    start, end = corpus.tokens.document_indptr[row : row + 2].tolist()
    return start, end


def doc(id: str, author: str, body: str = WORK, unit: str = "Trường THCS Hạ Lang", **kw: str) -> Document:
    return Document(id, id, text(author, body, **kw), author=author, unit=unit, year=2024)


def test_the_other_name_in_the_place_of_the_signature() -> None:
    left, right = doc("a", AN, signed=BINH), doc("b", BINH)
    assert facts(left, right) == {"other_name": BINH}
    assert facts(right, left) == {"name_there": BINH}


def test_the_other_name_after_ten_toi_la() -> None:
    assert facts(doc("a", AN, f"Tôi tên là {BINH}. {WORK}"), doc("b", BINH)) == {"other_name": BINH}


def test_a_colleague_who_is_mentioned_is_no_clue() -> None:
    body = f"{WORK} Tôi làm cùng đồng chí {BINH} và thầy {HUYEN}."
    assert facts(doc("a", AN, body), doc("b", BINH, body)) == {}


def test_a_superior_who_signs_below_everybody_is_no_clue() -> None:
    head = doc("b", BINH)
    left = doc("a", AN, signed=BINH)
    other = doc("c", HUYEN, signed=f"{HUYEN}\nHIỆU TRƯỞNG\n{BINH}")
    assert facts(left, head, other) == {}


def test_both_texts_name_one_writer_themself() -> None:
    body = f"Bản thân {BINH} năm qua đã soạn mười hai giáo án điện tử và dự bốn giờ của tổ."
    assert facts(doc("a", AN, body), doc("b", BINH, body)) == {"other_name": BINH}


def test_the_unit_of_the_other_writer_in_a_passage_of_both() -> None:
    body = f"{WORK} Tôi luôn giữ gìn uy tín của Trường THCS Phú Lâm."
    left, right = doc("a", AN, body), doc("b", BINH, body, unit="Trường THCS Phú Lâm")
    assert facts(left, right) == {"other_unit": "Trường THCS Phú Lâm"}


def test_people_of_one_unit_may_name_it() -> None:
    body = f"{WORK} Tôi luôn giữ gìn uy tín của Trường THCS Hạ Lang."
    assert facts(doc("a", AN, body), doc("b", BINH, body)) == {}


def unit_of(count: int, year: int = 2024) -> list[Document]:
    return [Document(f"o{n}", "", f"Văn bản thứ {n}.", author=f"Người {n}", year=year) for n in range(count)]


def test_the_same_wrong_year_in_the_heading() -> None:
    left, right = (Document(id, id, WORK + id, author=a, year=2022) for id, a in (("a", AN), ("b", BINH)))
    assert facts(left, right, *unit_of(9)) == {"wrong_year": 2022, "usual_year": 2024}


def test_a_paper_of_last_december_may_be_signed_in_january() -> None:
    left, right = (
        Document(id, id, text(a).replace("12 năm 2024", "01 năm 2025"), author=a, year=2024)
        for id, a in (("a", AN), ("b", BINH))
    )
    assert facts(left, right, *unit_of(9)) == {}


def test_last_year_may_be_mentioned() -> None:
    body = f"{WORK} Kết quả tăng so với năm 2023."
    assert facts(doc("a", AN, body), doc("b", BINH, body), *unit_of(9)) == {}


def test_a_unit_without_a_usual_year() -> None:
    assert usual_year([*unit_of(5, 2023), *unit_of(5, 2024)]) is None
    assert usual_year(unit_of(3)) is None


def test_the_same_slips_and_only_they() -> None:
    body = WORK.replace("soạn", "sọan").replace("giáo án", "nghành học của của trường")
    assert facts(doc("a", AN, body), doc("b", BINH, body)) == {"slips": "“nghành”, “của của”"}
    assert facts(doc("a", AN, body), doc("b", BINH, WORK)) == {}


@pytest.mark.parametrize("word", ["nghành", "kêt", "tôt", "ngiêm", "gế", "cế", "kổ", "ghọn"])
def test_spelling_that_breaks_a_rule(word: str) -> None:
    assert breaks_a_rule(word)


@pytest.mark.parametrize("word", ["ngành", "nghề", "giữ", "kỹ", "kĩ", "hoà", "hòa", "quyết", "ôxit", "căngtin", "Đắk"])
@pytest.mark.parametrize("word_case", [str, str.upper])
def test_syllables_names_and_loan_words_break_none(word: str, word_case: type) -> None:
    assert not breaks_a_rule(word_case(word))


def test_names_are_found_as_the_patterns_would_find_them() -> None:
    """Against the plain way, one pattern for each name, on short texts made of what matters around a name."""
    random = Random(3)
    pieces = [
        "le thi an",
        "thi an",
        "an",
        "anh",
        "toi ten la",
        "ho va ten",
        ":",
        " ",
        "  ",
        "\n",
        ".",
        "co",
        "d/c",
        "la",
    ]
    before = r"(?:ho va ten|ho ten|ten toi la|toi ten la|toi ten|toi la|ban than la|ban than toi la)\s*:?\s*"
    called = r"(?:dong chi|d/c|dc|co|thay|ong|ba|anh|chi|em|giao vien|gv|bac si|bs)\s+"
    outcomes = set()
    for _ in range(3_000):
        body, name = "".join(random.choices(pieces, k=9)), random.choice(["le thi an", "la le thi an"])
        introduced = bool(re.search(rf"\b{before}{name}\b", body))
        themself = bool(re.search(rf"\b{name}\b", body) and not re.search(rf"\b{called}{name}\b", body))
        assert (introduces(name, body), names_themself(name, body)) == (introduced, themself), body
        outcomes.add((introduced, themself))
    assert len(outcomes) == 4
