from __future__ import annotations

import numpy as np
import pytest

from detector.documents import Document, Role
from detector.provenance.people import writer_numbers
from detector.signals.specificity import detail_starts
from detector.signals.stickiness import sticky_tokens, year_before
from detector.signals.weaknesses import Weaknesses, measure_weaknesses, weakness_sentences
from tests.signals.build import Columns, columns, filled

STRONG = "Tôi đã soạn 12 giáo án cho khối chín."  # nine syllables, one of them a figure
WEAK = "Đôi khi còn chưa mạnh dạn góp ý."  # eight syllables
NAMED = "Nộp muộn 2 báo cáo của lớp Sáu."  # eight syllables, a figure and a name


def measured(unit: Columns) -> Weaknesses:
    before = year_before(unit.corpus, writer_numbers(unit.corpus))
    sticky = sticky_tokens(unit.corpus, before, unit.personal)
    details = detail_starts(unit.corpus, unit.personal)
    return measure_weaknesses(unit.corpus, unit.groups, unit.printed, details, sticky, before >= 0)


def test_share_sentences_and_details_of_the_part() -> None:
    unit = columns(filled("an", STRONG, f"{WEAK} {NAMED}"))
    found, row = measured(unit), unit.row("an")
    assert found.share[row] == pytest.approx(16 / 25)
    assert (found.sentences[row], found.details[row]) == (2, 2)


def test_plans_and_causes_are_not_weaknesses() -> None:
    unit = columns(filled("an", STRONG, WEAK, "Mạnh dạn hơn trong các cuộc họp."))
    below, _ = weakness_sentences(unit.corpus, unit.groups, unit.printed)
    assert unit.sentences("an", below) == [WEAK.rstrip(".")]


def test_a_form_without_such_a_part_says_nothing() -> None:
    unit = columns(Document("an", "an", "I. TỰ ĐÁNH GIÁ\n" + STRONG))
    assert np.isnan(measured(unit).share[unit.row("an")])


def test_an_empty_part_is_zero_not_unknown() -> None:
    unit = columns(filled("an", STRONG))
    assert measured(unit).share[unit.row("an")] == 0


@pytest.mark.parametrize("label", ["Khuyết điểm: ", "Hạn chế: ", "- Tồn tại: "])
def test_a_label_on_the_same_line_opens_the_part(label: str) -> None:
    unit = columns(Document("an", "an", f"I. TỰ ĐÁNH GIÁ\n{STRONG}\n{label}còn chưa mạnh dạn góp ý.\nƯu điểm: siêng."))
    below, asked = weakness_sentences(unit.corpus, unit.groups, unit.printed)
    assert asked[unit.row("an")]
    assert len(unit.sentences("an", below)) == 1


def test_the_same_weakness_as_last_year() -> None:
    then = filled("then", STRONG, WEAK, role=Role.PREVIOUS, year=2023)
    unit = columns(filled("now", STRONG, f"{WEAK} {NAMED}"), then)
    assert measured(unit).repeated[unit.row("now")] == pytest.approx(8 / 16)


def test_without_last_year_nothing_is_said_about_repetition() -> None:
    unit = columns(filled("now", STRONG, WEAK))
    assert np.isnan(measured(unit).repeated[unit.row("now")])
