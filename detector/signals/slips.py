"""Spelling that hardly anybody would hit on twice: the same slip in two texts.

Slips in common are the oldest evidence that one text comes from another (the *errores coniunctivi* of textual
criticism; Maas 1927). Counted here are syllables that break a rule of the spelling ("nghành", "kêt" without its tone)
and a small word doubled ("của của"). What is merely rare is no slip, nor are spellings that people choose between
(hoà/hòa, kĩ/kỹ). Not counted either are wrong words that are words themselves ("cặn kẻ"): told by how the rest of the
unit writes the same three syllables, 9 in 10 of them were other words altogether.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from detector.corpus import Corpus

if TYPE_CHECKING:
    from detector.matching.evidence import FoundPair

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TONES_OF_STOPPED = ("\u0301", "\u0323")  # what a syllable ending in a stop must have
_STOPPED = re.compile(r"(?:[cpt]|ch)$")
_ONSET_RULE = re.compile(r"ngh(?![ieê])|gh(?![ieê])|ng(?=[eê]|i[^a])|g(?=[eê])|k(?=[aăâoôơuư])|c(?=[ieêy])")
_SMALL_WORDS = "của và được các những là trong với cho để có đã thì mà tại về theo do bị này"
# One syllable, however spelt: "ôxit" and "căngtin" are loan words and break no rule.
_SYLLABLE = re.compile(r"[bcdđghklmnpqrstvx]{0,3}[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_DOUBLED = frozenset(re.findall(r"\w+", _SMALL_WORDS))


def slips_in_common(corpus: Corpus, pair: FoundPair) -> tuple[str, ...]:
    """Slips that stand in both sides of one passage, in the order of the left text."""
    found: dict[str, None] = {}
    for passage in pair.passages:
        left = dict.fromkeys(_slips(written(corpus, pair.left, passage.left)))
        right = frozenset(_slips(written(corpus, pair.right, passage.right))) if left else frozenset()
        found |= {slip: None for slip in left if slip in right}
    return tuple(found)


def written(corpus: Corpus, row: int, side: tuple[int, int]) -> str:
    """The text of a token range of document `row`, in NFC."""
    start, end = int(corpus.tokens.starts[side[0]]), int(corpus.tokens.ends[side[1] - 1])
    return unicodedata.normalize("NFC", corpus.documents[row].text[start:end])


@lru_cache(maxsize=20_000)
def breaks_a_rule(word: str) -> bool:
    """Whether a lower-case word with Vietnamese marks (NFC) cannot be a syllable of the language as it is spelt."""
    if word.isascii() or not word.islower():
        return False
    decomposed = unicodedata.normalize("NFD", word)
    base = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in _TONES))
    tone = "".join(letter for letter in decomposed if letter in _TONES)
    if not _SYLLABLE.fullmatch(base):
        return False
    return bool(_ONSET_RULE.match(base) or (_STOPPED.search(base) and tone not in _TONES_OF_STOPPED))


def _slips(text: str) -> Iterator[str]:
    """Syllables and doubled words, in order; words on two sides of a punctuation mark are not doubled."""
    for piece in re.split(r"[^\w\s]+", text):
        words = piece.split()
        for at, word in enumerate(words):
            if breaks_a_rule(word):
                yield word
            if at and word == words[at - 1] and word in _DOUBLED:
                yield f"{word} {word}"
