"""Texts that are not Vietnamese and read well all the same, and scripts that are cut wrongly into words here."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from detector.language import N_

_SAMPLE_CHARACTERS = 20_000
# Function words of languages written with spaces; none of them is a Vietnamese syllable, with marks or without.
_WORDS = """
    and of was were for with that from this have had which their
    les des une est dans avec pour nous vous sur sont été cette mais leurs après
    der das und nicht ist wir auf für eine sich auch nach werden wurde
    los las del por como para este esta fue eran más pero
    della degli nella sono anche gli alla
    yang untuk dengan pada
"""
_FUNCTION_WORDS = frozenset(re.findall(r"\w+", _WORDS))
_FUNCTION_SHARE = 0.1  # the texts of four languages in the tests have .13 and more, those of unit C none
_WORD = re.compile(r"[^\W\d_]+")
# The first word of a letter's Unicode name is its script.
_NAMES = {
    "CJK": N_("Chinese"),
    "HIRAGANA": N_("Japanese"),
    "KATAKANA": N_("Japanese"),
    "THAI": N_("Thai"),
    "LAO": N_("Lao"),
    "KHMER": N_("Khmer"),
    "MYANMAR": N_("Burmese"),
    "TIBETAN": N_("Tibetan"),
}
_ANY_UNSPACED = re.compile("[\u0e00-\u1dff\u2e80-\U0010ffff]")  # where the letters of these scripts are
_MOST = 0.5
_NEARLY_ALL = 0.9  # of the letters: look-alikes that disguise Vietnamese are few among Latin ones


def unspaced_script(text: str) -> str:
    """The script of most of the letters if it has no spaces between words, else ""."""
    if not _ANY_UNSPACED.search(text):
        return ""
    scripts = _scripts(text)
    unspaced = {script: count for script, count in scripts.items() if script in _NAMES}
    if not unspaced or sum(unspaced.values()) < _MOST * scripts.total():
        return ""
    script = max(sorted(unspaced), key=unspaced.__getitem__)
    return _NAMES[script]


def is_other_language(text: str) -> bool:
    """Whether a text is prose of another language written with spaces, by its script or its function words."""
    scripts = _scripts(text)
    other = scripts.total() - scripts["LATIN"]
    if other and other >= _NEARLY_ALL * scripts.total():
        return True
    words = _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE_CHARACTERS]).lower())
    return bool(words) and sum(word in _FUNCTION_WORDS for word in words) >= _FUNCTION_SHARE * len(words)


def _scripts(text: str) -> Counter[str]:
    """Letters by script."""
    found: Counter[str] = Counter()
    for letter, count in Counter(text[:_SAMPLE_CHARACTERS]).items():
        if letter.isalpha():
            found[_script(letter)] += count
    return found


@lru_cache(maxsize=4000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
