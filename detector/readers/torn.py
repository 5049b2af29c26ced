"""Letters torn out of their words: the remains of a line that a program drew letter by letter or font by font."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from detector.documents import ReadingNote

_WORD = re.compile(r"[^\W\d_]+")
_LONE_WORDS = frozenset("àạáảôồổơờởợừưựýỷỉị")  # words of one letter, sounds that people write down, and numbering
_VOWELS = frozenset("aeiouyăâêôơư")
_MIN_WORDS = 20
_MIN_OF_EACH = 3
# In 1,264 texts of five units the share is at most .021; where a line was read font by font it is .49
_TORN_SHARE = 0.04


def torn_note(text: str) -> ReadingNote | None:
    """``torn`` with the share of words that are remains, or None: such a text is evidence against nobody."""
    share = torn_share(text)
    return ReadingNote("torn", f"share={share:.3f}") if share >= _TORN_SHARE else None


def torn_share(text: str) -> float:
    """Share of words that are consonants without a vowel (``Ch``) or a marked vowel without consonants (``ứ``).

    0 unless there are several of both kinds: whoever shortens words leaves only the first kind. Abbreviations in
    capitals and words of one letter that exist do not count.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    kinds = [_kind(word) for word in words]
    stumps, vowels = kinds.count("stump"), kinds.count("vowel")
    if len(words) < _MIN_WORDS or min(stumps, vowels) < _MIN_OF_EACH:
        return 0.0
    return (stumps + vowels) / len(words)


@lru_cache(maxsize=20_000)
def _kind(word: str) -> str:
    """``stump``, ``vowel`` or, for nearly all words, nothing."""
    letters = set(_plain(word))
    if not word.isupper() and not _VOWELS & letters:
        return "stump"
    is_lone = len(word) <= 2 and not word.isascii() and word.lower() not in _LONE_WORDS
    return "vowel" if is_lone and letters <= _VOWELS else ""


def _plain(word: str) -> str:
    """In lower case, without tones; ơ, ư, ă, â, ê and ô keep what makes them letters of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
