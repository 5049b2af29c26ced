"""The five tables of the contract: their columns and their records, in an order that two equal scans share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from detector.records import record
from detector.report import Report


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "submissions": _names(
        "id path author unit year role text syllables shares own_shares flags findings cluster self_rating key"
    ),
    "passages": _names(
        "left_id left_start left_end right_id right_start right_end class similarity spread rarity_bits"
    ),
    "pairs": _names("left_id right_id flagged evidence jaccard cosine left_share right_share passages cluster"),
    "clusters": _names("id members core kind"),
    "skipped": _names("path reason detail"),
}


# Beside the contract, where the scan was asked for --document-history.
HISTORY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "file_histories": _names("id author last_modified_by created modified identifiers left_out"),
    "shared_histories": _names("left_id right_id identifiers files same_created expected"),
}


def table_records(report: Report, table: str, lang: str) -> Iterator[Mapping[str, Any]]:
    """The records of one table: submissions by id, then other texts by role and id; pairs as the report has them."""
    if table == "submissions":
        yield from sorted(report.submissions.records(lang), key=lambda line: str(line["id"]))
        yield from (record(one) for one in sorted(report.others, key=lambda one: (str(one.role), one.id)))
    elif table == "skipped":
        yield from sorted(report.skipped.records(lang), key=lambda line: (str(line["path"]), line["reason"]))
    elif table in HISTORY_COLUMNS:
        yield from map(record, getattr(report, table))
    else:
        yield from getattr(report, table).records(lang)
