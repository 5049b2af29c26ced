"""Labels as one pattern by their common beginnings: what one behind the other finds, the longest first."""

from __future__ import annotations

import random
import re

import pytest

from detector.privacy.labels import any_of


def test_the_longest_word_that_what_follows_allows_is_found() -> None:
    pattern = re.compile(rf"(?:{any_of({'ho ten', 'ho ten con', 'ho', 'ten'})})(?=:)")
    assert [match[0] for match in pattern.finditer("ho ten con: a, ho ten: b, ten con ho: c")] == [
        "ho ten con",
        "ho ten",
        "ho",
    ]


@pytest.mark.parametrize("seed", range(20))
def test_it_finds_what_the_words_one_behind_the_other_find(seed: int) -> None:
    chance = random.Random(seed)
    words = {"".join(chance.choices("ab .(", k=chance.randint(1, 6))) for _ in range(40)}
    text = "".join(chance.choices("ab .(:", k=2000))
    plain = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    for behind in ("", "(?=:)"):
        slow, fast = (re.compile(rf"(?:{one}){behind}") for one in (plain, any_of(words)))
        assert [match.span() for match in fast.finditer(text)] == [match.span() for match in slow.finditer(text)]
