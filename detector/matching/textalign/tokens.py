"""Tokens and their types, a whole text at once: what `SYLLABLE.finditer` and a dictionary of stems would give."""

from __future__ import annotations

import sys
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Ints, Longs
from detector.text.fold import SYLLABLE, fold

# Five letters stand for a word: a stemmer for any language; a number is its own stem. On the PAN 2013 sample whole
# words cost .03 of the PlagDet of translations; four and six letters .003 and .002 of the whole (early version).
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
    codes = np.frombuffer(folded.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    inside = np.concatenate([[False], _in_token(codes), [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    return Tokens(folded.starts[starts], folded.ends[ends - 1], _stems(codes, starts, ends))


def _in_token(codes: Codes) -> Bools:
    """Letters and digits, and the point, comma or slash between two digits."""
    is_letter, is_digit = (table[codes] for table in _tables())
    found = is_letter.copy()
    joins = np.isin(codes[1:-1], [ord(c) for c in ".,/"])
    found[1:-1] |= joins & is_digit[:-2] & is_digit[2:]
    return found


@cache
def _tables() -> tuple[Bools, Bools]:
    """For each code point: whether a token can begin with it, whether it is a digit."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    letters = np.zeros(sys.maxunicode + 1, np.bool_)
    for match in SYLLABLE.finditer(everything):
        letters[slice(*match.span())] = True
    digits = np.zeros(sys.maxunicode + 1, np.bool_)
    digits[[code for code, character in enumerate(everything) if character.isdecimal()]] = True
    letters[[ord(c) for c in ".,/"]] = False
    return letters, digits


def _stems(codes: Codes, starts: Longs, ends: Longs) -> Hashes:
    """Hash of the first letters of a word, of all of a number; *ky* is *ki* as in `detector.text.fold`."""
    if not len(starts):
        return np.zeros(0, np.uint64)
    _, is_digit = _tables()
    lengths = np.where(is_digit[codes[starts]], ends - starts, np.minimum(ends - starts, STEM_LETTERS))
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
