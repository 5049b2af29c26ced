from __future__ import annotations

from random import Random

import numpy as np
import pytest

from detector.documents import Document
from detector.signals.redundancy import MIN_SYLLABLES, redundancy
from detector.text.columns import build_corpus
from tests.signals.build import columns, filled

SAID = "Tôi luôn hoàn thành tốt nhiệm vụ được giao."  # nine syllables
ELSE = "Đã chủ nhiệm một lớp đông học sinh nhất."  # nine syllables


def share(strengths: str, weaknesses: str = "", plans: str = "") -> float:
    unit = columns(filled("an", strengths, weaknesses, plans))
    return float(redundancy(unit.corpus, unit.printed)[unit.row("an")])


def test_a_sentence_said_twice_is_redundant_once() -> None:
    assert share(SAID, SAID) == pytest.approx(1 / 2)
    assert share(SAID, SAID, SAID) == pytest.approx(2 / 3)


def test_case_marks_and_spelling_do_not_hide_a_repetition() -> None:
    assert share(SAID, SAID.upper()) == pytest.approx(1 / 2)


def test_another_figure_is_another_sentence() -> None:
    assert share("Tôi đã dạy thay 12 tiết cho tổ.", "Tôi đã dạy thay 15 tiết cho tổ.") == 0


def test_short_answers_may_repeat() -> None:
    assert share("Không có gì.", "Không có gì.") == 0


def test_two_people_who_say_the_same_are_not_redundant() -> None:
    unit = columns(filled("an", SAID), filled("binh", SAID, author="Trần Văn Bình"))
    assert redundancy(unit.corpus, unit.printed)[[unit.row("an"), unit.row("binh")]].tolist() == [0, 0]


def test_nothing_to_say_is_not_redundant() -> None:
    assert share("") == 0
    assert share(f"{SAID} {ELSE}") == 0


def test_the_first_place_is_the_only_one_that_does_not_count() -> None:
    """Sentences that differ in the middle alone, long and short ones, in several texts: against all pairs of them."""
    random = Random(7)
    said = [f"Tôi {word} xong việc được giao." for word in ("đã", "sẽ", "chưa")] + ["Không có gì.", ELSE]
    texts = ["\n".join(random.choices(said, k=12)) for _ in range(6)]
    corpus = build_corpus([Document(str(row), "", text) for row, text in enumerate(texts)])
    printed = np.array([random.random() < 0.2 for _ in range(len(corpus.sentences))])
    starts, ends = corpus.sentence_spans()
    for row, document in enumerate(corpus.documents):
        mine = [at for at in np.flatnonzero(corpus.sentences.document_rows == row).tolist() if not printed[at]]
        words = [document.text[starts[at] : ends[at]].split() for at in mine]
        again = [one for at, one in enumerate(words) if len(one) >= MIN_SYLLABLES and one in words[:at]]
        share = sum(map(len, again)) / sum(map(len, words))
        assert redundancy(corpus, printed)[row] == pytest.approx(share)
