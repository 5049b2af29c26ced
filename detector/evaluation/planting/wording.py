"""Small rewordings that leave the sense: what a light edit and several disguises are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from random import Random

from detector.evaluation.planting.edits import Edit, apply_edits
from detector.text.lexicon import resource

_SENTENCE_GAP = re.compile(r"(?<=[.!?;])[ \t]+(?=\S)")
_FIGURE = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?![\w/-])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLASS = re.compile(r"\b(\d{1,2})([A-E])(\d?)\b")
_PERSON = re.compile(
    r"\b(?:cô|thầy|em|anh|chị|bác|ông|bà|đồng chí|đ/c|bác sĩ|điều dưỡng) "
    r"((?:[A-ZĐÀ-ỸÂÊÔƠƯĂ][a-zà-ỹđâêôơưă]+)(?: [A-ZĐÀ-ỸÂÊÔƠƯĂ][a-zà-ỹđâêôơưă]+){0,2})",
)
# fmt: off
_GIVEN_NAMES = (
    "An", "Bảo", "Châu", "Dương", "Giang", "Hạnh", "Khuê", "Liên", "Minh", "Nhàn", "Oanh", "Phương", "Quyên", "Sơn",
    "Thảo", "Uyên", "Vinh", "Xuân", "Yến",
)
# fmt: on


Rewording = Callable[[str, Random], Iterable[Edit]]


def reworded(text: str, rng: Random, *rewordings: Rewording) -> str:
    """`text` after one rewording after the other."""
    for rewording in rewordings:
        text = apply_edits(text, rewording(text, rng)).text
    return text


def synonyms(text: str, rng: Random, *, share: float = 0.2) -> Iterator[Edit]:
    """About `share` of the words that have a synonym get one; the capital of a first word stays."""
    sets = _synonym_sets()
    for match in _synonym_pattern().finditer(text):
        if rng.random() < share:
            others = [word for word in sets[match[0].lower()] if word != match[0].lower()]
            yield Edit(*match.span(), _with_capital(rng.choice(others), match[0]))


def figures(text: str, rng: Random, *, share: float = 0.5) -> Iterator[Edit]:
    """About `share` of the figures become others of the same length; years and document numbers stay."""
    for match in _FIGURE.finditer(text):
        if rng.random() < share and not _YEAR.fullmatch(match[0]):
            yield Edit(*match.span(), re.sub(r"\d", lambda _: str(rng.randint(1, 9)), match[0]))


def years(text: str, rng: Random, *, by: int = -1) -> Iterator[Edit]:  # noqa: ARG001 (one signature for all)
    """Every year moves."""
    return (Edit(*match.span(), str(int(match[0]) + by)) for match in _YEAR.finditer(text))


def people(text: str, rng: Random) -> Iterator[Edit]:
    """Persons named after their title become others, the same ones wherever they are named."""
    new: dict[str, str] = {}
    for match in _PERSON.finditer(text):
        name = new.setdefault(match[1], rng.choice(_GIVEN_NAMES))
        yield Edit(*match.span(1), name)


def classes(text: str, rng: Random) -> Iterator[Edit]:
    """School classes become others, the same ones wherever they are named."""
    new: dict[str, str] = {}
    for match in _CLASS.finditer(text):
        yield Edit(*match.span(), new.setdefault(match[0], f"{match[1]}{rng.choice('ABCDEGH')}{match[3]}"))


def reordered(text: str, rng: Random) -> str:
    """In each line two neighbouring sentences change places; lines that are list items may change places as a whole."""
    lines = [_swapped(line, rng) for line in text.split("\n")]
    if len(lines) > 2 and rng.random() < 0.5:
        at = rng.randrange(len(lines) - 1)
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return "\n".join(lines)


def one_dropped(text: str, rng: Random) -> str:
    """Without one of its sentences, if there are four or more."""
    gaps = [0, *(match.end() for match in _SENTENCE_GAP.finditer(text))]
    if len(gaps) < 4:
        return text
    at = rng.randrange(1, len(gaps) - 1)
    return text[: gaps[at]] + text[gaps[at + 1] :]


def sentences(text: str) -> list[str]:
    """Pieces of one line that end in a full stop, semicolon, question or exclamation mark."""
    return _SENTENCE_GAP.split(text)


def _swapped(line: str, rng: Random) -> str:
    pieces = sentences(line)
    if len(pieces) < 2:
        return line
    at = rng.randrange(len(pieces) - 1)
    first, second = pieces[at], pieces[at + 1]
    if second.endswith(".") and first.endswith(";"):  # the stop belongs to the place, not to the clause
        first, second = first[:-1] + ".", second[:-1] + ";"
    return " ".join([*pieces[:at], second, first, *pieces[at + 2 :]])


def _with_capital(word: str, model: str) -> str:
    return word[0].upper() + word[1:] if model[0].isupper() else word


@cache
def _synonym_sets() -> dict[str, Sequence[str]]:
    sets: list[list[str]] = resource("synonyms.toml")["sets"]
    return {word: words for words in reversed(sets) for word in words}


@cache
def _synonym_pattern() -> re.Pattern[str]:
    return any_of(_synonym_sets())


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds each of the words, whole and in any case; of two that begin alike the longer one."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)", re.I)
