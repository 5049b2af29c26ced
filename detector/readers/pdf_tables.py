"""Tables with drawn lines: which cell a fragment stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detector.readers.pdf_chars import Fragment
from detector.readers.pdf_drawing import Rule

_TOUCH = 3.0  # points between the ends of lines that were meant to meet
_MAX_RULES = 2000  # a page with more is a drawing, not a table


@dataclass(frozen=True, slots=True)
class Cell:
    """Row and column count from 1 at the upper left of the table; a merged cell has those of its first part."""

    row: int
    column: int
    left: float
    right: float
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`number` counts the tables of the page from 1."""

    number: int
    left: float
    top: float
    cells: tuple[Cell, ...]  # row by row, only those with text


def find_tables(rules: Sequence[Rule], fragments: Sequence[Fragment]) -> tuple[list[Table], list[Fragment]]:
    """Tables from top to bottom, and the fragments outside of them."""
    tables: list[Table] = []
    rest = list(fragments)
    distinct = list(dict.fromkeys(rules))  # neighbouring cells draw the line between them twice
    if len(distinct) > _MAX_RULES:
        return tables, rest
    for group in _connected(distinct):
        xs = _distinct(rule.left for rule in group if rule.is_vertical)
        ys = _distinct([*(rule.bottom for rule in group if not rule.is_vertical), *_open_ends(group)])
        if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5:
            continue
        inside = [item for item in rest if xs[0] < _center(item) < xs[-1] and ys[0] < item.middle < ys[-1]]
        if inside:
            taken = set(map(id, inside))
            rest = [item for item in rest if id(item) not in taken]
            tables.append(Table(0, xs[0], ys[-1], _cells(group, xs, ys, inside)))
    ordered = sorted(tables, key=lambda table: (-table.top, table.left))
    return [replace(table, number=number) for number, table in enumerate(ordered, 1)], rest


def _open_ends(rules: Sequence[Rule]) -> list[float]:
    """Heights at which at least two columns end without a line below or above: a page break parts their row."""
    vertical = [rule for rule in rules if rule.is_vertical]
    ends = []
    for height in (min(rule.bottom for rule in vertical), max(rule.top for rule in vertical)) if vertical else ():
        columns = {rule.left for rule in vertical if _is_at(rule.bottom, height) or _is_at(rule.top, height)}
        ends += [height] if len(columns) > 1 else []
    return ends


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of rules that touch, directly or through others."""
    groups: list[tuple[Rule, list[Rule]]] = []  # with the box around each
    for rule in rules:
        touching = [group for group in groups if _touch(group[0], rule) and any(_touch(r, rule) for r in group[1])]
        groups = [group for group in groups if not any(group is other for other in touching)]
        members = [rule] + [member for _, others in touching for member in others]
        groups.append((_box(members), members))
    return [members for _, members in groups]


def _touch(a: Rule, b: Rule) -> bool:
    across = a.left - _TOUCH <= b.right and b.left - _TOUCH <= a.right
    return across and a.bottom - _TOUCH <= b.top and b.bottom - _TOUCH <= a.top


def _box(rules: Sequence[Rule]) -> Rule:
    return Rule(
        min(rule.left for rule in rules),
        min(rule.bottom for rule in rules),
        max(rule.right for rule in rules),
        max(rule.top for rule in rules),
    )


def _distinct(values: Iterable[float]) -> list[float]:
    result: list[float] = []
    for value in sorted(values):
        if not result or value > result[-1] + _TOUCH:
            result.append(value)
    return result


def _center(item: Fragment) -> float:
    return (item.left + item.right) / 2


def _cells(rules: Sequence[Rule], xs: list[float], ys: list[float], inside: list[Fragment]) -> tuple[Cell, ...]:
    heads = _merged_heads(rules, xs, ys)
    by_head: dict[tuple[int, int], list[Fragment]] = {}
    for item in inside:
        column, row = bisect_right(xs, _center(item)) - 1, len(ys) - 1 - bisect_right(ys, item.middle)
        by_head.setdefault(heads[row, column], []).append(item)
    ends = {head: max(column for (_, column), other in heads.items() if other == head) for head in by_head}
    return tuple(
        Cell(head[0] + 1, head[1] + 1, xs[head[1]], xs[ends[head] + 1], tuple(by_head[head]))
        for head in sorted(by_head)
    )


def _merged_heads(rules: Sequence[Rule], xs: list[float], ys: list[float]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each (row, column) of the grid, the first one of the merged cell it belongs to."""
    heads: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        top = ys[len(ys) - 1 - row]
        middle = (top + ys[len(ys) - 2 - row]) / 2
        for column in range(len(xs) - 1):
            center = (xs[column] + xs[column + 1]) / 2
            if row and not any(_is_at(r.bottom, top) and r.left < center < r.right for r in rules if not r.is_vertical):
                heads[row, column] = heads[row - 1, column]
            elif column and not any(
                _is_at(r.left, xs[column]) and r.bottom < middle < r.top for r in rules if r.is_vertical
            ):
                heads[row, column] = heads[row, column - 1]
            else:
                heads[row, column] = (row, column)
    return heads


def _is_at(value: float, line: float) -> bool:
    return abs(value - line) <= _TOUCH
