"""Folding for matching: what two spellings of one text have in common, with a map back to the original.

Case, diacritics, Unicode form, tone placement, look-alike letters, invisible characters and ligatures are folded
away; `y` after a consonant becomes `i` (kỹ/kĩ). Folding is character by character, so it never depends on context,
except for the last rule, which looks at one syllable. The original is always what is quoted.

Why diacritics go: copies typed without them are otherwise invisible (PlagDet 0.18 -> 0.995 on such copies), and in
runs of several syllables the words that collide (*ma, má, mà*) do not make chance matches.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Bytes, Ints

# A syllable: letters and digits; a number keeps its decimal comma, thousands dot and date slash.
SYLLABLE = re.compile(r"[^\W_]+(?:(?<=\d)[.,/](?=\d)[^\W_]+)*")

_Y_AFTER_CONSONANT = re.compile(r"(?<=^[hklmstv])y$|(?<=^qu)y$")

# Letters of other scripts that look like Latin ones (Unicode TR39 confusables, the ones met in office files).
_LOOK_ALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЅЈаеорсухіѕјһԁԛԝвкмнтΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχ",
        "abekmhopctyxisjaeopcyxisjhdqwbkmhtabezhikmnoptyxaeikvoptux",
        strict=True,
    )
) | dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢıɑɡ", "abcdefghijklmnoprstuvwyziag", strict=True))
_CROSSED_D = dict.fromkeys("đĐðÐɖƉ", "d")
_LETTERS = _LOOK_ALIKES | _CROSSED_D


class _FoldTable(dict[int, str]):
    """Folded form of each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


class _ReadableTable(dict[int, str]):
    """Each character as underthesea should read it, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = mended = "" if _is_invisible(character) else _LOOK_ALIKES.get(character, character)
        return mended


class _Numbers:
    """A number below 255 for each character, worked out when first met; as an array, for whole texts at once."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._known = np.full(sys.maxunicode + 1, _UNKNOWN, dtype=np.uint8)

    def of(self, codes: NDArray[np.uint32]) -> Bytes:
        numbers = self._known[codes]
        if numbers.max(initial=0) == _UNKNOWN:
            for code in np.unique(codes[numbers == _UNKNOWN]).tolist():
                self._known[code] = self._number_of(chr(code))
            numbers = self._known[codes]
        return numbers


def _folded_length(character: str) -> int:
    _FOLDED_CODES[ord(character)] = ord(_TABLE[ord(character)][:1] or "\0")
    return len(_TABLE[ord(character)])


_TABLE = _FoldTable()
_READABLE = _ReadableTable()
_UNKNOWN = 255
_FOLDED_LENGTHS = _Numbers(_folded_length)
_FOLDED_CODES = np.zeros(sys.maxunicode + 1, dtype=np.uint32)  # the first of each, where the length is known
# What the syllable pattern asks of a character: letter (or figure), decimal digit.
_LETTER, _DIGIT = 1, 2
_CLASSES = _Numbers(lambda character: character.isalnum() * _LETTER | character.isdecimal() * _DIGIT)
_JOINER = _Numbers(lambda character: character in ".,/")
_MENDED = _Numbers(lambda character: _READABLE[ord(character)] != character)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its characters, where it came from.

    Attributes:
        text: folded.
        starts, ends: int32[len(text)], half-open characters of the original; characters that vanished (marks,
            zero-width) belong to the one before them.
    """

    text: str
    starts: Ints
    ends: Ints


def fold(text: str) -> Folded:
    """Folds `text`; linear, about 15 ns a character where each becomes one, 40 ns where some vanish or grow."""
    codes, starts, ends = folded_codes(text)
    return Folded(_text(codes), starts, ends)


def folded_codes(text: str) -> tuple[NDArray[np.uint32], Ints, Ints]:
    """The folded text by number, with the starts and ends of `Folded`; for who needs no str."""
    codes = codes_of(text)
    lengths = _FOLDED_LENGTHS.of(codes)
    if (lengths == 1).all():
        starts = np.arange(len(codes), dtype=np.int32)
        return _FOLDED_CODES[codes], starts, starts + np.int32(1)
    starts = np.repeat(np.arange(len(codes), dtype=np.int32), lengths)
    following = np.append(starts[1:], np.int32(len(text)))
    folded = _FOLDED_CODES[codes[starts]]
    places = np.cumsum(lengths, dtype=np.int64) - lengths
    grown = np.flatnonzero(lengths > 1)
    for code in np.unique(codes[grown]).tolist():
        for step, character in enumerate(_TABLE[code]):
            folded[places[grown[codes[grown] == code]] + step] = ord(character)
    return folded, starts, np.maximum(following, starts + 1).astype(np.int32)


def folded_text(text: str) -> str:
    """The text of `fold` alone; quicker for a line."""
    return text.translate(_TABLE)


def folded_words(text: str) -> str:
    """The folded text with one blank between its words."""
    return " ".join(fold(text).text.split())


def syllables_in(text: str) -> tuple[list[str], Ints, Ints]:
    """What `SYLLABLE` finds in `text`, and its half-open ranges, int32[n] each; 4 times as fast."""
    codes = codes_of(text)
    inside = _inside_syllables(codes)
    return _text(np.where(inside, codes, np.uint32(ord(" ")))).split(), *_edges(inside)


def syllable_spans(codes: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """The ranges alone, for who needs no words; of `codes_of` a text."""
    return _edges(_inside_syllables(codes))


def are_digits(codes: NDArray[np.uint32]) -> Bools:
    """Which characters are digits, bool[codes]."""
    digits: Bools = (_CLASSES.of(codes) & _DIGIT) > 0
    return digits


def folded_syllables(line: str) -> tuple[str, ...]:
    """The syllables of a few words, as token tables hold them."""
    return tuple(canonical(one) for one in SYLLABLE.findall(folded_text(line)))


def _inside_syllables(codes: NDArray[np.uint32]) -> Bools:
    classes = _CLASSES.of(codes)
    inside = (classes & _LETTER) > 0
    digit = (classes & _DIGIT) > 0
    between = np.flatnonzero(digit[:-2] & digit[2:]) + 1
    inside[between] |= _JOINER.of(codes[between]) > 0
    return inside


def _edges(inside: Bools) -> tuple[Ints, Ints]:
    padded = np.zeros(len(inside) + 2, np.bool_)
    padded[1:-1] = inside
    edges = np.flatnonzero(padded[1:] != padded[:-1]).astype(np.int32)
    return edges[0::2], edges[1::2]


def codes_of(text: str) -> NDArray[np.uint32]:
    """The characters of a text by number."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def fold_syllable(syllable: str) -> str:
    """The folded form that token tables hold; `syllable` is a piece of an original text."""
    return canonical(syllable.translate(_TABLE).strip())


def canonical(folded: str) -> str:
    """One spelling for *kỹ/kĩ, lý/lí, quý/quí*; `folded` is one folded syllable."""
    return _Y_AFTER_CONSONANT.sub("i", folded) if folded.endswith("y") else folded


def readable(text: str) -> str:
    """NFC with invisible characters out and look-alikes mended, case and marks kept: what underthesea should read."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_READABLE))


def is_readable(text: str) -> bool:
    """Whether `readable` has nothing to do; 20 times as fast."""
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _MENDED.of(codes_of(text)).any())


def _fold_character(character: str) -> str:
    if _is_invisible(character):
        return ""
    if character in _LETTERS:
        return _LETTERS[character]
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(_LETTERS.get(c, c) for c in decomposed if not unicodedata.combining(c) and not _is_invisible(c))
    kept = kept.replace("\N{FRACTION SLASH}", "/")
    if len(kept) > 1 and SYLLABLE.search(kept) and not SYLLABLE.fullmatch(kept):
        return "".join(c for c in kept if c.isalnum())  # ℃, ⑴: the sign must not cut its own letter in two
    return kept


def _is_invisible(character: str) -> bool:
    """Format characters (zero-width, soft hyphen, directional) and variation selectors."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f" or character == "\u034f"
