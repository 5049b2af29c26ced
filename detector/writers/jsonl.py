"""A folder of JSON lines for programs: real ids and paths, so that labels and files can be joined."""

from __future__ import annotations

import json
from pathlib import Path

from detector.language import N_
from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.state import write_log_state
from detector.writers.tables import HISTORIES, RECORDS, table_records


def write(report: Report, folder: Path, options: WriteOptions) -> list[Path]:
    """One file per table; an empty table is an empty file. Editing histories only where the scan was asked for them."""
    tables = (*RECORDS, *(HISTORIES if report.file_histories else ()))
    written = [_write_table(report, table, folder / f"{table}.jsonl", options.lang) for table in tables]
    return [*written, *write_log_state(folder, options, ".jsonl")]


def _write_table(report: Report, table: str, path: Path, lang: str) -> Path:
    # A lone surrogate (from an undecodable file name) becomes \udcXX, which is how JSON spells it.
    with (
        replacing(path) as draft,
        draft.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream,
    ):
        for record in table_records(report, table, lang):
            stream.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
    return path


WRITER = Writer(
    "jsonl", "", N_("folder of JSON lines for programs on this computer: real names, file names and texts"), write, True
)
