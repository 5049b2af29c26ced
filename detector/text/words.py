"""Which syllables begin a word."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Ints, Longs, indptr_of_lengths
from detector.text.fold import readable
from detector.text.segmenter import word_begins


def word_starts(text: str, starts: Ints, ends: Ints, lengths: Longs) -> Bools:
    """For each syllable whether a word begins there, bool[n]; the first of a sentence always does.

    Args:
        text: original text.
        starts, ends: half-open characters of `text`, of each syllable.
        lengths: syllables of each sentence.
    """
    text, starts, ends = _readable_syllables(text, starts, ends)
    cuts = indptr_of_lengths(lengths)
    found: list[int] = []
    for start, end in zip(starts[cuts[:-1]].tolist(), ends[cuts[1:] - 1].tolist(), strict=True):
        found += [start + at for at in word_begins(text[start:end])]
    begins = np.zeros(len(text) + 1, dtype=np.bool_)
    begins[np.array(found, dtype=np.int64)] = True
    return begins[starts]


def _readable_syllables(text: str, starts: Ints, ends: Ints) -> tuple[str, Ints, Ints]:
    """The text that underthesea should read, and where the syllables stand in it."""
    if readable(text) == text:
        return text, starts, ends
    pieces: list[str] = []
    at = 0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        pieces += [readable(text[at:start]), readable(text[start:end])]
        at = end
    lengths = np.array([len(piece) for piece in pieces], dtype=np.int64)
    stops = np.cumsum(lengths).astype(np.int32)
    return "".join(pieces), stops[0::2], stops[1::2]
