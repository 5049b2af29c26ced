"""A damaged run file is told as such, whatever is broken in it, and no harm to a value stays unseen."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from detector import storage
from detector.errors import RunFileError
from detector.storage.verify import verify
from tests.storage.small_report import small_report

CASES = 300


def harmed(whole: bytes, chance: random.Random) -> bytes:
    """Bits flipped, bytes replaced, stretches overwritten, the end cut off."""
    data = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 5, 50))):
        at, how = chance.randrange(len(data)), chance.random()
        if how < 0.5:
            data[at] ^= 1 << chance.randrange(8)
        elif how < 0.8:
            data[at] = chance.randrange(256)
        else:
            length = chance.randrange(1, 200)
            data[at : at + length] = chance.randbytes(length)
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.1 else data)


@pytest.mark.parametrize("seed", range(3))
def test_any_damage_is_told_or_harmless(seed: int, tmp_path: Path) -> None:
    report, chance = small_report(), random.Random(seed)
    path = storage.save(report, tmp_path)
    whole = path.read_bytes()
    outcomes = {"told": 0, "unharmed": 0, "changed and seen by verify": 0}
    for _ in range(CASES // 3):
        path.write_bytes(harmed(whole, chance))
        try:
            loaded = storage.load(tmp_path)
        except RunFileError:
            outcomes["told"] += 1
            continue
        if loaded == report:
            outcomes["unharmed"] += 1  # in a page that nothing uses, or a log
            continue
        assert any(one.problems for one in verify(tmp_path)), "a changed value that nobody sees"
        outcomes["changed and seen by verify"] += 1
    assert outcomes["told"] > 10
    assert outcomes["unharmed"] > 10
