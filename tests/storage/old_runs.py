"""Run files as earlier versions of the program left them, built from the released steps alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from detector.report import Report
from detector.run_folder import RUN_FILE
from detector.storage import chain
from detector.storage.connection import connect, transaction
from detector.storage.encode import insert_report
from detector.storage.migrations import APPLICATION_ID, MIGRATIONS

_CHAINED = 12  # from here on the logs have links
VERSIONS = range(1, len(MIGRATIONS) + 1)


# What later steps took the place of: how an earlier version would have written it.
_BEFORE = {"rewritten": "method IN ('order', 'meaning')"}


def _insert(connection: sqlite3.Connection, report: Report) -> None:
    """Of each table that this schema has, the columns that it has."""
    with closing(connect(Path(":memory:"))) as present:
        for step in MIGRATIONS:
            step(present)
        insert_report(present, report)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for (table,) in tables.fetchall():
            columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
            values = ", ".join(_BEFORE.get(name, f'"{name}"') for name in columns)
            rows = present.execute(f"SELECT {values} FROM {table}").fetchall()
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)


def old_run(run: Path, report: Report, version: int) -> Path:
    """A run file of that schema with the report in it, and a decision where the schema has a place for one."""
    run.mkdir(parents=True, exist_ok=True)
    path = run / RUN_FILE
    with closing(connect(path)) as connection, transaction(connection):
        for step in MIGRATIONS[:version]:
            step(connection)
        _insert(connection, report)
        meta = {
            "created": "2024-01-01T00:00:00.000000+00:00",
            "scanned": "2024-01-01T00:00:00.000000+00:00",
            "tool_version": "0.0.1",
            "settings": report.settings.to_toml(),
            "pseudonym_salt": "salt",
        }
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        if version >= 2:
            connection.execute(
                "INSERT INTO decision_log (at, reviewer, left_person, right_person, left_key, right_key, decision, "
                "detail) VALUES ('2024-01-02', 'Hoa', 'an|', 'binh|', 'k1', 'k2', 'rewrite', ?)",
                (json.dumps({"once": "x"}),),
            )
        if version >= _CHAINED:
            chain.begin(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
    return path
