"""Numbers of lists as a page shows them: ``1.``, ``a)``, ``-``, from the counters of the levels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from detector.readers.symbols import symbol

LEVELS = 10
_LARGEST = 4999  # beyond it neither letters nor Roman figures are of any use


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        format: ``decimal``, ``lowerLetter``, ``bullet`` ..., as Word calls them.
        text: what is shown; ``%1`` stands for the number of the first level.
        follow: ``nothing`` if the text of the paragraph comes at once, else a gap is between.
        restarts: the number of levels whose change starts it again: usually all above it.
        plain: figures of all levels are Arabic.
    """

    format: str
    text: str
    start: int = 1
    font: str = ""
    follow: str = ""
    restarts: int = LEVELS
    plain: bool = False


@dataclass(frozen=True, slots=True)
class NumberedList:
    """What the name of a list stands for.

    Attributes:
        counters: lists with the same go on counting each other's paragraphs.
        starts: the levels that this one starts again, and where.
    """

    counters: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Counters:
    """How far each list of a document was counted: ask for the paragraphs in their order."""

    lists: Mapping[str, NumberedList] = field(default_factory=dict)
    _counted: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, name: str, depth: int) -> str:
        """The number of the next paragraph of a list and level; empty where there is none."""
        found = self.lists.get(name)
        if found is None or depth not in found.levels:
            return ""
        counted = self._counted.setdefault(found.counters, [None] * LEVELS)
        if depth in found.starts and (name, depth) not in self._begun:
            self._begun.add((name, depth))
            counted[depth] = found.starts[depth]
        else:
            before = counted[depth]
            counted[depth] = found.levels[depth].start if before is None else before + 1
        for deeper in range(depth + 1, LEVELS):
            if deeper not in found.levels or depth < found.levels[deeper].restarts:
                counted[deeper] = None
        return shown(found.levels, depth, counted)


def shown(levels: Mapping[int, Level], depth: int, counted: Sequence[int | None]) -> str:
    """The number of a paragraph of level `depth` (the first is 0) and a blank; empty where nothing is shown."""
    level = levels[depth]

    def figure(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        one = levels.get(at)
        if one is None:
            return ""
        value = counted[at]
        return formatted(one.start if value is None else value, "decimal" if level.plain else one.format)

    if level.format == "bullet":
        text = "".join(_bullet(char, level.font) for char in level.text)
    else:
        text = re.sub(r"%([1-9])", figure, level.text)
    return text + ("" if level.follow == "nothing" else " ") if text.strip() else ""


def _bullet(char: str, font: str) -> str:
    """What a bullet looks like: a sign of a symbol font, or the letter o that Word takes for a circle."""
    if font.lower().startswith("courier") and char == "o":
        return "○"
    return symbol(font or "Symbol", f"{ord(char):x}") if 0xF000 <= ord(char) < 0xF100 else char


def formatted(value: int, kind: str) -> str:
    """A number in one of Word's formats; Arabic figures for those that are not known."""
    if kind == "none":
        return ""
    return _FORMATS.get(kind, str)(value) if 0 < value <= _LARGEST else str(value)


def _letters(value: int) -> str:
    """a ... z, then aa, bb."""
    times, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(value: int) -> str:
    parts = []
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        parts.append(sign * times)
    return "".join(parts)


_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "decimalZero": lambda value: f"{value:02d}",
}
