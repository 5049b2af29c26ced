"""A run is overdue the day after its last one, by the clock of its last scan."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from detector import storage
from detector.cli import cli
from detector.keeping.expiry import Kept, kept, overdue_runs
from detector.settings import Settings
from tests.storage.small_report import small_report

TODAY = datetime.now(UTC).date()


def scanned(run: Path, days_ago: int, *, keep: int = 30) -> Path:
    storage.save(small_report(Settings(retention_days=keep)), run)
    at = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat()
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'scanned'", (at,))
    return run


def test_the_last_day_is_not_overdue_and_the_next_one_is() -> None:
    one = Kept(Path("run"), date(2026, 1, 1), 30)
    assert one.until == date(2026, 1, 31)
    assert not one.is_overdue(date(2026, 1, 31))
    assert one.is_overdue(date(2026, 2, 1))


def test_the_setting_of_the_run_counts(tmp_path: Path) -> None:
    found = kept(scanned(tmp_path / "run", 10, keep=7))
    assert (found.days, found.scanned, found.is_overdue(TODAY)) == (7, TODAY - timedelta(days=10), True)


def test_a_scan_dated_in_the_future_is_not_overdue(tmp_path: Path) -> None:
    assert not kept(scanned(tmp_path / "run", -4000)).is_overdue(TODAY)


def test_overdue_runs_of_a_folder_are_found_and_others_and_damaged_ones_are_not(tmp_path: Path) -> None:
    scanned(tmp_path / "old", 31)
    scanned(tmp_path / "new", 29)
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "run.sqlite").write_bytes(b"x" * 5000)
    (tmp_path / "no_run").mkdir()
    assert [one.run.name for one in overdue_runs(tmp_path, TODAY)] == ["old"]
    assert [one.run for one in overdue_runs(tmp_path / "old", TODAY)] == [tmp_path / "old"]


def test_expired_runs_are_removed_and_others_stay(tmp_path: Path) -> None:
    old, new = scanned(tmp_path / "old", 31), scanned(tmp_path / "new", 29)
    asked = CliRunner().invoke(cli, ["purge", str(tmp_path), "--expired", "--lang", "en"], input="n\n")
    assert (asked.exit_code, old.exists()) == (1, True)
    assert f"{old}: scanned " in asked.output
    done = CliRunner().invoke(cli, ["purge", str(tmp_path), "--expired", "--yes", "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert (old.exists(), new.exists()) == (False, True)
    again = CliRunner().invoke(cli, ["purge", str(tmp_path), "--expired", "--lang", "en"])
    assert again.output == "No run is past its time.\n"


@pytest.mark.parametrize(("days_ago", "said"), [(31, True), (29, False)])
def test_every_command_on_an_overdue_run_says_so(days_ago: int, said: bool, tmp_path: Path) -> None:
    run = scanned(tmp_path / "run", days_ago)
    result = CliRunner().invoke(cli, ["export", str(run), "--format", "csv", "-o", str(tmp_path / "x"), "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert (f"detector purge {run} --run" in result.output) is said
