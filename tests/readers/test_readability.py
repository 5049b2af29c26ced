"""What reads as Vietnamese, and what is marked as doubtful."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.readers import readability
from detector.readers.readability import _word_counts, is_syllable, measure, readability_note
from detector.settings import Settings
from tests.readers.make import TRUTH, tcvn3, vni

ENGLISH = (
    "The quick brown fox jumps over the lazy dog while twenty other animals watch from behind the old wooden fence."
)
PLAIN = "".join(c for c in unicodedata.normalize("NFD", TRUTH.replace("đ", "d").replace("Đ", "D")) if ord(c) < 0x300)


def code(text: str) -> str | None:
    note = readability_note(text, Settings())
    return note.code if note else None


def test_syllables_of_the_language_are_well_formed():
    words = "nghiêng NGUYỄN khuỷu quốc giếng gì quyết thuở Đảng ý ở oái hoà hòa uỷ ủy kỹ kĩ"
    assert [word for word in words.split() if not is_syllable(word)] == []


def test_garble_is_not():
    words = "chÊt h¹nh tháṕ cảc xyz kìp Âàûng thỏnc wow"
    assert [word for word in words.split() if is_syllable(word)] == []


def test_a_normal_text_gets_no_note_composed_or_not():
    assert code(TRUTH) is None
    assert code(unicodedata.normalize("NFD", TRUTH)) is None


LETTERS_LOST = TRUTH.replace("iề", "ề").replace("ượ", "ợ").replace("ệ", "").replace("ô", "").replace("ạ", "")
TORN = " ".join(" ".join(word) if number % 3 == 0 else word for number, word in enumerate(TRUTH.split()))
TECHNICAL = (
    "Tôi phụ trách website của trường và fanpage Facebook, đăng 64 tin bài, cấu hình router wifi cho ba phòng máy, cài "
    "Windows 11 và Microsoft Office cho 27 máy tính, hỗ trợ giáo viên dùng Google Meet, Zalo và Canva trong các buổi "
    "online. Tôi backup dữ liệu server, thay switch hỏng, viết script Excel; đc tổ khen, gv và hs dùng tốt."
)
HIGHLANDS = (
    "Ksor H'Bơih, Y Ayŭn Niê Kđăm và Rah Lan Pyan ở buôn Kmrơng Prŏng dạy tiếng Êđê; tôi dịch bài hát Čư Yang Sin cho "
    "lớp ở Krông Pắk, Đắk Mil và Plei Kần, ghi âm ông Ama Blik kể khan Đăm Săn trong ba buổi tối tháng chín."
)


def mojibake(text):
    """UTF-8 read as Windows-1252."""
    return text.encode("utf-8").decode("cp1252", "replace")


@pytest.mark.parametrize(
    "text",
    [
        tcvn3(TRUTH.lower()),
        vni(TRUTH.lower()),
        mojibake(TRUTH),
        TRUTH.replace("a", "\u0430"),
        TRUTH.replace("ế", "\ufffd").replace("ấ", "\ufffd").replace("ự", "\ufffd"),
        LETTERS_LOST,
        TORN,
        "".join(TRUTH.split(" ")),
    ],
    ids=["TCVN3", "VNI", "UTF-8 as Windows", "look-alikes", "replaced", "letters lost", "torn apart", "glued together"],
)
def test_what_reading_breaks_is_doubtful(text):
    assert code(text) == "doubtful"


@pytest.mark.parametrize("text", [ENGLISH, TECHNICAL, HIGHLANDS], ids=["English", "technical", "names of minorities"])
def test_what_was_typed_so_is_not_doubtful(text):
    assert code(text) is None


def test_the_note_shows_the_damaged_words_and_no_names():
    text = "Nguyễn Thịnh đợc phân công và đợc khen, ngòi dân đợc trả lời đúng hẹn ở bản Mịt, đừng đi lại nhiều ngèi. "
    note = readability_note(text * 2, Settings())
    assert note is not None
    assert note.detail == "damaged=0.182 words=đợc, ngèi"


def test_a_text_without_marks_is_told_as_such_also_where_only_half_of_it_has_none():
    assert code(PLAIN) == "unmarked"
    lines = zip(TRUTH.split("\n"), PLAIN.split("\n"), strict=True)
    assert (
        code("\n".join(plain if number % 4 else marked for number, (marked, plain) in enumerate(lines))) == "unmarked"
    )


def test_texts_under_twenty_syllables_are_not_judged():
    assert code("Complete all tasks on time.") is None


def test_shares_are_counted_by_hand():
    # "Tôi", "đã", "xong" are syllables, "week" and "plan" are not; two carry marks; UBND and 12 do not count
    assert measure("Tôi đã xong week plan, UBND 12") == (3 / 5, 2 / 5, 5)


def measured_word_by_word(text: str) -> tuple[float, float, int]:
    words = list(_word_counts(text).elements())
    count = max(len(words), 1)
    shares = sum(map(is_syllable, words)) / count, sum(not word.isascii() for word in words) / count
    return (*shares, len(words)) if words else (1.0, 1.0, 0)


@given(
    st.one_of(
        st.text(max_size=100),
        st.text("aâệeghnt AĐ.,-/1\n\t\u0301\u0323\u200b\u2000\x1c", max_size=100),
        st.lists(st.sampled_from(TRUTH.split()), max_size=40).map(" ".join),
    )
)
def test_a_text_counts_as_its_words_do(text):
    assert measure(text) == measured_word_by_word(text)
    assert measure(unicodedata.normalize("NFD", text)) == measured_word_by_word(text)
    alone = re.findall(r"(?<![^\s])[^\W\d_A-Z](?![^\s])", unicodedata.normalize("NFC", text))
    assert readability._counts(text).singles == len(alone)
    assert readability._singles(text) == Counter(alone)


@pytest.mark.parametrize("text", ["từ " * 40_000, "từ" * 60_000, "một-hai " * 20_000])
def test_only_the_beginning_of_a_long_text_is_counted(text):
    assert measure(text) == measure(text[:100_000]) == measured_word_by_word(text)


def test_memory_of_pieces_is_bounded(monkeypatch):
    monkeypatch.setattr(readability, "_MAX_REMEMBERED", 10)
    monkeypatch.setattr(readability, "_PIECES", readability._Pieces())
    assert measure(" ".join(f"từ{n}" for n in range(50)))[2] == 50
    assert len(readability._PIECES) <= 10
    measure("dài" * 100)
    assert not any(len(piece) > 100 for piece in readability._PIECES)
