from __future__ import annotations

import numpy as np
import pytest

from detector.corpus import counts_in_runs, indptr_of_lengths
from detector.documents import Document
from detector.text import characters
from detector.text.characters import characters_of

TEXTS = ("Dự giờ.", "", "\ud800 lẻ", "Trực đêm 🌙", "a", "")


@pytest.mark.parametrize("size", [1, 5, 9, 1_000_000])
def test_every_character_of_every_text_stands_where_it_is_said_to(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters, "_MAX_CHARACTERS", size)
    places = [np.arange(len(text)) for text in TEXTS]
    column, indptr = np.concatenate(places), indptr_of_lengths([len(text) for text in TEXTS])
    found = ""
    for run in characters_of([Document(str(row), "", text) for row, text in enumerate(TEXTS)]):
        at = column[run.elements(indptr)] + run.begins_of(indptr)
        found += "".join(map(chr, run.codes[at.astype(np.int64)].tolist()))
        assert [chr(run.codes[begin - 1]) for begin in run.begins] == ["\n"] * (run.stop - run.first)
        assert chr(run.codes[-1]) == "\n"
    assert found == "".join(TEXTS)


def test_no_text_has_no_characters() -> None:
    assert list(characters_of([])) == []


def test_flags_are_counted_in_runs_of_any_length() -> None:
    flags = np.array([True, True, False, True, True])
    assert counts_in_runs(flags, np.array([0, 0, 2, 2, 3, 5, 5])).tolist() == [0, 2, 0, 0, 2, 0]
    assert counts_in_runs(flags[:0], np.array([0, 0, 0])).tolist() == [0, 0]
    assert counts_in_runs(np.ones(300, bool), np.array([0, 300])).tolist() == [300]
