"""Every schema that was released still opens, and a released step is never changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from detector import storage
from detector.errors import RunFileError
from detector.report import Pairs, Report, Table
from detector.storage.connection import connect, open_run, read_run
from detector.storage.decisions import decisions_after
from detector.storage.migrations import MIGRATIONS
from detector.storage.verify import verify
from tests.storage.old_runs import VERSIONS, old_run
from tests.storage.small_report import small_report

# Digests of the tables, indexes and triggers after each step. A step that changes here breaks files that people have.
RELEASED = (
    *("3fd8852abafc", "10dcea0420ec", "2a6e360be5a7", "15a534f27de3", "ee43418fddbd", "bb84eb1a147a"),
    *("ad8b06ca4819", "e84b4c0b8e72", "cdf06276cd38", "3f7e394d4c3e", "ffa8eb65da7b", "55b29c73abb1"),
    "29e8c6d29aa7",
    "c16376635e0a",
)  # fmt: skip


def schema_after(version: int) -> str:
    with closing(connect(Path(":memory:"))) as connection:
        for step in MIGRATIONS[:version]:
            step(connection)
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    return blake2b(repr(rows).encode(), digest_size=6).hexdigest()


def without_lines(report: Report) -> Report:
    """The report less what files of before did not hold, and that is worked out from what they did."""
    pairs = Pairs([replace(one, threshold=None) for one in report.pairs])
    findings = (
        tuple(replace(one, facts={k: v for k, v in one.facts.items() if k != "method"}) for one in row.findings)
        for row in report.submissions
    )
    rows = [replace(row, findings=found) for row, found in zip(report.submissions, findings, strict=True)]
    return replace(report, submissions=Table(rows), pairs=pairs, nulls=())


def test_a_released_step_is_as_it_was_released() -> None:
    assert tuple(schema_after(version) for version in VERSIONS) == RELEASED


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_of_every_schema_is_read_and_not_changed(version: int, tmp_path: Path) -> None:
    path = old_run(tmp_path / "run", small_report(), version)
    before = path.read_bytes()
    assert without_lines(storage.load(tmp_path / "run")) == small_report()
    assert storage.pseudonym_salt(tmp_path / "run") == "salt"
    assert [one for one in verify(tmp_path / "run") if one.problems] == []
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_of_every_schema_takes_a_new_scan_and_keeps_its_decisions(version: int, tmp_path: Path) -> None:
    old_run(tmp_path / "run", small_report(), version)
    storage.save(small_report(), tmp_path / "run")
    assert storage.load(tmp_path / "run") == small_report()
    assert storage.pseudonym_salt(tmp_path / "run") == "salt"
    with open_run(tmp_path / "run") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        decisions = [one.decision for one in decisions_after(connection)]
    assert decisions == (["rewrite"] if version >= 2 else [])
    assert [one for one in verify(tmp_path / "run") if one.problems] == []


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_a_file_upgraded_half_way_stays_as_it_was(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_run(tmp_path / "run", small_report(), version)
    before = path.read_bytes()

    def fails(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("no more room")

    monkeypatch.setattr("detector.storage.migrations.MIGRATIONS", (*MIGRATIONS[:-1], fails))
    with pytest.raises(RunFileError, match="no more room"), open_run(tmp_path / "run"):
        pass
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert without_lines(storage.load(tmp_path / "run")) == small_report()


def test_an_old_file_where_nobody_may_write_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own refusal is in the table of faults; here SQLite is told to refuse."""
    old_run(tmp_path / "run", small_report(), 1)
    before = storage.load(tmp_path / "run")

    def read_only(path: Path) -> sqlite3.Connection:
        where = f"file:{path}?mode=ro" if path.suffix == ".sqlite" else str(path)
        return sqlite3.connect(where, uri=True, isolation_level=None)

    monkeypatch.setattr("detector.storage.connection.connect", read_only)
    assert storage.load(tmp_path / "run") == before
    with (
        pytest.raises(RunFileError, match=r"may not be written.*is unchanged.*copy the folder"),
        open_run(tmp_path / "run"),
    ):
        pass
    with (
        pytest.raises(sqlite3.OperationalError, match="readonly"),
        pytest.MonkeyPatch.context(),
        _raw(tmp_path / "run") as connection,
    ):
        connection.execute("DELETE FROM documents")


def _raw(run: Path):  # type: ignore[no-untyped-def]
    return closing(sqlite3.connect(f"file:{run / 'run.sqlite'}?mode=ro", uri=True))


def test_reading_never_writes(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    with pytest.raises(RunFileError, match="may not be written"), read_run(tmp_path) as connection:
        connection.execute("DELETE FROM documents")
    assert storage.load(tmp_path) == small_report()
