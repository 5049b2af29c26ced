"""Of long lines only what may hold a label is read: the same labels come out as where every word is looked at."""

import re
from itertools import product
from random import Random

import pytest

from detector.text.heads import labels
from detector.text.heads.labels import label_texts, marks_in, word_keys
from detector.text.heads.slots import BREAK, slot_of

SIGNS = [
    " ",
    ": ",
    "; ",
    " - ",
    ", ",
    "\t",
    "   ",
    ". ",
    "...",
    "…",
    " / ",
    " (",
    ") ",
    " 2. ",
    "_",
    "? ",
    "/",
    "|",
    " • ",
]
VALUES = ["Lê An", "năm 2024", "tôi", "5", "trường", "Nguyễn Văn Bình, sinh ngày 2/3/1980", "làm việc ở xã Phú Sơn"]


def made_lines(count: int) -> list[str]:
    random = Random(7)
    known = [text for texts in label_texts().values() for text in texts]
    lines = []
    for _ in range(count):
        parts = []
        for _ in range(random.randrange(1, 7)):
            label = random.choice(known)
            parts += [random.choice((label, label.capitalize(), *VALUES)), random.choice(SIGNS)]
        lines.append(slot_of("".join(parts)).text)
    return lines


def test_labels_are_those_that_are_found_where_every_word_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = made_lines(3000)
    quick = [marks_in.__wrapped__(line) for line in lines]  # type: ignore[attr-defined]
    monkeypatch.setattr(labels, "_SIGN", re.compile(r"\Z"))
    assert quick == [marks_in.__wrapped__(line) for line in lines]  # type: ignore[attr-defined]
    assert sum(map(bool, quick)) > 500
    assert sum(not found for found in quick) > 1000


@pytest.mark.parametrize("most", [1, 3, 8])
def test_the_first_words_of_a_long_text_are_those_of_the_whole(most: int) -> None:
    texts = [
        "Người viết " * 50,
        "một" + " " * 300 + "hai ba",
        "Nghiêng" * 60 + " hai",
        "a\u0301 b\u0323 " * 90,
        "- " * 200,
    ]
    assert [word_keys(text, most) for text in texts] == [word_keys(text)[:most] for text in texts]


def test_what_parts_two_values_is_found_as_by_the_plain_pattern():
    plain = re.compile(r"\t|\s{3,}|[.…_]{2,}|…")
    for letters in product("\t \u00a0.…_a", repeat=5):
        text = "".join(letters)
        assert [found.span() for found in BREAK.finditer(text)] == [found.span() for found in plain.finditer(text)]
