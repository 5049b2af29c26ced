"""Old fonts are repaired; Unicode and other languages are left alone."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import pytest

from detector.documents import Block
from detector.readers.base import Extract, FontSpan
from detector.readers.compose import compose_lines
from detector.readers.encoding import repair
from detector.readers.old_letters import letters_of, to_unicode
from detector.readers.old_words import _old_ones, _words
from tests.readers.fixtures.make_fixtures import OLD_FONT_LINES
from tests.readers.make import TRUTH, tcvn3, vni

FIXTURES = Path(__file__).parent / "fixtures"
LOWER = TRUTH.lower()
OTHERS = {
    "French": "Le résumé de l'élève a été très apprécié par les collègues français à l'école où il était logé.",
    "Spanish": "El señor Muñoz también enseñó a los niños la canción de cumpleaños mañana por la mañana en la montaña.",
    "German": "Die Schüler überprüften größere Übungen für die spätere Prüfung und hörten täglich Lieder.",
    "Portuguese": "A avaliação não será concluída até que as informações estejam à disposição dos órgãos responsáveis.",
}


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_lines_in_an_old_font_are_repaired_and_counted(encode):
    fixed = repair(compose_lines(encode(LOWER)))
    assert fixed.text == LOWER
    lines = len(LOWER.split("\n"))
    assert fixed.notes[0].detail == f"lines={lines} encodings={encode.__name__}"


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_old_lines_among_unicode_lines_are_repaired_and_the_others_stay(encode):
    lines = LOWER.split("\n")
    mixed = [encode(line) if n % 2 else line for n, line in enumerate(lines)]
    assert repair(compose_lines("\n".join(mixed))).text == LOWER


def test_unicode_text_under_an_old_font_name_stays_the_same_object():
    extract = Extract(TRUTH, (), fonts=(FontSpan(0, len(TRUTH), ".VnTime"),))
    assert repair(extract) is extract


def test_short_unicode_lines_with_western_letters_only_stay_the_same():
    text = "Tác phong có\nHà Nam\nLê Thái\nVí dò là\ncá nhân\nTôi có sáng kiến và hoàn thành"
    extract = compose_lines(text)
    assert repair(extract) is extract


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_stay_the_same(language):
    extract = compose_lines("\n".join([OTHERS[language]] * 3))
    assert repair(extract) is extract


def test_blocks_move_with_the_repaired_text():
    old, rest = vni("chấp hành nghiêm chỉnh chủ trương, đường lối của đảng"), "Hết."
    extract = Extract(f"{old}\n{rest}", (Block(0, len(old)), Block(len(old) + 1, len(old) + 5)))
    fixed = repair(extract)
    assert [fixed.text[b.start : b.end] for b in fixed.blocks] == fixed.text.split("\n")
    assert fixed.text.endswith("\nHết.")


SENTENCE = "tôi chủ trì dựng lại kho lưu trữ hồ sơ đất đai tại xã nậm pồ trong ba tháng mùa mưa"


@pytest.mark.parametrize("encode", [tcvn3, vni])
@pytest.mark.parametrize("letter", "Đăơưạếở")
def test_one_unicode_letter_does_not_keep_a_line_from_being_repaired(encode, letter):
    line = f"Đã làm: {SENTENCE}".replace("Đã", letter + "ã" if letter == "Đ" else letter)
    words = line.split(" ")
    old = " ".join([letter + encode(words[0][1:]), *map(encode, words[1:])])
    assert repair(compose_lines(old)).text == line


@pytest.mark.parametrize("encode", [tcvn3, vni])
@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("họ và tên: ", "Nguyễn Thị Hoà Bình"),
        ("đơn vị công tác: ", "Trường THCS Sông Trăng"),
        ("tôi đã hoàn thành nhiệm vụ được giao, ", "được Chủ tịch UBND xã Nậm Pồ tặng giấy khen"),
    ],
)
def test_an_old_label_beside_a_unicode_value_is_repaired_and_the_value_stays(encode, label, value):
    assert repair(compose_lines(encode(label) + value)).text == label + value
    assert repair(compose_lines(f"{value}, {encode(label)}")).text == f"{value}, {label}"


def test_a_single_old_word_among_unicode_ones_needs_other_lines_to_speak_for_it():
    line = f"{vni('đã')} hết mùa mưa"
    assert repair(compose_lines(line)).text == line
    assert repair(compose_lines(f"{vni(SENTENCE)}\n{line}")).text == f"{SENTENCE}\nđã hết mùa mưa"


@pytest.mark.parametrize(
    "text",
    [
        "Phòng rộng 25 m², nhiệt độ 27 °C ± 2, tỷ lệ ½, xem «Quy chế» § 3 · bản quyền ®",
        "Ông Müller và bà Muñoz (Zürich, São Paulo) thăm trường; thực đơn có café, crème và jalapeño",
        "Người Êđê ở Krông Năng, Đắk Lắk và người K'Ho, H'Mông, Giẻ Triêng tại Lý Sơn",
        "Hoà, Thuý, Tuấn: hoàn thành; quý I: đạt, quý II: vượt. Ý thức kỷ luật tốt, có sáng kiến ở tổ",
    ],
)
def test_unicode_lines_with_foreign_words_and_signs_stay_the_same(text):
    extract = compose_lines(f"{text}\n{TRUTH}")
    assert repair(extract) is extract


def test_the_cheapest_way_through_a_line_is_that_of_trying_all():
    """Brute force over every way to call the words old or not."""

    def cost(words, kinds):
        changes = sum(
            word.change for word, (one, other) in zip(words[1:], pairwise(kinds), strict=True) if one != other
        )
        return changes + sum(w.as_old if old else w.as_unicode for w, old in zip(words, kinds, strict=True))

    lines = (f"{vni('họ và tên')}: Hoà Bình, sô {vni('đã làm')}", f"Đ{vni('ã làm')} và {vni('hoàn thành tốt')}")
    for line in lines:
        words = _words(line, "vni")
        ways = list(product((False, True), repeat=len(words)))
        chosen = _old_ones(words)
        kinds = tuple(word in chosen for word in words)
        assert cost(words, kinds) == pytest.approx(min(cost(words, way) for way in ways))
        assert any(kinds)


def test_a_capital_font_makes_capitals_of_plain_letters_too():
    old, plain = tcvn3("bản tự kiểm điểm của"), "cao thanh lam"
    text = f"{old}\n{plain}\n{plain}"
    fonts = (FontSpan(0, len(old), ".VnTimeH"), FontSpan(len(old) + 1, len(old) + 1 + len(plain), ".VnTimeH"))
    fixed = repair(Extract(text, fonts=fonts)).text
    assert fixed == "BẢN TỰ KIỂM ĐIỂM CỦA\nCAO THANH LAM\ncao thanh lam"
    stale = (FontSpan(0, len(plain), ".VnTimeH"), FontSpan(len(plain) + 1, len(plain) + 21, ".VnTimeH"))
    extract = Extract(f"{plain}\nbản tự kiểm điểm cuối", fonts=stale)
    assert repair(extract) is extract


def test_signs_between_figures_are_no_letters_of_tcvn3():
    assert to_unicode("n\u2212íc 5\u22123", "tcvn3") == "nước 5\u22123"


def test_vni_has_every_letter_of_the_language():
    small = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
    for letters in (small, small.upper()):
        assert to_unicode(vni(letters), "vni") == letters
    assert set(letters_of("tcvn3").values()) >= set(small)


def test_a_doc_knows_the_fonts_of_its_runs_and_styles(extract):
    (item,) = extract("a.doc", (FIXTURES / "old_fonts.doc").read_bytes())
    assert tuple(item.text.split("\n")) == OLD_FONT_LINES


def test_a_vni_line_with_a_unicode_capital_is_read_as_the_unicode_file(extract):
    old, new = (
        extract("a.docx", (FIXTURES / "vni_one_unicode_letter" / name).read_bytes())[0].text.split("\n")
        for name in ("oneD.docx", "uni.docx")
    )
    assert [line.removeprefix("Đã làm: ") for line in old[5:]] == [line.removeprefix("Đã làm: ") for line in new[5:]]
    assert old[5].startswith("Đã làm: Tôi chủ trì dựng lại kho lưu trữ hồ sơ")
