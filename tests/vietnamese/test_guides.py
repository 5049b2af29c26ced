"""The guides in Vietnamese: prose without English; what is typed stands in code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.vietnamese.words import foreign

ROOT = Path(__file__).parents[2]
# Names in the examples, and what a Vietnamese office writes in English too.
KNOWN = ("Ctrl Enter Tab README GitHub Python Linux macOS Chrome Edge Firefox Zalo Google",)


def guide() -> str:
    return (ROOT / "docs" / "huong_dan.md").read_text(encoding="utf-8")


def quick_start() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8").split("## Hướng dẫn nhanh")[1].split("\n## ")[0]


@pytest.mark.parametrize("text", [guide(), quick_start()], ids=["guide", "quick start"])
def test_a_guide_has_no_foreign_word(text: str) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|^    \S[^\n]*", " ", text, flags=re.DOTALL | re.MULTILINE)
    assert len(prose.split()) > 100
    assert foreign(prose, KNOWN) == []
