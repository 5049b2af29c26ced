from __future__ import annotations

import numpy as np
import pytest

from detector.documents import Role
from detector.matching.grams import build_grams
from detector.provenance.common import mark_common
from detector.settings import Settings
from tests.provenance.build import corpus_named, words

SETTINGS = Settings()
CLAUSE = "Luôn giữ gìn đoàn kết trong cơ quan."
OWN = [
    "Tôi soạn mười hai giáo án điện tử",
    "Mùa lũ vừa qua cả xóm ngập sâu",
    "Buổi sáng em Hà hay đi muộn",
    "Kho vật tư vừa được sơn lại xong",
    "Ca trực đêm hôm ấy rất đông",
    "Cô Hạnh nghỉ sinh từ tháng ba",
    "Bản đồ thửa đất phải vẽ tay",
    "Đội bóng nữ thắng ba trận liền",
]


def common(having: int, *, one_witness: bool = False, stock: str = "", sentence: str = CLAUSE) -> str:
    """The common words of the first of eight texts, of which the first `having` have the clause."""
    texts = {f"p{i}": f"{own}.\n{sentence if i < having else 'Hết.'}" for i, own in enumerate(OWN)}
    corpus = corpus_named(texts, **({"stock": {"s": stock}} if stock else {}))
    copies = {f"p{i}" for i in range(having)} if one_witness else set()
    witnesses = [
        -1 if d.role is not Role.SUBMISSION else len(corpus) if d.id in copies else row
        for row, d in enumerate(corpus.documents)
    ]
    grams = build_grams(corpus, SETTINGS.shingle_syllables, counted=np.ones(len(corpus.tokens.ids), bool))
    return words(corpus, "p0", mark_common(corpus, grams, np.array(witnesses, np.int32), SETTINGS))


@pytest.mark.parametrize(("having", "is_common"), [(5, False), (6, True)])
def test_a_clause_that_more_than_five_write_is_common(having: int, is_common: bool) -> None:
    assert common(having) == ("luon giu gin doan ket trong co quan" if is_common else "")


def test_a_crowd_that_copies_is_one_witness_however_many_it_is() -> None:
    assert common(8, one_witness=True) == ""


def test_a_stock_clause_of_the_genre_is_common_though_nobody_else_writes_it() -> None:
    assert common(1, stock=CLAUSE) == "luon giu gin doan ket trong co quan"


def test_a_sentence_with_little_common_wording_is_the_person_s_own() -> None:
    # 8 of 16 syllables are common: half, less than .7.
    sentence = "Luôn giữ gìn đoàn kết trong cơ quan {} {} {} {} {} {} {} {}."
    texts = {f"p{i}": sentence.format(*(f"{w}{i}" for w in "abcdefgh")) for i in range(8)}
    corpus = corpus_named(texts)
    grams = build_grams(corpus, SETTINGS.shingle_syllables, counted=np.ones(len(corpus.tokens.ids), bool))
    assert not mark_common(corpus, grams, np.arange(8, dtype=np.int32), SETTINGS).any()


def test_what_little_is_changed_in_a_common_sentence_is_common_with_it() -> None:
    assert common(1, stock=CLAUSE, sentence="Luôn giữ gìn đoàn kết trong cơ quan nhà.").endswith("co quan nha")


def test_printed_texts_are_no_witnesses() -> None:
    texts = {f"p{i}": own for i, own in enumerate(OWN[:4])} | {"p0": CLAUSE}
    corpus = corpus_named(texts, forms=tuple(f"{CLAUSE} {own}" for own in OWN))
    witnesses = np.array([row if d.role is Role.SUBMISSION else -1 for row, d in enumerate(corpus.documents)], np.int32)
    grams = build_grams(corpus, SETTINGS.shingle_syllables, counted=np.ones(len(corpus.tokens.ids), bool))
    assert not mark_common(corpus, grams, witnesses, SETTINGS).any()
