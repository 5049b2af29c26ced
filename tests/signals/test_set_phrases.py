from __future__ import annotations

import numpy as np
import pytest

from detector.matching.grams import build_all_grams
from detector.signals.set_phrases import mark_set_phrases
from detector.signals.specificity import concrete_tokens
from detector.text.columns import build_corpus
from detector.text.lexicon import background_documents
from tests.provenance.build import paragraphs, words


def set_phrases(text: str) -> str:
    corpus = build_corpus([paragraphs("an", text), *background_documents()])
    _, pairs = build_all_grams(corpus, (1, 2), counted=np.ones(len(corpus.tokens.ids), bool))
    return words(corpus, "an", mark_set_phrases(corpus, pairs, concrete_tokens(corpus)))


@pytest.mark.parametrize(
    "stock",
    [
        "Luôn có tinh thần trách nhiệm cao trong công việc, đoàn kết, giúp đỡ đồng nghiệp.",
        "Thái độ phục vụ nhân dân tận tình, chu đáo, không gây phiền hà, sách nhiễu.",
        "Chấp hành tốt nội quy, quy chế của cơ quan, bảo đảm ngày giờ công lao động.",
    ],
)
def test_a_sentence_put_together_from_set_phrases_is_found_though_no_list_has_it(stock: str) -> None:
    assert set_phrases(stock) != ""


@pytest.mark.parametrize(
    "own",
    [
        "Chợ cá là nặng nhất: nước rỉ chảy mặn, ăn mòn sàn xe, tôi xin hàn lại hồi tháng tư.",
        "Em chưa biết đóng cắt trung thế nên đêm mất điện chỉ đứng nhìn.",
        "Tôi lùi đuôi xe chắn sóng cho hai người trong xe leo ra rồi mới thả ống.",
        "Hoàn thành tốt việc chuyển ba trăm hộp thuốc lên gác trong đêm nước ngập, không ướt một hộp.",
    ],
)
def test_what_somebody_tells_of_the_year_is_none(own: str) -> None:
    assert set_phrases(own) == ""


def test_a_short_sentence_is_left_alone() -> None:
    assert set_phrases("Hoàn thành tốt nhiệm vụ.") == ""
