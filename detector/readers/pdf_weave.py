"""Characters of one baseline put together by their places, whatever the order in which a program drew them.

A program that needs a second font for some letters draws the line with holes first and the letters in the holes
afterwards. Runs are what was drawn without a jump; runs that fill each other's holes are woven into one line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from detector.documents import Hiding
from detector.readers.pdf_chars import Char, Fragment
from detector.readers.pdf_drawing import Rule
from detector.readers.pdf_hidden import HiddenStretches

# All in heights of the line. A gap from which columns begin; gaps between words are .2 to .6
_COLUMN_GAP = 1.2
# Between runs that were not drawn one after the other: more may be the space between two columns
_NEIGHBOUR_GAP = 0.35
_WORD_GAP = 0.17  # where no blank was drawn; .25 em is usual, and heights are .7 to 1.2 em
_SAME_BASE = 0.12
# How far a note's raised number stands off its line (.5 to .66 measured), and how near to its neighbours
_RAISED = (0.1, 0.75)
_BESIDE = (-0.4, 0.5)
_LEAST_ADVANCE = 0.4
# Share of the higher one's height from which two letters are of one font; heights that a blank between two has at least
_OTHER_FONT, _SKIPPED_BLANK = 0.8, 0.22
_COLLISION = 0.4  # share of the narrower character from which two of them stand on each other


class Run:
    """Characters that stand in one line and in a row; `line` counts the lines in the order of drawing."""

    __slots__ = ("base", "chars", "height", "left", "line", "right")

    def __init__(self, chars: list[Char], line: int) -> None:
        tallest = max(chars, key=lambda char: char[4] - char[2])
        self.chars = chars
        self.line = line
        self.base = tallest.base
        self.height = max(tallest.height, 1.0)
        self.left = min([char.left for char in chars])
        self.right = max([char.right for char in chars])


def fragments(chars: Iterable[Char], rules: Sequence[Rule], hidden: HiddenStretches) -> list[Fragment]:
    """Lines and parts of lines between wide gaps and vertical rules, in no particular order."""
    vertical = [rule for rule in rules if rule.is_vertical]
    return [fragment(run.chars, hidden) for run in woven(list(_runs(chars, vertical)), vertical)]


def _runs(chars: Iterable[Char], vertical: Sequence[Rule]) -> Iterator[Run]:
    """Cut where the line changes, a wide gap opens or a vertical rule stands."""
    current: list[Char] = []
    height, line = 1.0, 0
    for char in chars:
        if current:
            last = current[-1]
            height = max(height, char[4] - char[2])
            if not (_continues(last, char, height, vertical) or _is_raised(last, char, height, vertical)):
                yield Run(current, line)
                line += abs(char.base - last.base) > _RAISED[1] * height
                current, height = [], max(char.height, 1.0)
        else:
            height = max(char.height, 1.0)
        current.append(char)
    if current:
        yield Run(current, line)


def _continues(last: Char, char: Char, height: float, vertical: Sequence[Rule]) -> bool:
    if char.is_broken or abs(char.base - last.base) > _SAME_BASE * height:
        return False
    gap = char.left - last.right
    if gap < 1:
        # A mark may be drawn over its letter, and a letter of another font is wider than the place that it was given
        is_next = char.order == last.order + 1 and char.left - last.left >= _LEAST_ADVANCE * height
        return gap >= -height * 0.5 or is_next or unicodedata.combining(char.text) > 0
    return gap <= height * _COLUMN_GAP and not _is_parted(last.right, char, vertical)


def _is_raised(last: Char, char: Char, height: float, vertical: Sequence[Rule]) -> bool:
    """Whether one of two neighbours stands above or below the line of the other, as a note's number does."""
    shift, gap = abs(char.base - last.base), char.left - last.right
    near = _BESIDE[0] * height <= gap <= _BESIDE[1] * height
    return near and _RAISED[0] * height < shift <= _RAISED[1] * height and not _is_parted(last.right, char, vertical)


def _is_parted(right: float, char: Char, vertical: Sequence[Rule]) -> bool:
    """Whether a drawn line stands between this place and a character."""
    middle = (char.top + char.bottom) / 2
    return char.left - right >= 1 and any(
        right - 1 <= rule.left <= char.left + 1 and rule.bottom < middle < rule.top for rule in vertical
    )


def woven(runs: Sequence[Run], vertical: Sequence[Rule] = ()) -> Iterator[Run]:
    """Runs of one baseline that continue each other or stand in each other's holes, joined."""
    group: list[Run] = []
    for run in sorted(runs, key=lambda run: (-run.base, run.left)):
        if group and group[0].base - run.base > _SAME_BASE * max(run.height, group[0].height):
            yield from _woven_line(group, vertical)
            group = []
        group.append(run)
    yield from _woven_line(group, vertical)


def _woven_line(group: list[Run], vertical: Sequence[Rule]) -> list[Run]:
    found: list[Run] = []
    for run in sorted(group, key=lambda run: run.left) if len(group) > 1 else group:
        for index, line in enumerate(found):
            if _belong_together(line, run, vertical) and (chars := _merged(line.chars, run.chars)):
                found[index] = Run(chars, run.line)
                break
        else:
            found.append(run)
    return found


def _belong_together(line: Run, run: Run, vertical: Sequence[Rule]) -> bool:
    first = run.chars[0]
    drawn_together = run.line == line.line and not first.is_broken
    limit = (_COLUMN_GAP if drawn_together else _NEIGHBOUR_GAP) * max(line.height, run.height)
    return run.left - line.right <= limit and not _is_parted(line.right, first, vertical)


def _merged(line: list[Char], run: list[Char]) -> list[Char]:
    """Both in the order of their places, marks behind their letters; empty where they stand on each other."""
    keyed = sorted([*_keyed(line), *_keyed(run)], key=lambda pair: pair[0])
    merged = [char for _, char in keyed]
    letters = [char for char in merged if not unicodedata.combining(char.text)]
    return [] if any(_collide(a, b) for a, b in pairwise(letters)) else merged


def _keyed(chars: list[Char]) -> Iterator[tuple[float, Char]]:
    key: float | None = None
    for char in chars:
        if not unicodedata.combining(char.text):
            key = char.left
        elif key is None:  # its letter is drawn elsewhere
            key = (char.left + char.right) / 2
        yield key, char


def _collide(a: Char, b: Char) -> bool:
    return a.right - b.left > _COLLISION * min(a.right - a.left, b.right - b.left) + 0.1


def fragment(chars: Sequence[Char], hidden: HiddenStretches) -> Fragment:
    """Text of characters in their order, with the blanks that were drawn or, where runs meet, that can be seen."""
    tallest = max(chars, key=lambda char: char[4] - char[2])
    word_gap = _WORD_GAP * max(tallest.height, 1.0)
    texts, gaps = [chars[0].text], []
    reach, first_end = chars[0].right, 0.0
    for last, char in pairwise(chars):
        gap = char[1] - reach
        if blank := _blank(last, char, gap, word_gap):
            first_end = first_end or reach
            gaps.append(gap)
        texts.append(blank + char[0])
        reach = max(reach, char[3])
    left = min([char.left for char in chars])
    unseen = any(isinstance(char.look, Hiding) for char in chars)
    text = _joined_surrogates(_marked(chars, texts, hidden) if unseen else "".join(texts))
    return Fragment(text, left, tallest.bottom, reach, tallest.top, (first_end or reach) - chars[0].left, tuple(gaps))


def _marked(chars: Sequence[Char], texts: Sequence[str], hidden: HiddenStretches) -> str:
    """The visible text with a mark for each hidden stretch, the blanks around it behind it as one."""
    found, pending = "", False
    hidings = (char.look if isinstance(char.look, Hiding) else None for char in chars)
    for hiding, group in groupby(zip(hidings, texts, strict=True), key=lambda pair: pair[0]):
        text = "".join(part for _, part in group)
        bare = text.lstrip()
        pending = pending or bare != text
        if hiding is not None:
            found += hidden.mark(_joined_surrogates(bare), hiding)
        else:
            found += " " + bare if pending and found else bare
            pending = False
    return found


def _blank(last: Char, char: Char, gap: float, word_gap: float) -> str:
    if char.order == last.order + 1 and not char.is_broken and not unicodedata.combining(char.text):
        return char.blank or (" " if _is_gap_between_fonts(last, char, gap) else "")
    return (char.blank or " ") if gap > word_gap else ""


def _is_gap_between_fonts(last: Char, char: Char, gap: float) -> bool:
    """Whether a blank was skipped where the font changes: of a letter that another font lends it is not drawn."""
    low, high = sorted((last.height, char.height))
    is_level = abs(last.base - char.base) <= _SAME_BASE * high
    return is_level and low < _OTHER_FONT * high and gap > _SKIPPED_BLANK * high


def _joined_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
