"""Which syllables begin a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from detector.corpus import Bools, Ints, Longs, indptr_of_lengths
from detector.text.fold import is_readable, readable
from detector.text.segmenter import word_begins


@dataclass(frozen=True, slots=True)
class Syllables:
    """Where the syllables of a text stand.

    Attributes:
        text: original text.
        starts, ends: half-open characters of `text`, of each syllable.
        lengths: syllables of each sentence.
    """

    text: str
    starts: Ints
    ends: Ints
    lengths: Longs


def word_starts(texts: Sequence[Syllables]) -> list[Bools]:
    """For each syllable of each text whether a word begins there; the first of a sentence always does."""
    readings = [_readable(one) for one in texts]
    spans = [_sentences(one) for one in readings]
    begins = word_begins([one.text[a:b] for one, mine in zip(readings, spans, strict=True) for a, b in mine])
    cuts = np.cumsum([0, *(len(mine) for mine in spans)]).tolist()
    return [
        _flags(one, mine, begins[first:last])
        for one, mine, (first, last) in zip(readings, spans, pairwise(cuts), strict=True)
    ]


def _sentences(one: Syllables) -> list[tuple[int, int]]:
    cuts = indptr_of_lengths(one.lengths)
    return list(zip(one.starts[cuts[:-1]].tolist(), one.ends[cuts[1:] - 1].tolist(), strict=True))


def _flags(one: Syllables, spans: Sequence[tuple[int, int]], begins: Sequence[Ints]) -> Bools:
    flags = np.zeros(len(one.text) + 1, dtype=np.bool_)
    if spans:
        offsets = np.repeat([start for start, _ in spans], [len(found) for found in begins])
        flags[np.concatenate(begins) + offsets] = True
    return flags[one.starts]


def _readable(one: Syllables) -> Syllables:
    """The text that underthesea should read, and where the syllables stand in it."""
    if is_readable(one.text):
        return one
    pieces: list[str] = []
    at = 0
    for start, end in zip(one.starts.tolist(), one.ends.tolist(), strict=True):
        pieces += [readable(one.text[at:start]), readable(one.text[start:end])]
        at = end
    sizes = np.array([len(piece) for piece in pieces], dtype=np.int64)
    stops = np.cumsum(sizes).astype(np.int32)
    return Syllables("".join(pieces), stops[0::2], stops[1::2], one.lengths)
