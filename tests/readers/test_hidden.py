"""Words that a file holds and its pages do not show: out of the text, beside it, with their place."""

from __future__ import annotations

import pytest

from detector.documents import BlockKind, HiddenWords, Hiding
from detector.readers.compose import Piece, Run, compose


def seen(text: str) -> Run:
    return Run(text)


def unseen(text: str, hiding: Hiding = Hiding.ATTRIBUTE) -> Run:
    return Run(text, hiding=hiding)


def test_hidden_runs_are_not_in_the_text_and_keep_their_place():
    pieces = [
        Piece((unseen("mở "), seen("Tôi "), unseen("không "), seen("làm.")), "page=1"),
        Piece((unseen("cả dòng"),), "page=2"),
        Piece((seen("Hết."), unseen(" đuôi"))),
    ]
    item = compose(pieces)
    assert item.text == "Tôi làm.\nHết."
    assert [(block.start, block.end) for block in item.blocks] == [(0, 8), (9, 13)]
    assert item.hidden == (
        HiddenWords(0, "mở ", Hiding.ATTRIBUTE, "page=1"),
        HiddenWords(4, "không ", Hiding.ATTRIBUTE, "page=1"),
        HiddenWords(9, "cả dòng", Hiding.ATTRIBUTE, "page=2"),
        HiddenWords(13, " đuôi", Hiding.ATTRIBUTE),
    )


def test_a_hidden_line_at_the_end_stands_at_the_end_of_the_text():
    item = compose([Piece((seen("Hết."),)), Piece((unseen("ẩn"),))])
    assert (item.text, item.hidden[0].at) == ("Hết.", 4)


def test_hidden_characters_that_follow_each_other_are_one_stretch():
    item = compose([Piece((seen("a"), *map(unseen, "một hai"), seen("b"), unseen(" ")))])
    assert (item.text, [one.text for one in item.hidden]) == ("ab", ["một hai"])


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ((seen("Tôi"), unseen(" x ", Hiding.COLOUR), seen("làm")), "Tôi làm"),
        ((seen("Tôi "), unseen("x ", Hiding.COLOUR), seen("làm")), "Tôi làm"),
        ((seen("Tôi"), unseen(" x", Hiding.SIZE), seen(" làm")), "Tôi làm"),
        ((seen("Tôi"), unseen("x\ny", Hiding.SIZE), seen("làm")), "Tôi\nlàm"),
        ((seen("l"), unseen("x", Hiding.SIZE), seen("àm")), "làm"),
        ((seen("Tôi"), unseen(" x ", Hiding.ATTRIBUTE), seen("làm")), "Tôilàm"),
        ((unseen("x ", Hiding.COLOUR), seen("làm"), unseen(" y", Hiding.COLOUR)), "làm"),
    ],
)
def test_letters_without_contrast_or_size_leave_a_gap_and_switched_off_ones_none(runs, text):
    assert compose([Piece(runs)]).text == text


def test_hidden_runs_part_no_block():
    item = compose([Piece((Run("a", BlockKind.CELL), unseen("x"), Run("b", BlockKind.CELL)), "table=1")])
    assert [(block.start, block.end, block.kind) for block in item.blocks] == [(0, 2, BlockKind.CELL)]
