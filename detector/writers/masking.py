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
        self._names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in names:
            words = _WORD.findall(name)
            if words:
                self._names[_folded(words[0])].add(_pattern(words))

    def __call__(self, text: str) -> str:
        masked = _NUMBER.sub(_blot, text)
        if not self._names:
            return masked
        words = list(_WORD.finditer(masked))
        for first in range(len(words)):
            length = self._longest_at(words, first)
            if length:
                start, end = words[first].start(), words[first + length - 1].end()
                masked = masked[:start] + _WORD.sub(_blot, masked[start:end]) + masked[end:]
        return masked

    def _longest_at(self, words: Sequence[re.Match[str]], first: int) -> int:
        """How many words a name covers from here, 0 for none."""
        candidates = self._names.get(_folded(words[first][0]), ())
        fitting = (name for name in candidates if _pattern([w[0] for w in words[first : first + len(name)]]) == name)
        return max(map(len, fitting), default=0)


def _pattern(words: Sequence[str]) -> tuple[str, ...]:
    """Without marks and case; a single word keeps both, because *hoa* and *mai* are words of every text."""
    return tuple(map(_folded, words)) if len(words) > 1 else (unicodedata.normalize("NFC", words[0]),)


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold()).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _blot(match: re.Match[str]) -> str:
    return BLOT * len(match[0])
