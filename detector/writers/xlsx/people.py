"""The sheet of people over time, which only a scan of months, quarters or half years has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detector.report import Report
from detector.report import Sheet as HandedIn
from detector.sheets import SheetCount, periods_of
from detector.wording import N_
from detector.writers.sheet_grid import cell_of, remark_of
from detector.writers.xlsx.sheets import Cell, Column, Look, Sheet, Words


@dataclass(frozen=True, slots=True)
class _Person:
    """One row: sheets by period, counts by span."""

    sheets: dict[str, HandedIn]
    counts: dict[str, SheetCount]

    @property
    def first(self) -> HandedIn:
        return next(iter(self.sheets.values()))


def time_sheets(report: Report) -> list[Sheet[Any]]:
    """One row for each person, one column for each period, then how many sheets were new."""
    if not report.sheets:
        return []
    sheets: dict[int, dict[str, HandedIn]] = defaultdict(dict)
    counts: dict[int, dict[str, SheetCount]] = defaultdict(dict)
    for one in report.sheets:
        sheets[one.person][one.period] = one
    for count in report.sheet_counts():
        counts[count.person][count.span] = count
    spans = sorted(
        {span for mine in counts.values() for span in mine}, key=lambda span: (span[:4], len(span) == 4, span)
    )
    columns = [
        *_PERSON,
        *map(_state, periods_of(report.sheets)),
        *(_count(N_("new sheets"), span, lambda one: one.new) for span in spans),
        *(_count(N_("of periods"), span, lambda one: one.periods) for span in spans),
    ]
    return [Sheet(N_("People over time"), columns, [_Person(mine, counts[person]) for person, mine in sheets.items()])]


def _state(period: str) -> Column[_Person]:
    def value(row: _Person, words: Words) -> Cell:
        if period not in row.sheets:
            return None
        cell = cell_of(row.sheets[period], words.lang)
        return f"{cell.words} · {cell.share}" if cell.share else cell.words

    return Column("", value, width=15, detail=period)


def _count(title: str, span: str, figure: Callable[[SheetCount], int]) -> Column[_Person]:
    return Column(title, lambda row, _: figure(row.counts[span]) if span in row.counts else None, Look.COUNT, 10, span)


_PERSON: list[Column[_Person]] = [
    Column(N_("Person"), lambda row, _: row.first.author or next(iter(row.first.ids), ""), width=26),
    Column(N_("Unit"), lambda row, _: row.first.unit, width=24),
    Column(N_("Remark"), lambda row, words: remark_of([*row.sheets.values()], words.lang), Look.LONG, 26),
]
