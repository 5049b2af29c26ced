"""The words of a text as names are looked for: format characters inside a word do not cut it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from detector.text.fold import fold_syllable, readable

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
APOSTROPHES = frozenset("'’ʼ‘`")  # between two parts of one name: *H'Linh*
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{INVISIBLE}])*")
# Between two words of one name; a full stop only after an initial or without a blank.
_GAP = re.compile(rf"(?:[^\S\n]|[{INVISIBLE}_\-–‑·*'’`]){{0,6}}(?:\n[^\S\n]{{0,40}})?|\.(?!\s)")
# Between two words of a whole name that a page has put apart: cells, empty lines, quotation marks, a comma.
_APART = re.compile(rf"[\s,;.|·/\-–—_()\[\]“”\"'‘’«»{INVISIBLE}]{{1,60}}")
_DOTTED = re.compile(rf"[{INVISIBLE}]*\.[^\S\n]{{0,2}}[{INVISIBLE}]*")
_LONGEST_OF_ONE = 3  # letters: of two words that were typed as one the first has two, and so has the second
# Of hoà and hòa one spelling: the tone is taken from the vowel that carries it and put behind the syllable.
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


class Word(NamedTuple):
    """Half-open characters of the text; `shown` as a reader sees it, composed.

    Attributes:
        marked: lower case with its marks, one spelling for each placement of the tone.
        folded: without marks.
        gap: what stands between the word before and this one; None for the first.
        joined: whether it may follow the word before it in one name.
        is_capital: begins with a capital letter; `is_upper`: all of it, and more than one letter.
    """

    start: int
    end: int
    shown: str
    marked: str
    folded: str
    gap: str | None
    joined: bool
    is_capital: bool
    is_upper: bool

    @property
    def is_initial(self) -> bool:
        """``N``, ``Ng``, ``Th`` as before the full stop of an abbreviated name."""
        return len(self.folded) <= 2 and self.is_capital


def words_of(text: str) -> list[Word]:
    """About half a ms a page."""
    words: list[Word] = []
    before: Word | None = None
    for match in _WORD.finditer(text):
        word = match[0]
        is_one = len(word) <= _LONGEST_OF_ONE or word[1:].islower()  # nearly all words
        for start, end in (match.span(),) if is_one else _humps(match):
            shown, marked, folded, is_capital, is_upper = _spelled(text[start:end])
            gap = None if before is None else text[before.end : start]
            joined = before is not None and gap is not None and (gap == " " or _joins(before, gap))
            before = Word(start, end, shown, marked, folded, gap, joined, is_capital, is_upper)
            words.append(before)
    return words


def _humps(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Of *ThịThanh* two words: a blank was lost, or never typed."""
    word, start = match[0], match.start()
    for at in range(2, len(word) - 1):
        if word[at].isupper() and not word[at - 1].isupper() and word[at - 1].isalpha() and word[at + 1].islower():
            yield start, match.start() + at
            start = match.start() + at
    yield start, match.end()


def spelled(name: str) -> list[tuple[str, str]]:
    """(marked, folded) of each word of a name."""
    return [(word.marked, word.folded) for word in words_of(name)]


@lru_cache(maxsize=100_000)
def bare(marked: str) -> str:
    """A marked word without its marks."""
    return fold_syllable(marked)


def is_plain(word: Word) -> bool:
    """Typed without any mark."""
    return word.marked == word.folded


def sequences(words: Iterable[Word]) -> Iterable[list[Word]]:
    """Runs of words that may belong to one name."""
    run: list[Word] = []
    for word in words:
        if run and not word.joined:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def loose_sequences(words: Iterable[Word]) -> Iterable[list[Word]]:
    """Runs of words with nothing but blanks, borders and punctuation between them."""
    run: list[Word] = []
    for word in words:
        if run and not (word.joined or _APART.fullmatch(word.gap or "")):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _joins(before: Word, gap: str) -> bool:
    return bool(_GAP.fullmatch(gap) or (before.is_initial and _DOTTED.fullmatch(gap)))


@lru_cache(maxsize=200_000)
def _spelled(word: str) -> tuple[str, str, str, bool, bool]:
    shown = readable(word)
    is_upper = len(shown) > 1 and shown.isupper()
    return shown, _one_tone(shown), fold_syllable(word), shown[:1].isupper(), is_upper


def _one_tone(shown: str) -> str:
    letters = unicodedata.normalize("NFD", shown.casefold())
    bare = letters.translate(_TONES)
    return bare + "".join(letter for letter in letters if ord(letter) in _TONES)
