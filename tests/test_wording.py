from __future__ import annotations

from functools import partial

import pytest

from detector import wording
from detector.documents import Role, SkipReason
from detector.findings import FLAG_LABELS, FLAG_MEANINGS, finding_sentence
from detector.matches import Pair, Passage, Side
from detector.records import SHARE_KEYS
from detector.report import Finding
from detector.wording import class_letter, label, pair_sentence

KINDS = tuple(FLAG_LABELS)
TABLES = {name: table for name, table in vars(wording).items() if name.endswith(("_LABELS", "_MEANINGS", "_REMEDIES"))}
TABLES |= {"FLAG_LABELS": FLAG_LABELS, "FLAG_MEANINGS": FLAG_MEANINGS}

SHARED: dict[str, int | float | str] = {
    "other_id": "to_1/an.docx",
    "other_author": "Nguyễn Văn An",
    "matched_syllables": 312,
    "own_syllables": 480,
    "share": 0.65,
    "passages": 9,
    "sentences": 23,
    "total_sentences": 31,
    "spread": 2,
    "submissions": 46,
    "rarity_bits": 640.0,
}


def test_shared_passages_are_told_by_sentences_amount_and_rarity() -> None:
    finding = Finding("shared", 640.0, 120.0, SHARED, ("to_1/an.docx", "b", "c"))
    assert finding_sentence(finding, "en") == (
        "23 of 31 sentences are also found in the submission of Nguyễn Văn An; 312 of 480 syllables outside form and "
        "regulation (65%); 2 of 46 submissions have the rarest passage; 2 other submissions share passages too."
    )
    assert finding_sentence(finding, "vi") == (
        "23 trên 31 câu cũng có trong bản của Nguyễn Văn An; 312 trên 480 chữ ngoài biểu mẫu và quy định (65 %); "
        "2 trên 46 bản có đoạn hiếm nhất; còn 2 bản khác cũng có đoạn trùng."
    )


def test_without_an_author_the_text_is_named() -> None:
    finding = Finding("shared", 1.0, 1.0, {**SHARED, "other_author": ""})
    assert "the submission of to_1/an.docx" in finding_sentence(finding, "en")


def test_a_group_is_told_by_its_size() -> None:
    facts: dict[str, int | float | str] = {
        "cluster": "c1",
        "members": 13,
        "submissions": 46,
        "core_syllables": 1240,
        "share": 0.8,
    }
    assert finding_sentence(Finding("cluster", 13, 3, facts), "vi") == (
        "Thuộc cụm 13 bản có nhiều nội dung giống nhau, trong đơn vị có 46 bản; 80 % phần ngoài biểu mẫu và quy "
        "định nằm trong đó; phần chung của cả cụm dài 1.240 chữ."
    )


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (
            "reference",
            {"source_id": "mau.docx", "share": 0.41, "matched_syllables": 220, "passages": 4},
            "41% of the text is that of the known sample mau.docx; 220 syllables in common.",
        ),
        (
            "previous",
            {"source_id": "2023/an.docx", "year": 2023, "share": 0.92, "matched_syllables": 410},
            "92% of the text is that of the person's submission of 2023; 410 syllables in common.",
        ),
        (
            "boilerplate",
            {"share": 0.87, "concrete_per_100": 0.4},
            "87% of the text without the form is regulation wording and stock clauses; "
            "0.4 concrete details per 100 syllables.",
        ),
        (
            "not_concrete",
            {"concrete": 1, "per_100": 0.3, "syllables": 320},
            "1 concrete detail (figure, named task, document number, date) in 320 syllables.",
        ),
        (
            "not_enough_text",
            {"syllables": 12, "minimum": 40},
            "Without form and regulation wording 12 syllables are left, fewer than 40: no share is given.",
        ),
        (
            "unreadable",
            {"code": "ocr", "detail": "pages 1-3"},
            "The text was recognised from pictures; compare the text with the original file before using it.",
        ),
        (
            "hidden_words",
            {"words": 1200, "places": 3, "hiding": "attribute colour", "which": "một hai {x} …"},
            "The file holds 1,200 words that a reader of its pages does not see (marked as hidden, in the colour of "
            "the background): “một hai {x} …”; they were not compared and are in no share.",
        ),
    ],
)
def test_each_kind_has_its_sentence(kind: str, facts: dict[str, int | float | str], sentence: str) -> None:
    assert finding_sentence(Finding(kind, 0, 0, facts), "en") == sentence


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_missing_facts_make_a_sentence_shorter_never_wrong(kind: str, lang: str) -> None:
    sentence = finding_sentence(Finding(kind, 0, 0), lang)
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert not any(character.isdigit() for character in sentence)


def test_every_single_fact_may_be_missing() -> None:
    for name in SHARED:
        facts = {key: value for key, value in SHARED.items() if key != name}
        assert "None" not in finding_sentence(Finding("shared", 1, 1, facts), "vi")


def test_a_name_with_braces_is_only_a_name() -> None:
    facts = {**SHARED, "other_author": "{other} {0}"}
    assert "the submission of {other} {0};" in finding_sentence(Finding("shared", 1, 1, facts), "en")


def test_an_unknown_kind_is_shown_as_it_is() -> None:
    assert finding_sentence(Finding("later", 0, 0), "vi") == "Later."


def test_a_pair_is_told_by_sentences_shares_and_rarity() -> None:
    pair = Pair("a", "b", True, 640.0, 0.4, 0.8, 0.65, 0.5, 2, None)
    passages = [
        Passage(Side("a", 0, 9), Side("b", 0, 9), spread=3),
        Passage(Side("a", 10, 19), Side("b", 10, 19), spread=2),
    ]
    told = partial(pair_sentence, pair, submissions=46, names=("An", "Bình"))
    assert told(passages, left_sentences=(23, 31), lang="en") == (
        "23 of 31 sentences of An are also in the text of Bình; they are 65% of the text outside form and "
        "regulation of An and 50% of Bình; 2 of 46 submissions have the rarest passage."
    )
    assert told([]) == (
        "Bản của An và bản của Bình có đoạn trùng nhau; chiếm 65 % phần ngoài biểu mẫu và quy định "
        "của An và 50 % của Bình."
    )


def test_every_code_has_words() -> None:
    assert set(wording.CLASS_LABELS) == set(wording.CLASS_MEANINGS) == set(SHARE_KEYS)
    assert set(wording.ROLE_LABELS) == set(Role)
    assert set(wording.SKIP_LABELS) == set(wording.SKIP_REMEDIES) == set(SkipReason)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_each_class_has_a_letter_of_its_own(lang: str) -> None:
    assert len({class_letter(kind, lang) for kind in SHARE_KEYS}) == len(SHARE_KEYS)


@pytest.mark.parametrize("table", TABLES)
def test_the_words_of_both_languages_differ(table: str) -> None:
    labels = TABLES[table]
    assert [code for code in labels if label(labels, code, "vi") == label(labels, code, "en")] == []


def test_the_classes_have_the_names_of_the_office() -> None:
    assert {code: label(wording.CLASS_LABELS, code) for code in wording.CLASS_LABELS} == {
        "form": "phần theo biểu mẫu",
        "rule": "câu theo quy định",
        "common": "câu phổ biến",
        "reference": "nguồn mẫu đã biết",
        "previous": "trùng bản kỳ trước",
        "shared": "đoạn trùng",
        "own": "phần viết riêng",
    }


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert label(wording.NOTE_LABELS, "later") == "later"
