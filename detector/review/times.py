"""The texts of one person over months and years, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detector.review.index import DocumentRow, SubmissionRow

if TYPE_CHECKING:
    from detector.review.state import View


@dataclass(frozen=True, slots=True)
class TimedText:
    """One text of the person; an earlier one that was only given beside the unit has no outcome."""

    text: DocumentRow
    outcome: SubmissionRow | None

    @property
    def new_share(self) -> float | None:
        """Of the text outside form and regulation, what stands in no earlier text of the person."""
        shares = self.outcome.own_shares if self.outcome else None
        return None if shares is None else 1.0 - shares.get("previous", 0.0)


def texts_over_time(view: View, row: int) -> list[TimedText]:
    """All texts of whoever wrote this one; looks at each text of the run once."""
    who = view.text(row).who
    texts = [one for one in view.index.texts if one.who == who and one.role in ("submission", "previous")]
    sheets = (TimedText(one, view.outcome(one.row) if one.is_submission else None) for one in texts)
    return sorted(sheets, key=lambda one: (moment_of(one.text), one.text.row))


def moment_of(text: DocumentRow) -> tuple[int, str]:
    """Year and period, by which texts of one person stand in order."""
    return text.year or 0, text.period or ""
