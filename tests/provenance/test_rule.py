from __future__ import annotations

import numpy as np

from detector.matching.grams import build_grams
from detector.provenance.rule import mark_rule
from detector.settings import Settings
from tests.provenance.build import corpus_named, words

# 16 syllables
RULE = "Chấp hành sự phân công của tổ chức và thực hiện đúng nội quy của cơ quan."


def ruled(text: str, **settings: float) -> str:
    """The folded syllables of a text that are rule wording."""
    corpus = corpus_named({"an": text}, rule={"r": RULE})
    chosen = Settings().replace(**settings)
    grams = build_grams(corpus, chosen.shingle_syllables, counted=np.ones(len(corpus.tokens.ids), bool))
    return words(corpus, "an", mark_rule(corpus, grams, chosen))


def test_a_sentence_of_the_regulation_is_rule_in_any_spelling() -> None:
    folded = "chap hanh su phan cong cua to chuc va thuc hien dung noi qui cua co quan"
    assert ruled(RULE) == folded
    assert ruled(f"- {RULE.upper()}") == folded


def test_a_short_tail_of_one_s_own_is_rule_with_the_rest_of_its_sentence() -> None:
    # 16 of 19 syllables: .84 of the sentence, more than .7.
    assert ruled(f"{RULE[:-1]} nơi tôi làm.").endswith("co quan noi toi lam")


def test_a_long_tail_of_one_s_own_stays_one_s_own() -> None:
    # 16 of 25 syllables: .64.
    tail = "nơi tôi đã làm việc suốt chín năm"
    assert ruled(f"{RULE[:-1]} {tail}.").endswith("noi qui cua co quan")
    assert ruled(f"{RULE[:-1]} {tail}.", rule_coverage=0.5).endswith("suot chin nam")


def test_fewer_than_six_syllables_of_a_rule_are_ordinary_words() -> None:
    start = "Tôi làm việc ở xã đã lâu và luôn"
    assert ruled(f"{start} thực hiện đúng nội quy bằng cả tấm lòng.") == ""
    assert ruled(f"{start} thực hiện đúng nội quy của bằng cả tấm lòng.") == "thuc hien dung noi qui cua"


def test_a_run_of_rule_words_is_counted_within_its_sentence() -> None:
    assert ruled("Mọi việc đều do tổ phân công của tổ. Chức và thực hiện khi nào tôi cũng nhớ lời mẹ dặn.") == ""


def test_a_text_of_one_s_own_has_no_rule() -> None:
    assert ruled("Mùa lũ vừa qua cả xóm ngập sâu, tôi dạy bù vào buổi tối.") == ""
