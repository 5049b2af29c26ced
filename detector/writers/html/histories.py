"""The editing history of Word files as the page lists it."""

from __future__ import annotations

from dataclasses import dataclass

from detector.matches import FileHistory
from detector.report import Report
from detector.wording.histories import CAVEATS, shared_history_words
from detector.writers.html.payload import display_name

MAX_PAIRS = 200


@dataclass(frozen=True, slots=True)
class ListedHistories:
    """Rows of the two tables: (left, right, what they have in common) and (name, what its file says)."""

    pairs: tuple[tuple[str, str, str], ...]
    omitted: int
    files: tuple[tuple[str, FileHistory], ...]
    caveats: tuple[str, ...] = CAVEATS


def listed_histories(report: Report, lang: str) -> ListedHistories:
    """Names as the rest of the page has them."""
    names = {row.id: display_name(row.document, lang) for row in report.submissions}
    shown = report.shared_histories[:MAX_PAIRS]
    pairs = ((names[one.left_id], names[one.right_id], shared_history_words(one, lang)) for one in shown)
    files = ((names[one.id], one) for one in report.file_histories)
    return ListedHistories(tuple(pairs), len(report.shared_histories) - len(shown), tuple(files))
