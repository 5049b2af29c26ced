"""Known names inside a text, blotted out letter by letter, so that every offset stays what it was."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

BLOT = "█"

# Letters with the marks that follow them in decomposed (NFD) text.
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")

# A Vietnamese telephone number, a 12-digit or an old 9-digit identity number.
_NUMBER = re.compile(r"(?<![\w.,])(?:(?:\+84 ?|0)\d{1,3}[ .-]?\d{3,4}[ .-]?\d{3,4}|\d{12}|\d{9})(?![\w]|[.,]\d)")


class Mask:
    """Call it with a text. Names are found in any letter case, with or without marks; a single word only as written."""

    def __init__(self, names: Iterable[str]) -> None:
        words = [_WORD.findall(name) for name in names]
        self._names = {tuple(map(_folded, name)) for name in words if len(name) > 1}
        # Without its marks and its capital, *Hoa* or *Mai* is a word of every text.
        self._single = {unicodedata.normalize("NFC", name[0]) for name in words if len(name) == 1}
        self._lengths = _lengths_by_first_word(self._names)

    def __call__(self, text: str) -> str:
        """A text of the same length."""
        masked = _NUMBER.sub(_blot, text)
        words = list(_WORD.finditer(masked))
        folded = [_folded(word[0]) for word in words]
        pieces, done = [], 0
        for first, word in enumerate(words):
            length = self._length_at(first, folded) or self._is_single(word[0])
            if length and word.start() >= done:
                end = words[first + length - 1].end()
                pieces += [masked[done : word.start()], _WORD.sub(_blot, masked[word.start() : end])]
                done = end
        return "".join([*pieces, masked[done:]])

    def _length_at(self, first: int, folded: Sequence[str]) -> int:
        """How many words a name covers from here, 0 for none; the longest name wins."""
        lengths = (n for n in self._lengths.get(folded[first], ()) if first + n <= len(folded))
        return next((n for n in lengths if tuple(folded[first : first + n]) in self._names), 0)

    def _is_single(self, word: str) -> bool:
        return bool(self._single) and unicodedata.normalize("NFC", word) in self._single


def _lengths_by_first_word(names: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    """The lengths of the names that begin with a word, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[0]].add(len(name))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold()).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _blot(match: re.Match[str]) -> str:
    return BLOT * len(match[0])
