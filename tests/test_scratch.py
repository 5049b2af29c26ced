"""Columns in a file: equal to those in memory, not to be written to, and nothing left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from detector import scratch as scratch_module
from detector.corpus import Ints
from detector.scratch import IN_MEMORY, Scratch


@dataclass(frozen=True, slots=True)
class Columns:
    ids: Ints
    name: str
    parts: tuple[Ints, ...]


@pytest.fixture(autouse=True)
def _all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch_module, "LEAST_BYTES", 100)


def columns() -> Columns:
    ids = np.arange(1000, dtype=np.int32)
    return Columns(ids, "ids", (ids, np.arange(3, dtype=np.int32), ids.reshape(10, 100)))


def test_large_columns_are_mapped_and_small_ones_are_not(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    given = columns()
    kept = scratch.keep(given)
    assert (kept.ids == given.ids).all() and kept.ids.dtype == np.int32
    assert not kept.ids.flags.writeable
    assert kept.parts[0] is kept.ids, "one array stays one"
    assert kept.parts[1] is given.parts[1]
    assert kept.parts[2].shape == (10, 100) and (kept.parts[2] == given.parts[2]).all()
    scratch.release()
    assert int(kept.ids[-1]) == 999, "still there when it is looked at again"
    assert not list(tmp_path.iterdir()), "the file has no name"


def test_what_is_mapped_is_not_written_again(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    kept = scratch.keep(columns())
    assert scratch.keep(kept) is kept
    part = kept.ids[5:900]
    assert scratch.keep(part) is part


def test_without_a_folder_or_without_room_all_stays_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = columns()
    assert IN_MEMORY.keep(given) is given
    IN_MEMORY.release()

    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scratch_module, "TemporaryFile", full)
    assert Scratch(tmp_path).keep(given) is given


def test_freed_memory_is_given_back_only_where_the_c_library_can(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def no_library(name: str | None) -> None:
        asked.append(str(name))
        raise OSError("no such library")

    monkeypatch.setattr("ctypes.CDLL", no_library)
    scratch_module.give_back()
    assert asked
