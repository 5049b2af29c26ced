"""Two texts are aligned in one way: by `compare`, by two files alone and by a scan of a unit."""

from __future__ import annotations

import random

import pytest

import detector
from detector.analysis import analyse
from detector.corpus import Provenance
from detector.documents import Document
from detector.evaluation.simulation import SimulatedUnit
from detector.matches import Passage, Side
from detector.matching.drawing import REWORDED
from detector.report import Report
from detector.settings import Settings
from detector.text.fields import with_fields
from detector.text.quotes import BULLETS
from tests.matching.test_gapped_copies import LETTERS, own_sentences, with_words_replaced

BEFORE = (
    "Đầu năm tôi nhận bàn giao kho vật tư của chị Hạnh, đếm lại đủ bốn trăm mặt hàng. Kho ẩm nên tôi kê thêm giá sắt."
)
BEHIND = "Chiều thứ sáu tôi dạy con gái tập xe đạp quanh hồ. Cháu ngã hai lần, không khóc, tối về khoe bà nội."

Spans = set[tuple[int, int, int, int]]


def unit(seed: int) -> dict[str, str]:
    """Texts of 44 people by id."""
    return {document.id: document.text for document in SimulatedUnit(44, seed).documents()}


def words_of(texts: dict[str, str]) -> list[str]:
    return sorted({word for text in texts.values() for word in LETTERS.findall(text)})


def spans(passages: list[Passage], left: str, right: str, texts: dict[str, str]) -> Spans:
    """Where two texts have something in common, whichever of them the passages name first; without bullets."""
    sides = [{one.left.id: one.left, one.right.id: one.right} for one in passages]
    both = [(one[left], one[right]) for one in sides if set(one) == {left, right}]
    return {(_start(ours, texts), ours.end, _start(theirs, texts), theirs.end) for ours, theirs in both}


def _start(side: Side, texts: dict[str, str]) -> int:
    quote = texts[side.id][side.start : side.end]
    return side.end - len(quote.lstrip(BULLETS))


def of_two(left: str, right: str) -> Report:
    """What `detector compare` works out."""
    documents = [with_fields(Document(id, id, text)) for id, text in (("copy", left), ("source", right))]
    return analyse(documents, settings=Settings())


@pytest.mark.parametrize("every", [3, 4, 6])
@pytest.mark.parametrize("seed", [1, 3])
def test_compare_two_files_and_a_scan_find_the_same_passage(every: int, seed: int) -> None:
    texts = unit(seed)
    source = own_sentences(texts.pop(min(texts)), 8)
    reworded = with_words_replaced(source, every, words_of(texts), random.Random(seed))
    copy = f"{BEFORE}\n{reworded}\n{BEHIND}"
    by_itself = spans(detector.compare(copy, source), "left", "right", {"left": copy, "right": source})
    assert len(by_itself) == 1
    two = {"source": source, "copy": copy}
    assert spans(list(of_two(copy, source).passages), "copy", "source", two) == by_itself
    texts |= two
    assert spans(list(detector.scan(texts).passages), "copy", "source", two) == by_itself


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_passages_cover_a_text_of_which_every_third_word_is_another(seed: int) -> None:
    texts = unit(seed)
    source = min(texts)
    copy = with_words_replaced(texts[source], 3, words_of(texts), random.Random(seed))
    texts["copy"] = copy
    report = detector.scan(texts)
    (row,) = (one for one in report.submissions if one.id == source)
    explained = {Provenance.FORM.key, Provenance.RULE.key, Provenance.COMMON.key}
    known = {at for mark in row.marks if mark.kind in explained for at in range(mark.start, mark.end)}
    own = {at for at, letter in enumerate(row.document.text) if letter.isalnum()} - known
    covered = {
        at for start, end, _, _ in spans(list(report.passages), source, "copy", texts) for at in range(start, end)
    }
    assert len(own) > 500
    assert len(own & covered) >= 0.95 * len(own)  # the rest: docs/benchmarks/text_alignment.md


def test_where_a_passage_ends_changes_no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = unit(2)
    source = min(texts)
    texts["copy"] = with_words_replaced(texts[source], 3, words_of(texts), random.Random(2))
    drawn = detector.scan(texts)
    monkeypatch.setattr("detector.matching.drawing.REWORDED", 0.0)
    runs = detector.scan(texts)
    figures = [
        [(one.left_id, one.right_id, one.flagged, one.method) for one in report.pairs] for report in (drawn, runs)
    ]
    assert figures[0] == figures[1]
    assert [one.evidence for one in drawn.pairs] == pytest.approx([one.evidence for one in runs.pairs])
    assert len(drawn.passages) > len(runs.passages)
    assert REWORDED > 0


def test_what_the_unit_explains_is_no_passage() -> None:
    """The stock sentence beside the copied ones is in every text."""
    stock = "Chấp hành tốt nội quy cơ quan và hoàn thành mọi nhiệm vụ được giao trong năm công tác vừa qua."
    texts = unit(3)
    source = own_sentences(texts.pop(min(texts)), 8)
    texts = {id: f"{text}\n{stock}" for id, text in texts.items()}
    copy = with_words_replaced(source, 3, words_of(texts), random.Random(3))
    texts |= {"source": f"{source}\n{stock}", "copy": f"{copy}\n{stock}"}
    (span,) = spans(list(detector.scan(texts).passages), "copy", "source", texts)
    assert (span[1], span[3]) == (len(copy), len(source))
