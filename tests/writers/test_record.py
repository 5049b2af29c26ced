"""What the record marks in two passages: the words that an edited copy changed, and nothing where that says nothing."""

from __future__ import annotations

from detector.writers.docx.record import word_pieces

LEFT = "Cuối năm lớp 9A có 31/38 em đạt từ khá trở lên, tăng 6 em so với tháng 9."


def marked(left: str, right: str) -> list[list[str]]:
    return [[text for text, differs in pieces if differs] for pieces in word_pieces(left, right)]


def test_changed_words_are_marked_on_both_sides() -> None:
    assert marked(LEFT, LEFT.replace("31/38", "29/38").replace("khá", "giỏi")) == [["31/38", "khá"], ["29/38", "giỏi"]]


def test_equal_passages_have_no_mark() -> None:
    assert marked(LEFT, LEFT) == [[], []]


def test_sentences_that_changed_places_are_not_marked_word_by_word() -> None:
    sentences = [f"Việc thứ {n} do tổ {n * 7} làm trong {n + 20} ngày." for n in range(1, 7)]
    assert marked(" ".join(sentences), " ".join(reversed(sentences))) == [[], []]


def test_the_pieces_are_the_whole_text() -> None:
    left, right = word_pieces(LEFT, LEFT.replace("tăng 6 em", "giảm 2 em"))
    assert "".join(text for text, _ in left) == LEFT
    assert "".join(text for text, _ in right) == LEFT.replace("tăng 6 em", "giảm 2 em")
