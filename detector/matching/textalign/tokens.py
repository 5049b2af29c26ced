"""Tokens and their types, a whole text at once: what `SYLLABLE.finditer` and a dictionary of stems would give."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Ints, Longs
from detector.text.fold import are_digits, folded_codes, syllable_spans

# Five letters stand for a word: a stemmer for any language; a number is its own stem. On the PAN 2013 sample whole
# words cost .035 of the PlagDet of translations and .020 of the whole; four letters .001, six .009 of the whole.
STEM_LETTERS = 5

FACTOR = np.uint64(0x9E3779B97F4A7C15)
BEFORE_Y = np.array([ord(letter) for letter in "hklmstv"], np.uint32)

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]


class Tokens(NamedTuple):
    """Half-open characters of the original, int32[n] each; and 64-bit hashes of the stems."""

    starts: Ints
    ends: Ints
    stems: Hashes


def tokens_of(text: str) -> Tokens:
    """Tokens of a text, folded; linear, no loop over them."""
    codes, first, behind = folded_codes(text)
    starts, ends = (edges.astype(np.int64) for edges in syllable_spans(codes))
    return Tokens(first[starts], behind[ends - 1], _stems(codes, starts, ends))


def _stems(codes: Codes, starts: Longs, ends: Longs) -> Hashes:
    """Hash of the first letters of a word, of all of a number; *ky* is *ki* as in `detector.text.fold`.

    A polynomial in an odd number modulo 2^64: words of five letters collide as random numbers do.
    """
    lengths = ends - starts
    letters = np.append(codes, np.zeros(STEM_LETTERS, np.uint32))
    letters[ends[_ends_in_y(codes, starts, ends)] - 1] = ord("i")
    stems = letters[starts].astype(np.uint64)
    for place in range(1, STEM_LETTERS):
        stems = stems * FACTOR + letters[place:][starts] * (lengths > place)
    longer = np.flatnonzero(lengths > STEM_LETTERS)
    longer = longer[are_digits(codes[starts[longer]])]
    place = STEM_LETTERS
    while len(longer):
        stems[longer] = stems[longer] * FACTOR + letters[starts[longer] + place]
        place += 1
        longer = longer[lengths[longer] > place]
    return stems


def _ends_in_y(codes: Codes, starts: Longs, ends: Longs) -> Longs:
    """Tokens where `canonical` writes i for y: one of hklmstv and y, or quy."""
    rows = np.flatnonzero(codes[ends - 1] == ord("y"))
    lengths, before = (ends - starts)[rows], codes[ends[rows] - 2]
    short = (lengths == 2) & (before[:, None] == BEFORE_Y).any(axis=1)
    quy = (lengths == 3) & (codes[starts[rows]] == ord("q")) & (before == ord("u"))
    ends_in_y: Longs = rows[short | quy]
    return ends_in_y
