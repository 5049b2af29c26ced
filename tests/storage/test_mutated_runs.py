"""Run files with a byte changed, a piece cut or swapped: no traceback, and nothing of a damaged file without a word."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.mutated_runs import called, commands, faults, mutated, recorded_run
from tests.storage.test_chain import sql, tampered

PART = 25  # mutations in the quick part of the suite; `python -m tests.benchmarks.faults.mutations` does a thousand


def changed_cells(run: Path) -> Iterator[tuple[str, str]]:
    """(table, column) of every value of the file."""
    with closing(sqlite3.connect(run / "run.sqlite")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table.startswith("sqlite_"):
                continue
            yield from ((table, name) for _, name, *_ in connection.execute(f"PRAGMA table_info({table})"))


@pytest.mark.parametrize("seed", range(PART))
def test_no_damage_ends_in_a_traceback_or_in_a_silent_export(seed: int, tmp_path: Path) -> None:
    path = recorded_run(tmp_path / "run") / "run.sqlite"
    path.write_bytes(mutated(path.read_bytes(), seed))
    lang = ("en", "vi")[seed % 2]
    assert faults(dict(commands(tmp_path / "run", tmp_path / "out", lang)), lang) == {}


def test_any_value_that_is_replaced_is_told_by_verify_or_changes_nothing_of_the_results(tmp_path: Path) -> None:
    source = recorded_run(tmp_path / "source")
    silent = []
    values = (("'zzz'", "NULL"), ("-7", "x'ff00'"))
    for number, (table, column) in enumerate(changed_cells(source)):
        for value in values[number % 2]:
            run = tmp_path / f"run{number}"
            shutil.copytree(source, run, dirs_exist_ok=True)
            with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
                for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                    connection.execute(f"DROP TRIGGER {name}")
                try:
                    connection.execute(f"UPDATE {table} SET {column} = {value}")
                except sqlite3.Error:
                    continue
                if connection.execute("SELECT changes()").fetchone() == (0,):
                    continue
            result = called("verify", run)
            export = called("export", run, "--format", "docx", "-o", run / "r.docx")
            assert (result.trace, export.trace) == ("", ""), (table, column, value)
            if result.status == 0:
                silent.append((table, column))
            shutil.rmtree(run)
    assert {table for table, _ in silent} <= {"export_log", "overlay_cache", "timings"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exclusion_log SET anchors = '[[\"a\tb\"'",
        "UPDATE meta SET value = '2026-11-30 x' WHERE key = 'scanned'",
    ],
    ids=["places of a passage set aside", "time of the scan"],
)
def test_a_value_that_cannot_be_read_is_told_by_every_command_that_meets_it(statement: str, tmp_path: Path) -> None:
    run = recorded_run(tmp_path / "run")
    tampered(run, sql(statement))
    found = dict(commands(run, tmp_path / "out"))
    assert faults(found) == {}
    assert found["purge"].status == 1
    assert "run.sqlite: damaged" in found["purge"].stderr
