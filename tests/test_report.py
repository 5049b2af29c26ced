from __future__ import annotations

import pickle

import pytest

from detector.report import Figures, Mark, Marks
from tests.full_report import full_report

ROWS = [(0, 13, "form"), (14, 56, "shared"), (57, 66, "own")]
MARKS = tuple(Mark(*row) for row in ROWS)


def test_marks_are_a_sequence_of_marks() -> None:
    marks = Marks.of(ROWS)
    assert list(marks) == list(MARKS)
    assert (len(marks), marks[0], marks[-1], marks[1:]) == (3, MARKS[0], MARKS[2], MARKS[1:])
    assert MARKS[1] in marks
    assert list(marks.rows()) == ROWS
    assert repr(marks) == repr(MARKS)
    assert not Marks.of([])
    with pytest.raises(IndexError):
        marks[3]


def test_marks_are_equal_by_what_they_mark_and_to_a_tuple_of_the_same() -> None:
    assert Marks.of(ROWS) == Marks.of(ROWS) == MARKS == Marks.of(ROWS)
    assert Marks.of(ROWS) != Marks.of(ROWS[:2])
    assert Marks.of(ROWS) != MARKS[:2]
    assert Marks.of([(0, 13, "own")]) != Marks.of([(0, 13, "form")])
    assert pickle.loads(pickle.dumps(Marks.of(ROWS))) == MARKS


def test_marks_need_a_start_an_end_and_a_kind() -> None:
    with pytest.raises(ValueError, match="unpack"):
        Marks.of([(0, 13)])  # type: ignore[list-item]


def test_figures_are_a_mapping_that_equals_the_dictionary() -> None:
    values = {"form": 0.25, "own": 0.75, "shared": 0.0}
    figures = Figures.of(values)
    assert figures == values
    assert values == figures == Figures.of(values)
    assert figures != values | {"own": 0.5}
    assert dict(figures) == figures.to_dict() == values
    assert (list(figures), list(figures.values()), list(figures.items())) == (
        list(values),
        list(values.values()),
        list(values.items()),
    )
    assert (figures["own"], figures.get("allowed", 0.0), len(figures)) == (0.75, 0.0, 3)
    assert pickle.loads(pickle.dumps(figures)) == values
    assert Figures.of({}) == {}
    with pytest.raises(KeyError):
        figures["allowed"]


def test_rows_of_figures_hold_their_names_once() -> None:
    left, right = (Figures.of({"own": share, "form": 1 - share}) for share in (0.25, 0.5))
    assert left._names is right._names


def test_a_text_is_found_by_its_id_and_an_unknown_id_is_told() -> None:
    report = full_report()
    assert report.submission("an").document is report.document("an")
    assert report.document("2023/chi") in report.documents()
    with pytest.raises(KeyError, match="'2023/chi' is no submission of this report"):
        report.submission("2023/chi")
    with pytest.raises(KeyError, match="'nobody' is no text of this report"):
        report.document("nobody")
