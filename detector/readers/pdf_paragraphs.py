"""Lines of a column joined into the paragraphs that were wrapped into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from statistics import median

from detector.readers.pdf_chars import Fragment
from detector.readers.pdf_layout import starts_with_marker

_INDENT = 8.0  # points from which a line counts as indented; Word's usual indent is 36
_ALIGNED = 4.0
_PARAGRAPH_GAP = 1.4  # times the usual distance of lines
_LABEL = re.compile(r"[^:.,;!?]{2,40}:")  # as in ``Đơn vị công tác: ...``
_DATE_LINE = re.compile(r"[^\W\d_][^:;\d]{1,40}, ngày\W+\d{0,2}\W*tháng\W*\d{0,2}\W*năm\W*\d{0,4}\W*")
_SLACK = 0.3  # times the line's height: how much wider than the margin a justified line may seem


def paragraphs(lines: Sequence[Fragment], right: float | None = None) -> list[str]:
    """Texts of the paragraphs; `right` is the right margin, by default the end of the longest line.

    A line ends its paragraph if the first word of the next line would still have fitted, and where a list item,
    a label, an indent, a gap or capitals begin. Hyphens at line ends stay.
    """
    if not lines:
        return []
    margin = right if right is not None else max(line.right for line in lines)
    left = min(line.left for line in lines)
    pitch = _pitch(lines)
    indents = sum(line.left - left < _ALIGNED for line in lines) * 5 >= len(lines) * 2
    groups = [[lines[0]]]
    for line in lines[1:]:
        if _starts_new(groups[-1], line, margin, left, pitch, indents):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [reduce(join_texts, (line.text for line in group)) for group in groups]


def join_texts(text: str, following: str) -> str:
    """With a blank between them, but not after a hyphen inside a word or between numbers, as in ``2023-``, ``2024``."""
    glued = text.endswith("-") and text[-2:-1].isalnum()
    return f"{text}{following}" if glued else f"{text} {following}"


def continues_across_pages(text: str, following: str) -> bool:
    """Whether a paragraph at the foot of a page goes on at the head of the next one."""
    return text[-1:] not in ".:;!?…" and following[:1].islower() and not starts_with_marker(following)


def _pitch(lines: Sequence[Fragment]) -> float:
    steps = [a.middle - b.middle for a, b in pairwise(lines) if a.middle > b.middle]
    return median(steps) if steps else 0.0


def _starts_new(
    group: Sequence[Fragment], line: Fragment, margin: float, left: float, pitch: float, indents: bool
) -> bool:
    last = group[-1]
    if last.right + _SLACK * last.height + line.first_word < margin:
        return True
    marked = starts_with_marker(line.text) and not _is_range(last.text, line.text)
    if marked or _DATE_LINE.fullmatch(line.text) or _is_label(line.text) or last.text.isupper() != line.text.isupper():
        return True
    if last.middle - line.middle > max(_PARAGRAPH_GAP * pitch, 0.8 * line.height) or line.middle > last.middle:
        return True
    return _is_indented(group, line, left, indents)


def _is_range(text: str, following: str) -> bool:
    """Whether a dash at the start of a line stands between two numbers, as in ``2023``, ``- 2024``."""
    return text[-1:].isdigit() and re.match(r"[-–]\s*\d", following) is not None


def _is_label(text: str) -> bool:
    return text[:1].isupper() and _LABEL.match(text) is not None


def _is_indented(group: Sequence[Fragment], line: Fragment, left: float, indents: bool) -> bool:
    step = line.left - group[-1].left
    if len(group) > 1:
        return step > _INDENT
    if starts_with_marker(group[0].text):
        return False  # a hanging indent
    return step > _INDENT or (indents and abs(step) < _ALIGNED and line.left - left > _INDENT)


def margin_in_cell(lines: Iterable[Fragment], left: float, right: float) -> float:
    """The right margin inside a cell, as far from its edge as the text is from the left edge."""
    return right - max(0.0, min(line.left for line in lines) - left)
