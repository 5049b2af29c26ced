"""Fragments of a page to lines and columns in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate, pairwise

from detector.readers.pdf_chars import Fragment

_MARKER = re.compile(r"[-–—+*•●▪■□◦➢❖✓\uf000-\uf0ff]|(?:\d{1,2}|[a-zđ]|[IVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?")
_LABEL = re.compile(r"[^:.,;!?]{2,40}:")
_MAX_SKIP = 2.5  # heights between the middles of neighbouring lines of one column group
_CENTERED = 8.0  # points
_ALIGNED = 2.0  # points between the left ends of lines of one column
_MAX_PITCH = 2.2  # heights between the middles of wrapped lines
_EQUAL_GAPS = 0.12  # heights by which the gaps of a justified line may differ
_FLUSH = 0.6  # heights by which the ends of a justified line may miss those of its column
_RIVAL = 0.5  # share of the widest gap of a line from which another may be the gutter
# Heights: Word parts columns by 36 points. Text that ends farther from the next column was not wrapped there
_COLUMN_SPACE = 4.0
_BOX = 2  # characters of a column of boxes to tick
_MIN_GUTTER = 3.0  # points; centred lines of a two-column head leave as little as 6 free


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of one column from top to bottom; `flowing` if they may be parts of paragraphs, `full` if not a column."""

    lines: tuple[Fragment, ...]
    flowing: bool
    full: bool = False


def is_marker(text: str) -> bool:
    """Whether a text is nothing but the sign or number of a list item."""
    return _MARKER.fullmatch(text.strip()) is not None


def starts_with_marker(text: str) -> bool:
    """Whether a line begins with the sign or number of a list item or heading."""
    head, _, tail = text.strip().partition(" ")
    return bool(tail) and is_marker(head)


def lines_of(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments of one height together, from left to right, list markers joined to what follows them."""
    lines: list[list[Fragment]] = []
    for item in sorted(fragments, key=lambda f: (-f.middle, f.left)):
        if lines and _same_line(lines[-1][0], item):
            lines[-1].append(item)
        else:
            lines.append([item])
    return [_join_markers(sorted(line, key=lambda f: f.left)) for line in lines]


def regions(lines: Sequence[list[Fragment]], *, is_column: bool = False, is_cell: bool = False) -> list[Region]:
    """Single-column stretches and the columns of multi-column ones, in reading order.

    Args:
        is_column: they are the lines of one side of a gutter, which one word at each end fills.
        is_cell: they are those of a cell, which has seldom columns of its own.
    """
    lines = _without_stretched(lines, is_column or is_cell, is_cell)
    found: list[Region] = []
    single: list[Fragment] = []
    index = 0
    margin = max((item.right for line in lines for item in line), default=0.0)
    while index < len(lines):
        count, gutter = _column_group(lines, index)
        if count == 0:
            single += lines[index]
            index += 1
            continue
        found += [Region(tuple(single), True, True)] if single else []
        single = []
        group = lines[index : index + count]
        index += count
        if index < len(lines) and _ends_below(group[-1], lines[index], margin):
            first, last = group[-1]
            group = [*group[:-1], [first, replace(last, text=f"{last.text} {lines[index][0].text}")]]
            index += 1
        found += _columns(group, gutter)
    return found + ([Region(tuple(single), True, True)] if single else [])


def _without_stretched(lines: Sequence[list[Fragment]], is_column: bool, is_cell: bool) -> list[list[Fragment]]:
    """Lines whose gaps are the wide spaces of a justified line as one fragment each."""
    if all(len(line) < 2 for line in lines):
        return list(lines)
    left = min(item.left for line in lines for item in line)
    right = max(item.right for line in lines for item in line)
    found = []
    for index, line in enumerate(lines):
        stretched = len(line) > 1 and _is_stretched(line, left, right, is_column)
        beside = [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]
        if stretched and (is_cell or not _begins_columns(line, beside)):
            found.append([reduce(join, line)])
        else:
            found.append(line)
    return found


def _begins_columns(line: list[Fragment], beside: Sequence[list[Fragment]]) -> bool:
    """Whether a fragment begins below or above another one, as those of a column do and justified words do not."""
    starts = [item.left for other in beside for item in other[1:]]
    return any(abs(item.left - start) <= _ALIGNED for item in line[1:] for start in starts)


def _is_stretched(line: list[Fragment], left: float, right: float, is_column: bool) -> bool:
    """Whether all gaps between words are about as wide; a single gap must reach from edge to edge of a column."""
    between = [item.left - last.right for last, item in pairwise(line)]
    gaps = [*between, *(gap for item in line for gap in item.gaps)]
    height = max(item.height for item in line)
    if len(gaps) == 1:
        slack = _FLUSH * height
        return is_column and line[0].left - left < slack and right - line[-1].right < slack
    return min(between) > 0 and max(gaps) - min(gaps) <= _EQUAL_GAPS * height


def _same_line(first: Fragment, item: Fragment) -> bool:
    overlap = min(first.top, item.top) - max(first.bottom, item.bottom)
    return overlap > 0.5 * min(first.height, item.height)


def _join_markers(line: list[Fragment]) -> list[Fragment]:
    if len(line) < 2 or not is_marker(line[0].text):
        return line
    head, body, *rest = line
    if body.left - head.right > 6 * max(head.height, body.height):
        return line
    return [join(head, body), *rest]


def join(head: Fragment, body: Fragment) -> Fragment:
    """Two fragments of a line as one, with a blank between them."""
    return Fragment(
        f"{head.text} {body.text}",
        head.left,
        min(head.bottom, body.bottom),
        body.right,
        max(head.top, body.top),
        body.left + body.first_word - head.left if is_marker(head.text) else head.first_word,
        (*head.gaps, body.left - head.right, *body.gaps),
    )


def _column_group(lines: Sequence[list[Fragment]], start: int) -> tuple[int, float]:
    """Number of lines from `start` that share a gutter, and its middle; (0, 0) if the line has none.

    Of several wide gaps that is the gutter which most lines leave free: a justified line may have wider ones.
    """
    gaps = _gaps(lines[start])
    widest = max((high - low for low, high in gaps), default=0.0)
    rivals = [(low, high) for low, high in gaps if high - low >= _RIVAL * widest]
    groups = [(*_group_at(lines, start, low, high), high - low) for low, high in rivals]
    count, gutter, _ = max(groups, key=lambda group: (group[0], group[2]), default=(0, 0.0, 0.0))
    return count, gutter


def _group_at(lines: Sequence[list[Fragment]], start: int, low: float, high: float) -> tuple[int, float]:
    """Number of lines from `start` that leave a part of this gap free, and the middle of that part."""
    margin = max(item.right for line in lines for item in line)
    count = last_double = 1
    for previous, line in zip(lines[start:], lines[start + 1 :], strict=False):
        middle = (low + high) / 2
        left = [item for item in line if (item.left + item.right) / 2 < middle]
        right = [item for item in line if (item.left + item.right) / 2 >= middle]
        narrower = max([low, *(item.right for item in left)]), min([high, *(item.left for item in right)])
        far = previous[0].middle - line[0].middle > _MAX_SKIP * max(previous[0].height, line[0].height)
        if narrower[1] - narrower[0] < _MIN_GUTTER or far:
            break
        low, high = narrower
        count += 1
        last_double = count if right else last_double
    gutter = (low + high) / 2
    if count > last_double and _begins_anew(lines[start + last_double], lines[start + last_double - 1]):
        count = last_double
    while count > last_double:
        above, line = lines[start : start + count - 1], lines[start + count - 1]
        is_wrapped = _is_wrapped_from(line, above, high) and not _ends_below(above[-1], line, margin)
        if is_wrapped or _is_centered_below(line, lines[start : start + last_double], gutter):
            break
        count -= 1
    return count, gutter


def _begins_anew(line: list[Fragment], above: list[Fragment]) -> bool:
    """Whether a line below the first part of another one is a list item or a title, which nothing was wrapped into."""
    first, upper = line[0], above[0]
    is_below = abs(first.left - upper.left) <= _CENTERED
    return is_below and (starts_with_marker(first.text) or (first.text.isupper() and not upper.text.isupper()))


def _ends_below(line: list[Fragment], below: list[Fragment], margin: float) -> bool:
    """Whether the last label's value reached the margin and goes on below: "Post: A    Unit: B of" above "C".

    The first part may have been wrapped just as well; lines of two labels are typed more often than set in columns.
    """
    first, last = line[0], line[-1]
    is_wrapped = len(line) == 2 and len(below) == 1 and abs(below[0].left - first.left) <= _ALIGNED
    is_near = last.middle - below[0].middle <= _MAX_PITCH * last.height
    is_value = ":" in first.text and ":" in last.text and ":" not in below[0].text and not _begins_anew(below, line)
    return is_wrapped and is_near and is_value and last.right + below[0].first_word > margin


def _gaps(line: Sequence[Fragment]) -> list[tuple[float, float]]:
    """Between fragments sorted from left to right; empty where all overlap or there is only one."""
    reach = list(accumulate((item.right for item in line), max))
    return [(low, item.left) for low, item in zip(reach, line[1:], strict=False) if item.left > low]


def _is_wrapped_from(line: list[Fragment], above: Sequence[list[Fragment]], next_left: float) -> bool:
    """Whether each part of a line goes on below a part that was full: the last lines of the longest column.

    `next_left` is where the column behind the gutter begins.
    """
    for item in line:
        column = [other for upper in above for other in upper if abs(other.left - item.left) <= _ALIGNED]
        if not column or column[-1].middle - item.middle > _MAX_PITCH * max(column[-1].height, item.height):
            return False
        if column[-1].right + item.first_word < max(other.right for other in column):
            return False
        if item.left < next_left and not _may_wrap(column[-1], next_left - item.first_word):
            return False
    return True


def _may_wrap(item: Fragment, next_left: float) -> bool:
    """Whether an item ends so near to the next column that what stands below may be its end."""
    return item.right + _COLUMN_SPACE * item.height >= next_left


def _is_centered_below(line: list[Fragment], above: Sequence[list[Fragment]], gutter: float) -> bool:
    """Whether a line left of the gutter continues the centred left column above it."""
    left = [item for other in above for item in other if item.right <= gutter]
    if not left:
        return False
    center = (min(item.left for item in left) + max(item.right for item in left)) / 2
    return abs((line[0].left + line[-1].right) / 2 - center) <= _CENTERED


def _columns(group: Sequence[list[Fragment]], gutter: float) -> list[Region]:
    """Column by column; but row by row where the left column is labels, as in ``Họ và tên:   Nguyễn Văn An``."""
    left = [part for line in group if (part := [item for item in line if item.right <= gutter])]
    right = [part for line in group if (part := [item for item in line if item.left >= gutter])]
    labels = sum(line[-1].text.endswith(":") for line in left) + sum(line[0].text.startswith(":") for line in right)
    if labels * 2 > len(left):
        return [Region(tuple(_labelled_rows(group, gutter)), False)]
    if _is_table(group, gutter) or all(map(_is_row_of_boxes, group)):
        return [Region(tuple(_table_row(line) for line in group), False)]
    return [
        Region(region.lines, region.flowing and len(region.lines) >= 8 and len(group) >= 8)
        for side in (left, right)
        for region in regions(side, is_column=True)
    ]


def _is_row_of_boxes(line: list[Fragment]) -> bool:
    """Whether a label stands before nothing but boxes or letters: ``Tự xếp loại:  A  B  C``."""
    return _LABEL.match(line[0].text) is not None and all(len(item.text) <= _BOX for item in line[1:])


def _is_table(group: Sequence[list[Fragment]], gutter: float) -> bool:
    """Whether rows of short cells stand side by side: starts below each other, no cell wrapped, few of them empty."""
    if any(item.text[:1].islower() for line in group[1:] for item in line):
        return False
    rows = [([f for f in line if f.right <= gutter], [f for f in line if f.left >= gutter]) for line in group]
    full = [(left, right) for left, right in rows if left and right]
    if len(full) > 1 and all(len(item.text) <= _BOX for _, right in full for item in right):
        return True
    if len(full) < 2 or len(full) * 3 < len(rows) * 2:
        return False
    starts = [{round(side[0].left / _ALIGNED) for side in sides} for sides in zip(*full, strict=True)]
    if any(max(places) - min(places) > 1 for places in starts):
        return False
    next_left = min(right[0].left for _, right in full)
    return not any(_may_wrap(left[-1], next_left) for left, _ in rows[:-1] if left)


def _table_row(line: list[Fragment]) -> Fragment:
    """The cells of a row, parted by tabs."""
    row = reduce(join, line)
    return replace(row, text="\t".join(item.text for item in line))


def _labelled_rows(group: Sequence[list[Fragment]], gutter: float) -> list[Fragment]:
    """Labels with their values row by row; a line without a label goes on with the value above it."""
    rows: list[Fragment] = []
    for line in group:
        goes_on = bool(rows) and line[0].left >= gutter and rows[-1].right > gutter and ":" not in line[0].text
        rows += [reduce(join, [rows.pop(), *line])] if goes_on else _row(line, gutter)
    return rows


def _row(line: list[Fragment], gutter: float) -> list[Fragment]:
    """A line with each label, its colon and its value as one fragment."""
    row = [line[0]]
    for item in line[1:]:
        is_value = row[-1].text.endswith(":") and (row[-1].right <= gutter < item.right or row[-1].text.endswith(" :"))
        if is_value or item.text.startswith(":"):
            row.append(join(row.pop(), item))
        else:
            row.append(item)
    return row
