"""Numbers in words as figures: who rewrites a text writes "47" as "bốn mươi bảy", or the other way round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detector.outside import remembered
from detector.text.fold import folded_text
from detector.text.lexicon import resource

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_TEN, _THOUSAND = 10, 1000


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words of numbers, composed and in lower case.

    Attributes:
        digits, powers: with what they stand for.
        all: these, ten, and what stands between tens, hundreds and ones.
        about: "gần", "hơn": with a power behind them they are a figure.
        alone: what means nothing else where it stands alone.
    """

    digits: dict[str, int]
    powers: dict[str, int]
    all: frozenset[str]
    about: frozenset[str]
    alone: frozenset[str]


@remembered
def number_words() -> NumberWords:
    """Those of ``number_words.toml``."""
    words = resource("number_words.toml")
    digits, powers = words["digits"], words["powers"]
    joining, about, alone = (frozenset(words[key]) for key in ("joining", "about", "alone"))
    return NumberWords(digits, powers, joining | digits.keys() | powers.keys(), about, alone)


def words_and_figures(text: str) -> list[str]:
    """The folded words of a text, each number as one word of figures: "hai mươi ba hộ" as "23", "ho"."""
    found = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return [word if word[0].isdigit() else folded_text(word) for word in _with_figures(found)]


def value_of(words: Sequence[str]) -> int:
    """The number that words of numbers name: 47 of "bốn mươi bảy" and of "bốn bảy", 0 where they name none."""
    known = number_words()
    total = part = power = 0
    before = ""
    for word in words:
        if word in known.digits:
            part = (_as_tens(part) if before in known.digits else part) + known.digits[word]
        elif word == "mươi" or known.powers.get(word) == _TEN:
            part = _as_tens(part) if before in known.digits else part + _TEN
        elif word == "mười":
            part += _TEN
        elif word == "rưỡi":
            total += power // 2
        elif word in known.powers:
            power = known.powers[word]
            total, part = (total + max(part, 1) * power, 0) if power >= _THOUSAND else (total, max(part, 1) * power)
        before = word
    return total + part


def _as_tens(part: int) -> int:
    """With its last digit, which turned out to be one of tens, in their place: 104 of "trăm bốn" is 140 of "mươi"."""
    return part + (_TEN - 1) * (part % _TEN)


def _with_figures(words: Sequence[str]) -> Iterator[str]:
    known = number_words()
    at = 0
    while at < len(words):
        end = at + 1
        if words[at][0].isdigit():
            figures = words[at].replace(".", "") if _GROUPED.fullmatch(words[at]) else words[at]
            if figures.isdigit() and end < len(words) and known.powers.get(words[end], 0) >= _THOUSAND:
                figures, end = str(int(figures) * known.powers[words[end]]), end + 1  # "16 nghìn"
            yield figures
        elif words[at] in known.all:
            while end < len(words) and words[end] in known.all:
                end += 1
            value = value_of(words[at:end]) if end > at + 1 or words[at] in known.alone else 0
            yield from [str(value)] if value else words[at:end]
        else:
            yield words[at]
        at = end
