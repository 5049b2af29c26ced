"""Other languages written with spaces are texts like any; a script that is cut wrongly is told."""

from __future__ import annotations

import pytest

import detector
from detector.readers.languages import _FUNCTION_WORDS, is_other_language, unspaced_script
from detector.readers.readability import is_syllable, readability_note
from detector.settings import Settings

SPACED = {
    "English": "During the flood of September the water stood almost one metre high in the school yard, and with the "
    "kitchen staff I carried the files to the upper floor of the library before the pupils came back from holidays.",
    "French": "Pendant la crue de septembre, l'eau montait à un mètre dans la cour de l'école et nous avons porté "
    "les dossiers à l'étage de la bibliothèque, puis nettoyé la boue pendant trois jours avec les élèves.",
    "German": "Während des Hochwassers im September stand das Wasser auf dem Schulhof fast einen Meter hoch, und wir "
    "trugen die Akten nach oben; für die Schüler wurde der Unterricht nach drei Tagen fortgesetzt.",
    "Russian": "Во время сентябрьского наводнения вода во дворе школы стояла почти на метр, и мы вместе с работниками "
    "кухни перенесли документы на верхний этаж библиотеки. Потом мы три дня убирали грязь, пока ученики не вернулись.",
}
UNSPACED = {
    "Chinese": "九月的洪水期间，学校院子里的水深近一米，我和厨房的同事一起把档案搬到图书馆楼上。水退以后清理了。",
    "Thai": "ในช่วงน้ำท่วมเดือนกันยายนน้ำในสนามโรงเรียนสูงเกือบหนึ่งเมตรฉันกับเพื่อนร่วมงานได้ขนเอกสารขึ้นไปชั้นบน",
    "Lao": "ໃນໄລຍະນ້ຳຖ້ວມເດືອນກັນຍານ້ຳໃນເດີ່ນໂຮງຮຽນສູງເກືອບໜຶ່ງແມັດຂ້ອຍກັບເພື່ອນຮ່ວມງານໄດ້ຂົນເອກະສານຂຶ້ນໄປຊັ້ນເທິງ",
}
VIETNAMESE = (
    "Mùa lũ tháng chín, nước ngập sân trường gần một mét, tôi cùng các cô nuôi chuyển hồ sơ lên gác thư viện. "
    "Sau khi nước rút, chúng tôi dọn bùn suốt ba ngày rồi mới mở cửa đón học sinh trở lại."
)


@pytest.mark.parametrize("language", SPACED)
def test_a_language_written_with_spaces_is_not_doubtful(language: str) -> None:
    assert readability_note(SPACED[language], Settings()) is None
    assert is_other_language(SPACED[language])


@pytest.mark.parametrize("script", UNSPACED)
def test_a_script_without_spaces_is_told_and_equal_texts_are_found(script: str) -> None:
    other = UNSPACED["Thai" if script == "Chinese" else "Chinese"]
    report = detector.scan({"a": UNSPACED[script], "b": UNSPACED[script], "c": other})
    assert [note.code for note in report.document("a").notes] == ["unspaced_script"]
    assert "unreadable" in report.submission("a").flags
    assert [(pair.left_id, pair.right_id) for pair in report.pairs.flagged()] == [("a", "b")]


def test_no_function_word_is_a_vietnamese_syllable() -> None:
    assert [word for word in _FUNCTION_WORDS if is_syllable(word)] == []


def test_vietnamese_is_neither() -> None:
    for text in (VIETNAMESE, VIETNAMESE.upper(), VIETNAMESE + " Đề tài: Learning for the future of the school."):
        assert not is_other_language(text)
        assert unspaced_script(text) == ""


def test_vietnamese_in_disguise_or_damaged_stays_doubtful() -> None:
    disguised = VIETNAMESE.replace("a", "а").replace("o", "о").replace("c", "с")  # Cyrillic look-alikes
    damaged = VIETNAMESE.encode("utf-8").decode("cp1252", "replace")
    for text in (disguised, damaged):
        note = readability_note(text, Settings())
        assert note is not None
        assert note.code == "doubtful"
