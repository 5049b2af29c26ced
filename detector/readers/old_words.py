"""Lines in which words of an old font and words in Unicode stand side by side: which words are which.

A label typed in VNI before a name typed in Unicode, or one Unicode letter in a VNI line. Words of the same kind stand
together, so a line is cut into as few stretches as its words allow: each word costs what it looks wrong as, and each
change from one kind to the other costs something too. The cheapest way is found by dynamic programming.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from detector.readers.old_letters import to_unicode
from detector.readers.readability import is_abbreviation, is_syllable

# Between blanks and ASCII signs: TCVN3 has letters among the other signs
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~…–—“”‘’]+")
_ILL_FORMED = 1.0  # a word that is no syllable of the language
_UNTOUCHED = 0.9  # a word of Unicode letters that an old font could not have had
_CHANGE = 0.6  # less than one ill-formed word, more than half of one
_CHANGE_AT_SIGN = 0.5  # behind a colon, a comma: there a typist changes the font
_DOUBTFUL = 0.01  # what could be either is left as it is


@dataclass(frozen=True, slots=True)
class Mixture:
    """A line repaired word by word; `explained` counts words that are syllables only in the old encoding."""

    text: str
    explained: int


@dataclass(frozen=True, slots=True)
class _Word:
    """`change` is what it costs to be of another kind than the word before."""

    start: int
    end: int
    converted: str
    change: float
    as_unicode: float
    as_old: float


def repair_words(line: str, encoding: str) -> Mixture:
    """The line with the words of an old font in Unicode (NFC), and the others as they are."""
    old = _old_ones(_words(line, encoding))
    if not old:
        return Mixture(line, 0)
    parts, done = [], 0
    for word in old:
        parts += [line[done : word.start], word.converted]
        done = word.end
    explained = sum(word.as_unicode > word.as_old for word in old)
    return Mixture("".join([*parts, line[done:]]), explained)


def _words(line: str, encoding: str) -> list[_Word]:
    found: list[_Word] = []
    end = 0
    for match in _WORD.finditer(line):
        change = _CHANGE if line[end : match.start()].isspace() else _CHANGE_AT_SIGN
        found.append(_word(match, encoding, change if found else 0.0))
        end = match.end()
    return found


def _word(match: re.Match[str], encoding: str, change: float) -> _Word:
    text = match.group()
    converted = to_unicode(text, encoding)
    composed = unicodedata.normalize("NFC", text)
    plain = text.isascii() or not any(map(str.isalpha, text))
    as_unicode = 0.0 if plain else _cost(composed)
    as_old = 0.0 if plain else _cost(_in_one_case(converted)) + _DOUBTFUL
    if not plain and converted == composed and any(ord(char) > 0xFF for char in composed):
        as_old += _UNTOUCHED
    return _Word(match.start(), match.end(), converted, change, as_unicode, as_old)


def _cost(word: str) -> float:
    is_written_so = is_syllable(word) or (is_abbreviation(word) and not any(map(_is_sign, word)))
    return 0.0 if is_written_so else _ILL_FORMED


def _is_sign(char: str) -> bool:
    """What stands in no abbreviation: TCVN3 has letters at the places of such signs."""
    return not char.isascii() and not char.isalpha()


def _in_one_case(word: str) -> str:
    """In capitals where its unmarked letters are: the old fonts of small letters have no marked capitals."""
    return word.upper() if any(map(str.isupper, word[1:])) else word


def _old_ones(words: Sequence[_Word]) -> list[_Word]:
    """The words that the cheapest way through the line takes for old ones."""
    best = {False: 0.0, True: 0.0}
    steps: list[dict[bool, bool]] = []
    for word in words:
        step, costs = {}, {}
        for old in (False, True):
            stay, change = best[old], best[not old] + word.change
            step[old] = old if stay <= change else not old
            costs[old] = min(stay, change) + (word.as_old if old else word.as_unicode)
        steps.append(step)
        best = costs
    state = best[True] < best[False]
    found = []
    for word, step in zip(reversed(words), reversed(steps), strict=True):
        if state and word.converted:
            found.append(word)
        state = step[state]
    return found[::-1]
