"""Tokens and their types, a whole text at once: what `SYLLABLE.finditer` and a dictionary of stems would give."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Ints, Longs
from detector.text.fold import are_digits, codes_of, fold, syllable_spans

# Five letters stand for a word: a stemmer for any language; a number is its own stem. On the PAN 2013 sample whole
# words cost .035 of the PlagDet of translations and .020 of the whole; four letters .001, six .009 of the whole.
STEM_LETTERS = 5

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]


class Tokens(NamedTuple):
    """Half-open characters of the original, int32[n] each; and 64-bit hashes of the stems."""

    starts: Ints
    ends: Ints
    stems: Hashes


def tokens_of(text: str) -> Tokens:
    """Tokens of a text, folded; linear, no loop over them."""
    folded = fold(text)
    codes = codes_of(folded.text)
    starts, ends = (edges.astype(np.int64) for edges in syllable_spans(codes))
    return Tokens(folded.starts[starts], folded.ends[ends - 1], _stems(codes, starts, ends))


def _stems(codes: Codes, starts: Longs, ends: Longs) -> Hashes:
    """Hash of the first letters of a word, of all of a number; *ky* is *ki* as in `detector.text.fold`."""
    if not len(starts):
        return np.zeros(0, np.uint64)
    lengths = np.where(are_digits(codes[starts]), ends - starts, np.minimum(ends - starts, STEM_LETTERS))
    first = np.cumsum(lengths) - lengths
    place = np.arange(int(lengths.sum())) - np.repeat(first, lengths)
    letters = codes[np.repeat(starts, lengths) + place].astype(np.uint64)
    letters[(first + lengths - 1)[_ends_in_y(codes, starts, ends)]] = ord("i")
    return np.add.reduceat(_mixed(letters + np.uint64(1) + (place.astype(np.uint64) << np.uint64(21))), first)


def _ends_in_y(codes: Codes, starts: Longs, ends: Longs) -> Bools:
    """Where `canonical` writes i for y: one of hklmstv and y, or quy."""
    lengths = ends - starts
    before = codes[np.maximum(ends - 2, 0)]
    short = (lengths == 2) & np.isin(before, [ord(c) for c in "hklmstv"])
    quy = (lengths == 3) & (codes[starts] == ord("q")) & (before == ord("u"))
    ends_in_y: Bools = (codes[ends - 1] == ord("y")) & (short | quy)
    return ends_in_y


def _mixed(keys: Hashes) -> Hashes:
    """Splitmix64 (Steele, Lea, Flood 2014): sums of it over (place, letter) collide as random numbers do."""
    keys = keys * np.uint64(0x9E3779B97F4A7C15)
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))
