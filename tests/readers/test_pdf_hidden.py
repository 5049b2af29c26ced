"""PDF: words that are in the file and not on its pages lie beside the text; what only looks so stays in it."""

from __future__ import annotations

import pytest

from detector.documents import Hiding
from tests.readers.make import pdf, show
from tests.readers.test_pdf import page

WORDS = ["Tôi", "đã", "đo", "lại", "ba", "khu", "đất", "trong", "tháng", "mười", "hai"]
FILLERS = ["thật", "rất", "quả"]
SEEN = " ".join(WORDS)
BOX = "0 g 40 690 520 30 re f\n"
SCAN = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID FF> EI Q\n"


def line(*, before: str, after: str, size: float = 12) -> str:
    """The words with a filler after each; `before` and `after` are what changes how it is drawn, and back."""
    content, x = "", 50.0
    for index, word in enumerate(WORDS):
        filler = FILLERS[index % 3]
        content += show(f"{word} ", x, 700)
        x += 6 * (len(word) + 1)
        content += before + show(f"{filler} ", x, 700, size) + after
        x += size / 2 * (len(filler) + 1)
    return content


@pytest.mark.parametrize(
    ("content", "hiding"),
    [
        (line(before="1 g ", after="0 g ", size=6), Hiding.COLOUR),
        (line(before="BT 3 Tr ET ", after="BT 0 Tr ET ", size=6), Hiding.UNDRAWN),
        (line(before="", after="", size=1), Hiding.SIZE),
    ],
    ids=["white", "undrawn", "one point"],
)
def test_fillers_between_the_words_leave_the_text_as_it_is_seen(content, hiding, extract):
    (item,) = extract("a.pdf", pdf([content]))
    assert item.text == SEEN
    assert [one.text for one in item.hidden] == [FILLERS[index % 3] for index in range(len(WORDS))]
    assert {one.hiding for one in item.hidden} == {hiding}
    assert [item.text[: one.at].count(" ") for one in item.hidden] == list(range(len(WORDS)))
    assert {one.place for one in item.hidden} == {"page=1"}


def test_words_outside_the_page_are_hidden(extract):
    (item,) = extract("a.pdf", pdf([page((SEEN, 50, 700), ("ngoài trang giấy", 50, 900), ("bên phải", 700, 400))]))
    assert item.text == SEEN
    assert sorted((one.text, one.hiding) for one in item.hidden) == [
        ("bên phải", Hiding.OUTSIDE),
        ("ngoài trang giấy", Hiding.OUTSIDE),
    ]


def test_black_words_on_black_and_words_painted_over_are_hidden(extract):
    covered = show("bị che", 50, 500) + "1 g 40 490 200 30 re f 0 g\n"
    (item,) = extract("a.pdf", pdf([page((SEEN, 50, 600)) + BOX + show("đen trên đen", 50, 700) + covered]))
    assert item.text == SEEN
    assert sorted(one.text for one in item.hidden) == ["bị che", "đen trên đen"]


@pytest.mark.parametrize(
    "content",
    [
        BOX + "1 g " + show(SEEN, 50, 700) + "0 g ",
        "0 g 40 690 520 30 re 42 692 516 26 re f*\n" + show(SEEN, 50, 700),
        "q 40 690 520 5 re W n 0 g 40 690 520 30 re f Q\n" + show(SEEN, 50, 700),
        ".4 g " + show(SEEN, 50, 700) + "0 g ",
        "0 g 40 690 520 30 re f 1 g 41 691 518 28 re f 0 g\n" + show(SEEN, 50, 700),
    ],
    ids=[
        "white on a dark box",
        "a frame around it",
        "a dark box clipped to a strip",
        "grey",
        "a white box on a black one",
    ],
)
def test_what_can_be_seen_is_text(content, extract):
    (item,) = extract("a.pdf", pdf([content]))
    assert (item.text, item.hidden) == (SEEN, ())


def test_the_text_layer_of_a_scanned_page_is_text_that_was_recognised(extract):
    layer = "BT 3 Tr ET " + page((SEEN, 50, 700), (SEEN, 50, 680))
    (item,) = extract("a.pdf", pdf([SCAN + layer]))
    assert item.hidden == ()
    assert item.text.split() == [*WORDS, *WORDS]
    assert ("ocr", "pages=1") in [(note.code, note.detail) for note in item.notes]


def test_hidden_words_between_the_lines_do_not_part_them(extract):
    between = "1 g " + page(("chữ trắng giữa hai dòng", 60, 692), ("và đè lên dòng", 60, 700)) + "0 g "
    (item,) = extract("a.pdf", pdf([page((f"{SEEN} {SEEN[:30]} và", 50, 700), (SEEN, 50, 684)) + between]))
    assert item.text == f"{SEEN} {SEEN[:30]} và {SEEN}"
    assert sorted(one.text for one in item.hidden) == ["chữ trắng giữa hai dòng", "và đè lên dòng"]
