"""Of long lines only what may hold a label or a rating is read: the same comes out as where every word is looked at."""

import re
import sys
from itertools import product
from random import Random

import pytest

from detector.text.heads import labels, rating_lines
from detector.text.heads.boxes import boxes_in
from detector.text.heads.labels import first_key, label_texts, marks_from_start, marks_in, starts_behind, word_keys
from detector.text.heads.rating_lines import levels_in, line_of
from detector.text.heads.slots import BREAK, between_breaks, slot_of
from detector.text.lexicon import resource

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


def test_a_line_that_begins_with_a_label_has_all_its_labels_and_others_have_none():
    found = 0
    for line in made_lines(3000):
        marks = marks_in(line)
        begins = bool(marks) and marks[0].start <= starts_behind(slot_of(line).folded)
        assert marks_from_start(line) == (marks if begins else ())
        found += begins
    assert 300 < found < 2500


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


def test_a_line_without_dots_and_wide_gaps_is_not_cut():
    for letters in product("\t \u00a0.…_a", repeat=5):
        text = "".join(letters)
        assert between_breaks(text) == BREAK.split(text)
    for blank in filter(str.isspace, map(chr, range(sys.maxunicode + 1))):
        assert between_breaks(f"a{blank * 3}b") == BREAK.split(f"a{blank * 3}b") != [f"a{blank * 3}b"]


def test_the_first_word_is_that_of_all_words():
    texts = [*made_lines(500), "", " ", "- + Lý do", "(ký)", "½ a", "\u00a8x", "1.Kỹ", "a\u0301b", "_ _x"]
    assert [first_key(text) for text in texts] == [next(iter(word_keys(text)), "") for text in texts]


def made_ratings(count: int) -> list[str]:
    random = Random(11)
    data = resource("ratings.toml")
    words = [word for some in (*data["claims"].values(), *data["levels"].values()) for word in some]
    words += [*VALUES, "A", "loại B", "Tốt", "Khá", *data["ticks"]["ticked"], *data["ticks"]["empty"]]
    lines = [
        "".join(random.choice(words) + random.choice(SIGNS) for _ in range(random.randrange(1, 7)))
        for _ in range(count)
    ]
    return [slot_of(line).text for line in lines] + [
        f"{line}{' và nhiều lời khác ' * 6}" for line in lines[: count // 4]
    ]


def test_ratings_are_those_that_are_found_where_every_line_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = made_ratings(8000)
    quick = [line_of.__wrapped__(line) for line in lines]
    monkeypatch.setattr(rating_lines, "_may_claim", lambda _: True)
    monkeypatch.setattr(rating_lines, "_has_words_of_level", lambda _: True)
    levels_in.cache_clear()  # type: ignore[attr-defined]
    assert quick == [line_of.__wrapped__(line) for line in lines]
    assert sum(line.claim is not None for line in quick) > 1000
    assert sum(line.claim is None for line in quick) > 1000


def test_boxes_are_those_that_each_sign_by_itself_finds():
    signs = {name: [spelt(sign) for sign in some] for name, some in resource("ratings.toml")["ticks"].items()}
    plain = re.compile("|".join(f"(?P<{name}>{'|'.join(signs[name])})" for name in ("ticked", "empty")))
    for line in [*made_ratings(2000), "x", "xX x", "a x", "_x", "[ x ]", "(X)", "/x/x", "( )[]", "[x", "x(", "☐x"]:
        for start in (0, 1):
            expected = [(one.lastgroup == "ticked", *one.span()) for one in plain.finditer(line, start)]
            assert boxes_in(line, start) == expected


def spelt(sign: str) -> str:
    if sign == "x":
        return r"(?<!\w)[xX](?!\w)"
    inner = r"\s*[xX]\s*" if "x" in sign else r"\s*"
    return re.escape(sign[0]) + inner + re.escape(sign[-1]) if len(sign) > 1 else re.escape(sign)
