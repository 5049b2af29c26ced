"""Sheet and columns that only a scan of several units has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detector.matches import Pair
from detector.report import Report, UnitRow
from detector.wording import N_, RATING_LABELS, label, rating_share
from detector.writers.xlsx.sheets import Cell, Column, Look, Sheet, Words


def unit_sheets(report: Report) -> list[Sheet[Any]]:
    """None where the scan was of one unit."""
    return [Sheet(N_("Units"), _UNITS, report.units)] if report.units else []


def unit_columns(report: Report) -> list[Column[Pair]]:
    """Of the sheet of pairs: which of them are between units."""
    if not report.units:
        return []
    units = {row.id: row.document.unit for row in report.submissions}

    def between(pair: Pair, words: Words) -> Cell:
        sides = [units[id] for id in pair.ids if id in units]
        return label(_BETWEEN_LABELS, "yes" if len(set(sides)) == 2 else "no", words.lang)

    return [
        Column(N_("Between two units"), between),
        Column(N_("Unit, left"), lambda pair, _: units.get(pair.left_id), width=24),
        Column(N_("Unit, right"), lambda pair, _: units.get(pair.right_id), width=24),
    ]


def _rating(code: str) -> Callable[[UnitRow, Words], Cell]:
    return lambda unit, _: rating_share(unit, code)


_BETWEEN_LABELS = {"yes": N_("yes"), "no": N_("no")}

_UNITS: list[Column[UnitRow]] = [
    Column(N_("Unit"), lambda unit, _: unit.name, width=36),
    Column(N_("Submissions"), lambda unit, _: unit.submissions, Look.COUNT),
    Column(N_("With something to look at"), lambda unit, _: unit.flagged, Look.COUNT),
    Column(N_("Pairs inside the unit"), lambda unit, _: unit.pairs_inside, Look.COUNT),
    Column(N_("Pairs with other units"), lambda unit, _: unit.pairs_across, Look.COUNT),
    *(Column(RATING_LABELS[code], _rating(code), Look.SHARE, 18) for code in RATING_LABELS),
]
