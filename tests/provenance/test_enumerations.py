"""Items of one sentence that are alike in form, and what only looks like them."""

from __future__ import annotations

import random
from importlib import import_module

import pytest

from tests.provenance.test_facts import PROSE, facts


@pytest.mark.parametrize(
    ("said", "is_fact"),
    [
        (
            "Trong xưởng không găng vải khi khoan, không dép khi hàn, không nối dây tạm, không để bật lửa trong túi",
            True,
        ),
        ("Trong xưởng không găng vải khi khoan, không dép khi hàn, tay áo cài kín", False),
        ("Kiểm tra trước khi chế biến, kiểm tra trong khi chế biến, kiểm tra trước khi ăn", True),
        ("Bão thì chỉ huy tại chỗ, lực lượng tại chỗ, phương tiện tại chỗ, hậu cần tại chỗ của trường", True),
        ("Nước dùng: xương ống 5 kg chần 3 phút, rửa lạnh; 12 lít nước, gừng nướng 100 g, hầm 6 giờ, hớt bọt", True),
        ("Bàn 1 nhận hồ sơ: chị Dịu; bàn 2 thu học phí: cô Xoan; cổng và bãi xe: bác Chất", True),
        ("Tôi không dám đi, không dám nói, không dám hỏi, không dám về", False),
        ("Tổ Đông 96,4 điểm xếp thứ nhất, tổ Tây 93,1 điểm xếp thứ hai, tổ Nam 90,8 điểm xếp thứ ba", True),
        ("Tổ Đông 96,4 điểm xếp thứ nhất, tổ Tây 93,1 điểm xếp thứ hai, anh Nam khen cả ba", False),
        ("Thôn Đông tôi đã vận động 96 hộ ký cam kết, thôn Tây 93 hộ ký cam kết, thôn Nam 90 hộ ký cam kết", False),
        ("Trồng rừng, tỉa cây, đốt thực bì, đắp đường băng", False),
    ],
)
def test_items_alike_in_form_are_facts_and_what_one_did_is_none(said: str, is_fact: bool) -> None:
    assert bool(facts(f"{said}. {PROSE}")) == is_fact
    assert "cho hom" not in facts(f"{said}. {PROSE}")


def test_a_recipe_goes_to_the_end_of_its_sentence_unless_somebody_is_told_of_there() -> None:
    recipe = "Xương ống 5 kg, nước 12 lít, gừng nướng 100 g, hầm lửa nhỏ 6 giờ, hớt bọt liên tục, muối cho cuối"
    assert "muoi cho cuoi" in facts(f"{recipe}. {PROSE}")
    assert "muoi cho cuoi" not in facts(f"{recipe}, tôi nêm nhạt. {PROSE}")


def test_what_is_left_out_beforehand_has_no_items_that_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    module, choose = import_module("detector.provenance.facts.enumerations"), random.Random(5).choice
    starts, ends = ["không dép", "Không", "bàn 1:", "tổ Đông 96", "5 kg"], [" tại chỗ", " khi hàn", ": cô Xoan"]
    signs = [", ", ", ", "; ", ", và ", ",", ". "]
    lines = ["".join(choose(starts) + choose(ends) + choose(signs) for _ in range(7)) for _ in range(3_000)]
    find = module._in_line.__wrapped__
    quick = [find(line) if module._has_items(line, 0, len(line)) else () for line in lines]
    for test in ("_has_items", "_two_begin_alike", "_three_end_alike"):
        monkeypatch.setattr(module, test, lambda *_: True)
    assert quick == [find(line) for line in lines]
    assert 100 < sum(map(bool, quick)) < 2_900
