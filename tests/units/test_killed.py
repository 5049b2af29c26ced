"""A scan of many units that is killed goes on where it was."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from detector import storage
from tests.units.conftest import UNITS, Province


def command(folder: Path, run: Path) -> list[str]:
    return [sys.executable, "-m", "detector", "scan", str(folder), "--units", "--jobs", "1", "-o", str(run)]


def finished(run: Path) -> list[Path]:
    return sorted((run / "units").glob("*.sqlite")) if (run / "units").is_dir() else []


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_killed_scan_keeps_its_finished_units_and_ends_as_an_undisturbed_one(
    province: Province, tmp_path: Path
) -> None:
    folder = province.write(tmp_path / "tinh")
    process = subprocess.Popen(command(folder, tmp_path / "run"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = monotonic() + 60
    while not finished(tmp_path / "run") and monotonic() < until:
        sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = finished(tmp_path / "run")
    times = [path.stat().st_mtime_ns for path in kept]
    assert 0 < len(kept) <= len(UNITS) + 1
    for run in ("run", "other"):
        done = subprocess.run(command(folder, tmp_path / run), capture_output=True, text=True, check=True)
        assert "3" in done.stdout
    assert [path.stat().st_mtime_ns for path in kept] == times  # not made again
    assert storage.load(tmp_path / "run") == storage.load(tmp_path / "other")
    assert (tmp_path / "run" / "report.html").is_file()
