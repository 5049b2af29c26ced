"""The table of units that were scanned side by side: titles and figures of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from detector.language import number, percent, translator
from detector.wording.labels import RATING_LABELS, label


class UnitCounts(Protocol):
    """What a row shows; see `detector.report.UnitRow`."""

    @property
    def submissions(self) -> int:
        """How many were read."""

    @property
    def flagged(self) -> int:
        """Those with a finding."""

    @property
    def ratings(self) -> Mapping[str, int]:
        """Submissions by self-rating."""

    @property
    def pairs_inside(self) -> int:
        """Flagged pairs within the unit."""

    @property
    def pairs_across(self) -> int:
        """Flagged pairs with other units."""


def unit_titles(lang: str = "vi") -> list[str]:
    """In the order of `unit_figures`."""
    _ = translator(lang).gettext
    return [
        _("Submissions"),
        _("With something to look at"),
        _("Pairs inside the unit"),
        _("Pairs with other units"),
        *(label(RATING_LABELS, code, lang) for code in RATING_LABELS),
    ]


def unit_figures(unit: UnitCounts, lang: str = "vi") -> list[str]:
    """Counts, then the share of each rating among the submissions with one."""
    counts = (unit.submissions, unit.flagged, unit.pairs_inside, unit.pairs_across)
    return [*(number(count, 0, lang) for count in counts), *(_share(unit, code, lang) for code in RATING_LABELS)]


def rating_share(unit: UnitCounts, code: str) -> float | None:
    """Of the submissions with a legible rating, 0 to 1; None where no submission has one."""
    rated = sum(unit.ratings.get(one, 0) for one in RATING_LABELS)
    return unit.ratings.get(code, 0) / rated if rated else None


def _share(unit: UnitCounts, code: str, lang: str) -> str:
    share = rating_share(unit, code)
    return "–" if share is None else percent(share, lang, 1)
