from __future__ import annotations

import numpy as np
import pytest

from detector.documents import Role
from detector.matching.tfidf import document_vectors
from detector.provenance.people import writer_numbers
from detector.signals.stickiness import stickiness, sticky_tokens, year_before, year_similarity
from tests.signals.build import Columns, columns, filled

OLD = "Tôi đã soạn mười hai giáo án điện tử cho khối chín."
NEW = "Năm nay lớp tôi phụ trách trồng thêm một vườn rau sạch."


def measured(unit: Columns) -> np.ndarray:
    before = year_before(unit.corpus, writer_numbers(unit.corpus))
    sticky = sticky_tokens(unit.corpus, before, unit.personal)
    return stickiness(unit.corpus, before, sticky, unit.personal)


def test_half_of_the_words_stand_in_sentences_of_last_year() -> None:
    unit = columns(filled("now", f"{OLD} {NEW}"), filled("then", OLD, role=Role.PREVIOUS, year=2023))
    assert measured(unit)[unit.row("now")] == pytest.approx(12 / 24)  # twelve syllables each


def test_seven_syllables_in_common_are_a_phrase_and_eight_are_not() -> None:
    then = filled("then", "một hai ba bốn năm sáu bảy tám chín.", role=Role.PREVIOUS, year=2023)
    seven = columns(filled("now", "một hai ba bốn năm sáu bảy khác hẳn."), then)
    eight = columns(filled("now", "một hai ba bốn năm sáu bảy tám hẳn."), then)
    assert measured(seven)[seven.row("now")] == 0
    assert measured(eight)[eight.row("now")] == 1


def test_without_an_earlier_text_nothing_is_said() -> None:
    unit = columns(filled("now", OLD), filled("other", OLD, author="Trần Văn Bình", role=Role.PREVIOUS, year=2023))
    assert np.isnan(measured(unit)[unit.row("now")])


def test_the_latest_of_two_earlier_texts_counts() -> None:
    unit = columns(
        filled("now", OLD),
        filled("2022", OLD, role=Role.PREVIOUS, year=2022),
        filled("2023", NEW, role=Role.PREVIOUS, year=2023),
    )
    assert measured(unit)[unit.row("now")] == 0


def test_the_printed_form_is_not_repeated_by_the_writer() -> None:
    unit = columns(filled("now", NEW), filled("then", OLD, role=Role.PREVIOUS, year=2023))
    assert measured(unit)[unit.row("now")] == 0


def test_year_similarity_is_one_for_the_same_words_and_nan_without_a_year_before() -> None:
    unit = columns(
        filled("now", OLD), filled("then", OLD, role=Role.PREVIOUS, year=2023), filled("b", NEW, author="Lê Văn Chí")
    )
    before = year_before(unit.corpus, writer_numbers(unit.corpus))
    similar = year_similarity(before, document_vectors(unit.corpus, unit.personal))
    assert similar[unit.row("now")] == pytest.approx(1.0, abs=1e-6)
    assert np.isnan(similar[unit.row("b")])
