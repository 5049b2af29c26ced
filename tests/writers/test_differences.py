"""What is framed in two matching passages: exactly the words that differ, and never a sentence that only moved."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter

import pytest

from detector.writers.differences import MIN_MOVED_WORDS, Differences, differences
from detector.writers.docx.record import DIFFERS, pieces

LEFT = "Cuối năm lớp 9A có 31/38 em đạt từ khá trở lên, tăng 6 em so với tháng 9."


def words_in(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def framed(left: str, right: str) -> list[list[str]]:
    found = differences(left, right)
    assert found.is_compared
    return [words_in(left, found.left), words_in(right, found.right)]


def test_changed_words_are_framed_on_both_sides() -> None:
    assert framed(LEFT, LEFT.replace("31/38", "29/38").replace("khá", "giỏi")) == [["31/38", "khá"], ["29/38", "giỏi"]]


def test_equal_passages_have_no_frame() -> None:
    assert differences(LEFT, LEFT) == Differences()


def test_signs_dashes_spaces_marks_and_capitals_are_no_words() -> None:
    left = "- Đã soạn đủ giáo án;\n- Đã dự giờ 18 tiết."
    right = "+ đã soạn đủ giáo án.\n  + Đã dự  giờ 18 tiết"
    assert framed(left, right) == [[], []]
    assert framed("Hoàn thành tốt nhiệm vụ", "Ho\u0061\u0300n thành tốt nhiệm vụ") == [[], []]


def test_neighbours_are_one_frame() -> None:
    assert framed("Tổ đã mở lớp tập huấn cho giáo viên.", "Tổ đã dự ba buổi, họp cho giáo viên.") == [
        ["mở lớp tập huấn"],
        ["dự ba buổi, họp"],
    ]


def test_a_sentence_that_moved_is_moved_and_not_framed() -> None:
    first, second, third = "Tôi trực 30 ca đêm.", "Tôi soạn đủ 12 giáo án của khối.", "Kết quả thi tăng 6 em."
    left, right = f"{first} {second} {third}", f"{third} {first} {second}"
    found = differences(left, right)
    assert (found.left, found.right) == ((), ())
    assert words_in(left, found.moved_left) == ["Kết quả thi tăng 6 em"]
    assert words_in(right, found.moved_right) == ["Kết quả thi tăng 6 em"]


def test_a_word_changed_inside_a_moved_sentence_is_framed_there() -> None:
    left = "Tôi trực 30 ca đêm trong năm. Tôi soạn đủ 12 giáo án của khối lớp bốn."
    right = "Tôi soạn đủ 15 giáo án của khối lớp bốn. Tôi trực 30 ca đêm trong năm."
    assert framed(left, right) == [["12"], ["15"]]


def test_a_sentence_cut_in_two_or_put_into_another_is_found_again() -> None:
    left = "Đã dự giờ đồng nghiệp mười tám tiết và báo cáo chuyên đề ở cụm trường."
    right = "Đã dự giờ đồng nghiệp mười tám tiết. Báo cáo chuyên đề ở cụm trường."
    assert framed(left, right) == [["và"], []]


def test_where_nearly_all_words_differ_nothing_is_compared_and_that_is_told() -> None:
    found = differences("Soạn mười hai giáo án đúng hạn.", "Hồ sơ chuyên môn hoàn chỉnh kịp thời.")
    assert found == Differences(is_compared=False)
    assert not differences("từ " * 4_000, "chữ " * 4_000).is_compared
    assert differences("", "") == Differences()


def sentences(count: int, lot: random.Random) -> list[list[str]]:
    return [[f"w{lot.randrange(400)}" for _ in range(lot.randrange(4, 16))] for _ in range(count)]


@pytest.mark.parametrize("seed", range(40))
def test_frames_are_exactly_the_words_without_a_partner(seed: int) -> None:
    """Sentences changed, dropped, added and shuffled: what is not framed is the same bag of words on both sides, and no
    run of framed words stands framed on the other side as well."""
    lot = random.Random(seed)
    ours = sentences(8, lot)
    theirs = [[w if lot.random() > 0.1 else f"n{lot.randrange(99)}" for w in one] for one in ours if lot.random() > 0.1]
    theirs += sentences(1, lot)
    lot.shuffle(theirs)
    left, right = (". ".join(" ".join(one) for one in side) for side in (ours, theirs))
    check_frames(left, right)


def check_frames(left: str, right: str) -> Differences:
    """The oracle: bags of words, and brute force over runs."""
    found = differences(left, right)
    if not found.is_compared:
        return found
    plain, boxes = [], []
    for text, spans in ((left, found.left), (right, found.right)):
        cut = pieces(text, spans, ())
        assert "".join(piece for piece, _ in cut) == text
        plain.append(Counter(word for piece, mark in cut if mark != DIFFERS for word in word_list(piece)))
        boxes.append([word_list(piece) for piece, mark in cut if mark == DIFFERS])
    assert plain[0] == plain[1]
    runs = [
        {tuple(b[k : k + MIN_MOVED_WORDS]) for b in side for k in range(len(b) - MIN_MOVED_WORDS + 1)} for side in boxes
    ]
    assert not runs[0] & runs[1]
    return found


def word_list(text: str) -> list[str]:
    """Letters, digits and figures such as 31/38, plainly."""
    out, word = [], ""
    text = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    for at, sign in enumerate(text + " "):
        joins = sign in ".,/:" and word and text[at + 1 : at + 2].isdigit()
        if sign.isalnum() or joins:
            word += sign
        elif word:
            out.append(word.casefold())
            word = ""
    return out
