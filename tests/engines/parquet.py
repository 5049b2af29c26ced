"""The Parquet tables below a RUN folder, and the records of a report, as lines that can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from detector.records import record
from detector.report import Report

TABLES = ("submissions", "pairs", "passages", "clusters")


def written(run: Path) -> dict[str, list[str]]:
    """The records of the tables, in an order of their own."""
    import pyarrow.parquet

    return {name: _lines(map(_plain, pyarrow.parquet.read_table(run / "tables" / name).to_pylist())) for name in TABLES}


def expected(report: Report) -> dict[str, list[str]]:
    """The records of the report in the same order."""
    tables = {name: getattr(report, name) for name in TABLES}
    rows = {name: [record(row, "vi") for row in table] for name, table in tables.items()}
    rows["submissions"] += [record(one, "vi") for one in report.others]
    return {name: _lines(records) for name, records in rows.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """PyArrow gives a map as pairs of a name and a value."""
    return row | {"measures": dict(row["measures"])} if row.get("measures") is not None else row


def _lines(records: Iterable[Any]) -> list[str]:
    return sorted(json.dumps(record, sort_keys=True, default=float) for record in records)
