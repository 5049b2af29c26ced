"""Sheets about the editing history of Word files, where the scan was asked for it."""

from __future__ import annotations

from typing import Any

from detector.matches import FileHistory, SharedHistory
from detector.report import Report
from detector.wording import N_
from detector.wording.histories import CAVEATS, shared_history_words
from detector.writers.xlsx.sheets import Column, Look, Sheet


def history_sheets(report: Report) -> list[Sheet[Any]]:
    """None where it was not read."""
    if not report.file_histories:
        return []
    return [
        Sheet(N_("Common past"), _SHARED, report.shared_histories),
        Sheet(N_("Word files"), _FILES, report.file_histories),
        Sheet(N_("About the history"), _CAVEATS, CAVEATS),
    ]


_SHARED: list[Column[SharedHistory]] = [
    Column(N_("Person, left"), lambda row, words: words.person(row.left_id), width=26),
    Column(N_("Person, right"), lambda row, words: words.person(row.right_id), width=26),
    Column(N_("What they have in common"), lambda row, words: shared_history_words(row, words.lang), Look.LONG, 60),
    Column(N_("Revision identifiers in common"), lambda row, _: row.identifiers, Look.COUNT),
    Column(N_("Files that have the rarest"), lambda row, _: row.files, Look.COUNT),
    Column(N_("Text, left"), lambda row, _: row.left_id, width=34),
    Column(N_("Text, right"), lambda row, _: row.right_id, width=34),
]

_FILES: list[Column[FileHistory]] = [
    Column(N_("Person"), lambda row, words: words.person(row.id), width=26),
    Column(N_("Author"), lambda row, _: row.author, width=26),
    Column(N_("Last saved by"), lambda row, _: row.last_modified_by, width=26),
    Column(N_("Created"), lambda row, _: row.created, width=22),
    Column(N_("Last saved"), lambda row, _: row.modified, width=22),
    Column(N_("Own identifiers"), lambda row, _: row.identifiers, Look.COUNT),
    Column(N_("Identifiers of forms and programs"), lambda row, _: row.left_out, Look.COUNT),
    Column(N_("File"), lambda row, _: row.id, width=34),
]

_CAVEATS: list[Column[str]] = [
    Column(N_("What must be kept in mind"), lambda row, words: words.say(row), Look.LONG, 100)
]
