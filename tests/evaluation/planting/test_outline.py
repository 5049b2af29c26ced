from __future__ import annotations

from detector.documents import Document
from detector.evaluation.planting.outline import heading_keys, outline


def test_headings_are_what_several_forms_have(forms: list[Document]) -> None:
    assert heading_keys(forms) == {"chinh tri tu tuong", "ket qua cong tac", "tu xep loai"}


def test_a_body_is_what_the_person_wrote_below_heading_and_instruction(forms: list[Document]) -> None:
    form = outline(forms[0], heading_keys(forms))
    bodies = [form.body(item) for item in form.items]
    assert bodies[0].startswith("Tôi dự đủ 12 buổi")
    assert bodies[0].endswith("thứ Hai.")
    assert bodies[2] == "Hoàn thành tốt nhiệm vụ"


def test_header_and_signature_belong_to_no_item(forms: list[Document]) -> None:
    form = outline(forms[0], heading_keys(forms))
    assert form.text[: form.middle.start] == "PHIẾU TỰ ĐÁNH GIÁ\nHọ và tên: An\n"
    assert form.text[form.middle.end :].strip() == "Phú Lâm, ngày 16 tháng 12 năm 2024\nNGƯỜI TỰ ĐÁNH GIÁ\nAn"


def test_a_text_without_headings_is_one_item() -> None:
    letter = Document("letter.txt", "", "Kính gửi chi bộ, tôi xin báo cáo như sau.")
    assert [item.body for item in outline(letter, heading_keys([letter])).items] == [(outline(letter, ()).middle)]
