"""The level that follows from the points a person gives, by the bands that the form itself prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from detector.outside import remembered_lines
from detector.text.heads.rating_lines import levels_in
from detector.text.heads.ratings import foot_of
from detector.text.heads.slots import Slot
from detector.text.lexicon import resource

_HIGHEST = 100.0
_LEAST_ALONE = 50.0  # without "/100" behind it a lower number may be the total of one part of the form
_MIN_BANDS = 3  # fewer are no scale: a remark about one level
_LONGEST = 600  # characters of a line that may be a scale
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_POINTS = r"(?: ?(?:diem|%))?"
# (pattern, whether its first number is the lower end), from the most telling one on
_RANGES = (
    (re.compile(rf"(?:tu )?{_NUMBER}{_POINTS} ?(?:-|–|den)+ ?(?:duoi |can )?<? ?{_NUMBER}"), True),
    (re.compile(rf"{_NUMBER}{_POINTS} tro len"), True),
    (re.compile(rf"(?:>=|≥|>|\btren|\btu) ?{_NUMBER}"), True),
    (re.compile(rf"(?:<=|≤|<|\bduoi) ?{_NUMBER}"), False),
)
_PARTS = re.compile(r"[;\n]|\.\s")
_MOST = re.compile(r"diem (?:toi da|chuan)")  # the head of a column of most points, before that of the person's
_TOTAL_VALUE = re.compile(
    rf"[\s:.…_|]*(?P<most>100 \| )?(?P<points>{_NUMBER})(?: ?diem)?(?: ?/ ?(?P<of>\d{{2,3}}))?(?: ?diem)?\W*"
)


@dataclass(frozen=True, slots=True)
class _Band:
    """A level and the least points for it; 0 for the lowest."""

    level: str
    least: float


def level_by_points(slots: Sequence[Slot]) -> str | None:
    """The level of the total that stands above the signature; None without one, or without three bands or more."""
    bands = _bands([" ".join(row.split()) for row in _rows(slots)])
    if bands is None:
        return None
    rows = list(_rows(slots[: foot_of(slots)]))
    has_most = any(_MOST.search(row) for row in rows)
    totals = {points for row in rows if (points := _total(row, has_most=has_most)) is not None}
    if len(totals) != 1 or max(totals) > _HIGHEST:
        return None
    return next((band.level for band in bands if max(totals) >= band.least), None)


def _rows(slots: Sequence[Slot]) -> Iterator[str]:
    """Folded lines; the cells of a row are one."""
    row: list[str] = []
    for at, slot in enumerate(slots):
        row.append(slot.folded)
        following = slots[at + 1].cell if at + 1 < len(slots) else None
        if not (slot.cell and following and (slot.cell.table, slot.cell.row) == (following.table, following.row)):
            yield " | ".join(row)
            row = []


def _bands(rows: Sequence[str]) -> list[_Band] | None:
    """From the highest level down; None where they are no scale."""
    found: dict[str, float] = {}
    for row in rows:
        for band in _bands_of(row):
            if found.setdefault(band.level, band.least) != band.least:
                return None
    order = [level for level in ("excellent", "good", "completed", "not_completed") if level in found]
    bands = [_Band(level, found[level]) for level in order]
    falls = all(upper.least > lower.least for upper, lower in pairwise(bands))
    return bands if len(bands) >= _MIN_BANDS and "excellent" in found and falls else None


@remembered_lines
def _bands_of(row: str) -> tuple[_Band, ...]:
    return tuple(band for part in _PARTS.split(row) for band in _bands_in(part)) if len(row) <= _LONGEST else ()


def _bands_in(part: str) -> Iterator[_Band]:
    """Of a part of a line that names one level, its range of points."""
    levels = levels_in(part)
    if len({level for level, _, _ in levels}) != 1:
        return
    rest = part[: levels[0][1]] + " " + part[levels[-1][2] :]
    for pattern, is_lower in _RANGES:
        if match := pattern.search(rest):
            yield _Band(levels[0][0], _number(match[1]) if is_lower else 0.0)
            return


def _total(row: str, *, has_most: bool) -> float | None:
    """The points of a line that says the total, and nothing but it and their most."""
    match = _total_words().search(row)
    value = _TOTAL_VALUE.fullmatch(row, match.end()) if match else None
    if value is None or (value["of"] and float(value["of"]) != _HIGHEST) or (value["most"] and not has_most):
        return None
    points = _number(value["points"])
    return points if value["of"] or value["most"] or points >= _LEAST_ALONE else None


@cache
def _total_words() -> re.Pattern[str]:
    words = sorted(resource("ratings.toml")["points"]["total"], key=len, reverse=True)
    return re.compile(rf"(?:^|\W)(?:{'|'.join(words)})(?!\w)")


def _number(text: str) -> float:
    return float(text.replace(",", "."))
