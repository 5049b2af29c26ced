"""A folder of CSV tables that a spreadsheet opens; persons, units and files are codes unless names are asked for.

Cells that look like a formula begin with an apostrophe and control characters are left out, so offsets do not count in
these texts; `jsonl` has them verbatim.
"""

from __future__ import annotations

import csv
from pathlib import Path

from detector.flat import Value
from detector.language import N_
from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.cells import clean, quoted
from detector.writers.codes import key_files
from detector.writers.pseudonyms import shown
from detector.writers.state import write_log_state
from detector.writers.tables import flat_tables


def write(report: Report, folder: Path, options: WriteOptions) -> list[Path]:
    """One file per table, UTF-8 with the mark that makes Excel read it as such."""
    tables = flat_tables(shown(report, options), options.lang, names=options.names)
    written = [_write_table(columns, folder / f"{table}.csv") for table, columns in tables.items()]
    return [*written, *write_log_state(folder, options, ".csv"), *key_files(report, options, folder)]


def _write_table(columns: dict[str, list[Value]], path: Path) -> Path:
    with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(columns)
        lines.writerows([_cell(value) for value in row] for row in zip(*columns.values(), strict=True))
    return path


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(clean(value)) if isinstance(value, str) else str(value)


WRITER = Writer("csv", "", N_("folder of CSV tables that a spreadsheet opens; codes for names unless --names"), write)
