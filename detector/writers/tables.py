"""The tables of the contract: their names and their records, in an order that two equal scans share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from detector.documents import Document
from detector.flat import TABLES, Line, Value, columns, finding_lines, flat, member_lines
from detector.records import record
from detector.report import Report

# Of the contract; then those beside it, where the scan was asked for --document-history.
RECORDS = ("submissions", "passages", "pairs", "clusters", "shared_texts", "sheets", "skipped")
HISTORIES = ("file_histories", "shared_histories")
TABLE_NAMES = tuple(dict.fromkeys((*RECORDS, *TABLES, *HISTORIES)))


def table_records(report: Report, table: str, lang: str) -> Iterator[Mapping[str, Any]]:
    """The records of one table: submissions by id, then other texts by role and id; pairs as the report has them."""
    if table == "submissions":
        yield from sorted(report.submissions.records(lang), key=lambda line: str(line["id"]))
        yield from (record(one) for one in _others(report))
    elif table == "skipped":
        yield from sorted(report.skipped.records(lang), key=lambda line: (str(line["path"]), line["reason"]))
    elif table in HISTORIES:
        yield from map(record, getattr(report, table))
    else:
        yield from getattr(report, table).records(lang)


# Stay empty where codes stand for names: they are equal in every export, so names could be tried out on them.
NAMING = frozenset({"key", "post"})


def flat_tables(report: Report, lang: str, *, names: bool) -> dict[str, dict[str, list[Value]]]:
    """The flat tables of a report by column, in the orders of `table_records`; histories where the scan has them."""
    documents = (*sorted(report.submissions, key=lambda row: row.id), *_others(report))
    lines: dict[str, list[Line]] = {
        "submissions": [flat(row, lang) for row in documents],
        "findings": finding_lines(sorted(report.submissions, key=lambda row: row.id), lang),
        "members": member_lines(report.clusters),
        "skipped": [flat(row, lang) for row in sorted(report.skipped, key=lambda row: (row.path, row.reason))],
    }
    more = HISTORIES if report.file_histories else ()
    found: dict[str, dict[str, list[Value]]] = {}
    for table in (*TABLES, *more):
        rows = lines[table] if table in lines else [flat(row, lang) for row in getattr(report, table)]
        hidden = frozenset[str]() if names or table != "submissions" else NAMING
        found[table] = {
            name: [None] * len(rows) if name in hidden else values for name, values in columns(table, rows).items()
        }
    return found


def _others(report: Report) -> list[Document]:
    return sorted(report.others, key=lambda one: (str(one.role), one.id))
