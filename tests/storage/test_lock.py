from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detector.errors import RunFileError
from detector.storage import run_lock

HOLD = """
import sys
from pathlib import Path
from detector.storage import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_scan_in_the_same_folder_is_refused_and_named(tmp_path: Path) -> None:
    with (
        run_lock(tmp_path / "run"),
        pytest.raises(RunFileError, match=f"process {os.getpid()}.*-o"),
        run_lock(tmp_path / "run"),
    ):
        pass


def test_the_lock_is_free_again_after_a_scan_and_after_a_failed_scan(tmp_path: Path) -> None:
    with run_lock(tmp_path):
        pass
    with pytest.raises(ZeroDivisionError), run_lock(tmp_path):
        raise ZeroDivisionError
    with run_lock(tmp_path):
        pass


def test_another_process_holds_it_until_it_is_killed(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(RunFileError, match=f"process {holder.pid}"), run_lock(tmp_path):
        pass
    holder.kill()
    holder.communicate()
    with run_lock(tmp_path):
        pass


def test_a_lock_file_left_behind_does_not_block(tmp_path: Path) -> None:
    (tmp_path / "run.lock").write_text("process 1", encoding="utf-8")
    with run_lock(tmp_path):
        assert (tmp_path / "run.lock").read_text(encoding="utf-8") == f"process {os.getpid()}"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RunFileError, match="cannot be written"), run_lock(tmp_path / "file"):
        pass
