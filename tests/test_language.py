"""The catalogue is complete. To bring it up to date after a message was added or changed:

pybabel extract -F detector/locale/babel.cfg -k t --no-location -o messages.pot detector
pybabel update -i messages.pot -d detector/locale -D detector -l vi --no-fuzzy-matching --ignore-obsolete
(translate what is empty in detector/locale/vi/LC_MESSAGES/detector.po)
pybabel compile -d detector/locale -D detector
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import detector
from detector.language import date_text, number, percent, translated, translator

PACKAGE = Path(detector.__file__).parent
CATALOGUE = PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "detector.po"


@pytest.fixture(scope="module")
def catalogue() -> Any:
    pofile = pytest.importorskip("babel.messages.pofile")
    with CATALOGUE.open("rb") as stream:
        return pofile.read_po(stream)


def extracted() -> set[str]:
    """All messages of the package, by the same rules as the command above."""
    from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    with (PACKAGE / "locale" / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    keywords = {**DEFAULT_KEYWORDS, "t": None}
    found = extract_from_dir(str(PACKAGE), methods, options, keywords)
    return {message if isinstance(message, str) else message[0] for _, _, message, *_ in found}


def test_every_message_of_the_package_is_in_the_catalogue(catalogue: Any) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue}
    assert extracted() - known == set()


def test_no_message_is_untranslated_or_fuzzy(catalogue: Any) -> None:
    messages = [message for message in catalogue if message.id]
    texts = [message.string if isinstance(message.string, tuple) else (message.string,) for message in messages]
    assert [message.id for message, strings in zip(messages, texts, strict=True) if not all(strings)] == []
    assert [message.id for message in messages if message.fuzzy] == []


# What a library says stays out of a Vietnamese sentence: it says it in English.
ENGLISH_WORDS = frozenset({"error", "type", "what", "reason", "group"})


def test_a_translation_has_the_same_blanks_to_fill(catalogue: Any) -> None:
    def blanks(text: str) -> set[str]:
        return set(re.findall(r"\{(\w*)", text))

    for message in catalogue:
        ids = (message.id,) if isinstance(message.id, str) else message.id
        strings = (message.string,) if isinstance(message.string, str) else message.string
        wanted = {name for text in ids for name in blanks(text)}
        for text in strings if ids[0] else ():
            assert blanks(text) <= wanted, text
            assert wanted - blanks(text) <= ENGLISH_WORDS, text


def test_what_was_said_in_english_is_known_again() -> None:
    said = "nam.docx: The file is damaged: not a complete zip package (File is not a zip file). Ask for it again, "
    known = translated(said + "or open it and save a copy.", "vi")
    assert known == (
        "nam.docx: Tệp bị hỏng: gói nén không đầy đủ. Hãy yêu cầu gửi lại, hoặc mở tệp và lưu một bản sao."
    )
    assert translated("There is no text in it. Ask for it again.", "vi") == (
        "Trong tệp không có chữ nào. Hãy yêu cầu gửi lại."
    )
    assert translated("a: no such setting. 'detector settings' lists them.\nb: expected 1 to 3, got 9", "vi") == (
        "a: không có cài đặt này. Lệnh 'detector settings' liệt kê các cài đặt.\nb: phải từ 1 đến 3, nhận được 9"
    )


def test_words_of_nobody_stay_as_they_are() -> None:
    for words in ("", "Trần Thị Bình", "to_1/an.docx: Báo cáo", "What she wrote. And more.", "{", "a {b} c"):
        assert translated(words, "vi") == words
        assert translated(words, "en") == words


def test_the_compiled_catalogue_is_the_catalogue(catalogue: Any) -> None:
    """By what both say: the bytes hold the version of the tool that wrote them."""
    from babel.messages.mofile import read_mo

    with CATALOGUE.with_suffix(".mo").open("rb") as stream:
        compiled = read_mo(stream)
    assert said_by(compiled) == said_by(catalogue)


def said_by(messages: Any) -> dict[Any, Any]:
    """Translations by message; one that is the same for every number stands for itself."""
    return {_hashable(message.id): _hashable(message.string) for message in messages if message.id}


def _hashable(said: Any) -> Any:
    return tuple(said) if isinstance(said, list | tuple) else said


def test_no_word_of_the_catalogue_is_a_verdict(catalogue: Any) -> None:
    words = " ".join(str(message.string) for message in catalogue if message.id).lower()
    assert [word for word in ("đạo văn", "gian lận", "vi phạm", "chống chế", "kết tội") if word in words] == []


def test_copying_is_named_only_where_it_is_explained_or_a_person_concludes(catalogue: Any) -> None:
    naming = {str(message.id)[:14] for message in catalogue if "sao chép" in str(message.string).lower()}
    assert naming <= {"Every syllable", "not copied"}


def test_an_unknown_language_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="lang must be one of vi, en"):
        translator("fr")


def test_numbers_shares_and_dates_follow_the_language() -> None:
    assert number(1234.5, 1, "vi") == "1.234,5"
    assert number(1234.5, 1, "en") == "1,234.5"
    assert percent(0.332, "vi", 1) == "33,2 %"
    assert percent(0.332, "en", 1) == "33.2%"
    assert date_text(date(2026, 11, 4), "vi") == "04/11/2026"
    assert date_text(date(2026, 11, 4), "en") == "2026-11-04"
