"""Every disguise hides nothing from the labels: what was copied is still where the label says."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest

from detector.documents import Document
from detector.errors import InputError
from detector.evaluation.locate import Locator
from detector.evaluation.planting import Order, PlantedUnit, plant
from detector.evaluation.planting.registry import all_disguises

# disguise -> a piece of An's text and what becomes of it
EXAMPLES = {
    "bullets": ("Tôi dự đủ", "Tôi dự đủ"),
    "crossed_d": ("đủ", "ðủ"),
    "no_marks": ("Tôi dự đủ 12 buổi sinh hoạt", "Toi du du 12 buoi sinh hoat"),
    "tone_placement": ("cô Hoà", "cô Hòa"),
    "upper_case": ("phiếu học tập", "PHIẾU HỌC TẬP"),
    "y_for_i": ("kỷ luật", "kỉ luật"),
    "nfd": ("dựng góc đọc", unicodedata.normalize("NFD", "dựng góc đọc")),
}
NO_OCCASION = {"abbreviated", "spelled_out", "joined_bullets"}  # An's text has nothing for them to change


@pytest.mark.parametrize("disguise", all_disguises())
def test_labelled_passages_are_in_both_texts_where_the_label_says(forms: list[Document], disguise: str) -> None:
    unit = copied(forms, disguise)
    for passage in unit.labels()["copies"][0]["passages"]:
        for side, id in (("copy", "binh.txt"), ("source", "an.txt")):
            text = text_of(unit, id)
            assert text[passage[f"{side}_start"] : passage[f"{side}_end"]] == passage[f"{side}_text"]
            assert len(Locator(text).find(passage[f"{side}_text"])) == 1


@pytest.mark.parametrize("disguise", sorted(set(all_disguises()) - NO_OCCASION))
def test_the_copy_differs_from_a_plain_copy(forms: list[Document], disguise: str) -> None:
    assert text_of(copied(forms, disguise), "binh.txt") != text_of(copied(forms, ""), "binh.txt")


@pytest.mark.parametrize("disguise", EXAMPLES)
def test_a_disguise_does_what_it_says(forms: list[Document], disguise: str) -> None:
    before, after = EXAMPLES[disguise]
    assert before in text_of(copied(forms, ""), "binh.txt")
    assert after in text_of(copied(forms, disguise), "binh.txt")


@pytest.mark.parametrize("disguise", ["bullets", "facts", "pronouns", "reordered", "synonyms", "typing_errors"])
def test_wording_disguises_leave_the_persons_own_header_alone(forms: list[Document], disguise: str) -> None:
    assert text_of(copied(forms, disguise), "binh.txt").startswith("PHIẾU TỰ ĐÁNH GIÁ\nHọ và tên: Binh\n1. Chính trị")


def test_disguises_are_worn_one_over_the_other(forms: list[Document]) -> None:
    text = text_of(copied(forms, "no_marks+upper_case"), "binh.txt")
    assert "TOI DU DU 12 BUOI" in text


def test_abbreviations_are_put_in_and_written_out(forms: list[Document]) -> None:
    longer = [
        Document(form.id, "", form.text.replace("Tôi dạy Toán", "Tôi dạy Toán theo SGK, dùng công nghệ thông tin"))
        for form in forms
    ]
    assert "dùng CNTT" in text_of(copied(longer, "abbreviated"), "binh.txt")
    assert "theo sách giáo khoa" in text_of(copied(longer, "spelled_out"), "binh.txt")


def test_an_unknown_disguise_is_told_with_the_ones_there_are(forms: list[Document]) -> None:
    with pytest.raises(InputError, match=r"wig: no such disguise\. There are abbreviated, bullets"):
        copied(forms, "wig")


def copied(forms: Sequence[Document], disguise: str) -> PlantedUnit:
    """Bình has An's text in this disguise."""
    return plant(forms, [Order("verbatim", disguise, copier_ids=("binh.txt",), source_ids=("an.txt",))], seed=4)


def text_of(unit: PlantedUnit, id: str) -> str:
    return next(document.text for document in unit.documents if document.id == id)
