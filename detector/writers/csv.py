"""A folder of CSV tables that a spreadsheet opens; persons, units and files are codes unless names are asked for.

Cells that look like a formula begin with an apostrophe and control characters are left out, so offsets do not count in
these texts; `jsonl` has them verbatim.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detector.records import SHARE_KEYS
from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.cells import clean, quoted
from detector.writers.pseudonyms import key_files, shown
from detector.writers.tables import COLUMNS, NAMING, table_records

# Values with parts, and the columns they are spread over.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "shares": SHARE_KEYS,
    "own_shares": SHARE_KEYS,
    "findings": ("kind", "score", "threshold", "sentence"),
}


def write(report: Report, folder: Path, options: WriteOptions) -> list[Path]:
    """One file per table, UTF-8 with the mark that makes Excel read it as such."""
    visible = shown(report, options)
    written = [_write_table(visible, table, folder / f"{table}.csv", options) for table in COLUMNS]
    return [*written, *key_files(report, options, folder)]


def _write_table(report: Report, table: str, path: Path, options: WriteOptions) -> Path:
    with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(_header(table))
        hidden = frozenset[str]() if options.names else NAMING
        lines.writerows(list(_cells(record, hidden)) for record in table_records(report, table, options.lang))
    return path


def _header(table: str) -> list[str]:
    return [f"{column}_{part}" if part else column for column in COLUMNS[table] for part in _PARTS.get(column, ("",))]


def _cells(record: Mapping[str, Any], hidden: frozenset[str]) -> Iterator[str]:
    for column, value in record.items():
        if column in hidden:
            yield ""
        elif column in _PARTS:
            yield from (_cell(_part(value, part)) for part in _PARTS[column])
        else:
            yield _cell(value)


def _part(value: Any, part: str) -> Any:
    """Of a mapping its value, of a list of mappings the list of their values, of None nothing."""
    if value is None:
        return None
    return value[part] if isinstance(value, Mapping) else [item[part] for item in value]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _cell("; ".join(f"{name}={part}" for name, part in value.items()))
    if isinstance(value, list):
        parts = (" ".join(map(str, one.values())) if isinstance(one, Mapping) else str(one) for one in value)
        return _cell("; ".join(parts)) if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(clean(value)) if isinstance(value, str) else str(value)


WRITER = Writer("csv", "", "folder of CSV tables that a spreadsheet opens; codes for names unless --names", write)
