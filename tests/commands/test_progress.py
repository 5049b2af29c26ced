"""One bar for each stage, drawn where somebody can see it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from tqdm import tqdm

from detector import bars as progress


class Terminal(io.StringIO):
    """Takes colours and carriage returns."""

    def isatty(self) -> bool:
        return True


def tell_of_two_stages() -> None:
    with progress.stage_bars() as tell:
        for done in range(4):
            tell("read", done, 3)
        tell("segment", 0, 0)


def test_each_stage_has_one_bar_from_its_beginning_on(monkeypatch: pytest.MonkeyPatch) -> None:
    bars: list[Any] = []

    class Kept(tqdm):  # type: ignore[type-arg]
        def __init__(self, **given: Any) -> None:
            super().__init__(**given, mininterval=0.0)
            bars.append(self)

    monkeypatch.setattr("tqdm.auto.tqdm", Kept)
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    monkeypatch.setattr(progress, "_SHOWN_AFTER_SECONDS", 0.0)
    tell_of_two_stages()
    assert [(bar.desc, bar.n, bar.total) for bar in bars] == [("read", 3, 3), ("segment", 0, None)]
    assert all(f" {done}/3 [" in terminal.getvalue() for done in range(1, 4))


def test_a_stage_that_is_over_at_once_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    tell_of_two_stages()
    assert not terminal.getvalue().strip()


def test_nothing_is_drawn_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", file := io.StringIO())
    monkeypatch.setattr(progress, "_SHOWN_AFTER_SECONDS", 0.0)
    tell_of_two_stages()
    assert file.getvalue() == ""
