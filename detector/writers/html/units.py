"""The table of units as the page lists it."""

from __future__ import annotations

from dataclasses import dataclass

from detector.report import Report
from detector.wording import unit_figures, unit_titles

MAX_UNITS = 1_000


@dataclass(frozen=True, slots=True)
class ListedUnits:
    """Titles of the figures, and a row of them for each unit; `omitted` units are not listed."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    omitted: int


def listed_units(report: Report, lang: str) -> ListedUnits:
    """Empty where the scan was of one unit."""
    shown = report.units[:MAX_UNITS]
    rows = ((unit.name or "–", tuple(unit_figures(unit, lang))) for unit in shown)
    return ListedUnits(tuple(unit_titles(lang)), tuple(rows), len(report.units) - len(shown))
