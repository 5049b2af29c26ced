"""Old fonts are repaired; Unicode and other languages are left alone."""

from __future__ import annotations

import pytest

from detector.documents import Block
from detector.readers.base import Extract, FontSpan
from detector.readers.compose import compose_lines
from detector.readers.encoding import repair
from tests.readers.make import TRUTH, tcvn3, vni

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
