from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.documents import Span
from detector.evaluation.planting.edits import Edit, apply_edits


def test_a_range_moves_with_what_is_replaced_before_it() -> None:
    edited = apply_edits("một hai ba", [Edit(0, 3, "mười"), Edit(4, 4, "và ")])
    assert edited.text == "mười và hai ba"
    assert cut(edited.text, edited.span(Span(4, 7))) == "hai"


def test_what_is_inserted_at_the_edges_of_a_range_stays_outside() -> None:
    edited = apply_edits("abc", [Edit(1, 1, "<"), Edit(2, 2, ">")])
    assert edited.text == "a<b>c"
    assert cut(edited.text, edited.span(Span(1, 2))) == "b"


def test_a_range_that_begins_or_ends_inside_an_edit_has_all_of_the_replacement() -> None:
    edited = apply_edits("abcdef", [Edit(1, 4, "X")])
    assert edited.text == "aXef"
    assert cut(edited.text, edited.span(Span(2, 5))) == "Xe"
    assert cut(edited.text, edited.span(Span(0, 3))) == "aX"


def test_a_replaced_range_is_its_replacement() -> None:
    edited = apply_edits("abc", [Edit(1, 2, "long"), Edit(0, 1, "")])
    assert cut(edited.text, edited.span(Span(1, 2))) == "long"


def test_edits_that_change_nothing_are_left_out() -> None:
    assert apply_edits("abc", [Edit(1, 2, "b")]).edits == ()


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlapping edits at 1"):
        apply_edits("abc", [Edit(0, 2, "x"), Edit(1, 3, "y")])


@given(st.text("abcdef ", min_size=1, max_size=30), st.data())
def test_untouched_characters_are_found_again(text: str, data: st.DataObject) -> None:
    points = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(points[::2], points[1::2], strict=False)
    edits = [Edit(start, end, data.draw(st.text("XYZ", max_size=3))) for start, end in pairs if end > start]
    edited = apply_edits(text, edits)
    touched = {at for edit in edits for at in range(edit.start, edit.end)}
    for at in set(range(len(text))) - touched:
        assert cut(edited.text, edited.span(Span(at, at + 1))) == text[at]


def cut(text: str, span: Span) -> str:
    return text[span.start : span.end]
