"""The program started without streams, with little memory, on folders nested beyond what the system can open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from detector import memory
from detector.storage import load
from tests.benchmarks.faults.tools import ROOT, below, remove, unit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="shells of POSIX")


def shell(words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell in which $D is the program."""
    environment = os.environ | {"D": f"{sys.executable} -m detector", "PYTHONPATH": str(ROOT)} | variables
    return subprocess.run(
        ["sh", "-c", words], capture_output=True, text=True, encoding="utf-8", env=environment, timeout=120, check=False
    )


@pytest.mark.parametrize("closed", ["2>&-", ">&-", "2>&- >&-", "2>&- >&- <&-"])
def test_a_scan_without_a_stream_ends_as_with_it(tmp_path: Path, closed: str) -> None:
    unit(tmp_path / "unit")
    done = shell(f"$D scan {tmp_path}/unit -o {tmp_path}/run --jobs 2 {closed}")
    assert done.returncode == 0, done.stderr
    assert len(load(tmp_path / "run").submissions) == 4


def test_a_mistake_without_a_stream_has_the_same_status(tmp_path: Path) -> None:
    assert shell(f"$D scan {tmp_path}/nowhere 2>&-").returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="bounds of memory are Linux's")
@pytest.mark.parametrize(("lang", "words"), [("en", "memory"), ("vi", "bộ nhớ")])
@pytest.mark.parametrize("kilobytes", [150_000, 200_000, 400_000, 580_000])
def test_too_little_memory_is_told_before_a_library_waits_for_it(
    tmp_path: Path, kilobytes: int, lang: str, words: str
) -> None:
    unit(tmp_path / "unit")
    done = shell(f"ulimit -v {kilobytes}; $D scan {tmp_path}/unit -o {tmp_path}/run --jobs 1 --lang {lang}")
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run" / "run.sqlite").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="bounds of memory are Linux's")
def test_with_a_little_more_than_the_least_a_scan_ends(tmp_path: Path) -> None:
    unit(tmp_path / "unit")
    kilobytes = memory.LEAST_BYTES * 5 // 4 // 1024
    done = shell(f"ulimit -v {kilobytes}; $D scan {tmp_path}/unit -o {tmp_path}/run --jobs 1", OPENBLAS_NUM_THREADS="1")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    assert done.returncode == 0 or "--jobs 1" in done.stderr


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder with 1,500 folders in one another, the last with a text; taken away step by step."""
    top = tmp_path / "unit"
    unit(top)
    below(top, 1_500, "folder")
    yield top
    remove(top)


def test_folders_beyond_what_the_system_can_open_are_a_row_and_the_scan_goes_on(deep: Path, tmp_path: Path) -> None:
    done = shell(f"$D scan {deep} -o {tmp_path}/run --jobs 1")
    assert done.returncode == 0, done.stderr
    report = load(tmp_path / "run")
    assert len(report.submissions) == 4
    assert [(row.reason.value, "too deep" in row.detail) for row in report.skipped] == [("no_access", True)]


def test_files_named_like_devices_are_read_as_any_other(tmp_path: Path) -> None:
    names = {"con.txt": "Páo", "nul.txt": "Sử", "aux.txt": "Dình", "com1.txt": "Chứ"}
    folder = unit(tmp_path / "unit")
    for shifts, (name, person) in enumerate(names.items(), 30):
        text = f"Họ và tên: Mùa A {person}\nTôi trực {shifts} ca đêm."
        (folder / name).write_text(text, encoding="utf-8")
    assert shell(f"$D scan {tmp_path}/unit -o {tmp_path}/run --jobs 1").returncode == 0
    assert names.keys() <= {row.id for row in load(tmp_path / "run").submissions}
