"""Word boundaries by underthesea, mapped back onto syllables.

underthesea rewrites what it reads (Hoà -> Hòa, double spaces), so its words are counted in characters that are no
white space, and a syllable begins a word where a word begins. Equal clauses are segmented once per process.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from detector.text.fold import readable

_SPACES = re.compile(r"\s+")


def word_starts(clause: str, offsets: Sequence[tuple[int, int]]) -> tuple[bool, ...] | None:
    """For each syllable of a clause whether a word begins there.

    Args:
        clause: original text.
        offsets: half-open characters of `clause`, one per syllable, ascending.

    Returns:
        None where underthesea's words do not cover the clause (it dropped or added letters).
    """
    pieces, positions = [], []
    at = cursor = 0
    for start, end in offsets:
        between = _SPACES.sub(" ", readable(clause[cursor:start]))
        syllable = readable(clause[start:end])
        pieces += [between, syllable]
        at += len(between.replace(" ", ""))
        positions.append(at)
        at += len(_SPACES.sub("", syllable))
        cursor = end
    return _boundaries("".join(pieces).strip(), tuple(positions))


@lru_cache(maxsize=200_000)
def _boundaries(clause: str, positions: tuple[int, ...]) -> tuple[bool, ...] | None:
    from underthesea import word_tokenize

    at = 0
    begins = set()
    for word in word_tokenize(clause):
        begins.add(at)
        at += len(_SPACES.sub("", word))
    if at != len(_SPACES.sub("", clause)):
        return None
    return tuple(position in begins for position in positions)
