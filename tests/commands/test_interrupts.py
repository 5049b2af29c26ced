"""Ctrl-C at every moment of a command, pressed by the command itself so that no clock decides: 130 and one message."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from detector.interrupts import not_inherited
from detector.storage import load
from tests.benchmarks.faults.tools import ROOT, unit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of a terminal")

# Every process of the group gets the signal, as from a terminal.
PRESS = """
import atexit, os, signal, sys, weakref
from contextlib import contextmanager
import detector.interrupts

def press(*_):
    os.killpg(os.getpgrp(), signal.SIGINT)
    for _ in range(1000): pass  # here the interpreter looks for signals

class Finder:
    def find_spec(self, name, *_):
        if name == wanted:
            press()

def at_stage(wanted, act):
    import detector.bars
    original = detector.bars.stage_bars
    @contextmanager
    def stage_bars(**options):
        with original(**options) as tell:
            def watched(stage, done, total):
                if stage == wanted:
                    act()
                tell(stage, done, total)
            yield watched
    detector.bars.stage_bars = stage_bars

def dropped():
    class Thing: pass
    thing = Thing()
    kept.append(weakref.ref(thing, press))
    del thing

kept = []
"""
START = "\nfrom detector.__main__ import main\nmain()\n"
IMPORTS = "wanted = {name!r}; sys.meta_path.insert(0, Finder())"
DONE = """
from detector.commands.summary import Told
Told.end = press
"""
WORKERS = """
import detector.parallel
import detector.text.columns
detector.parallel.WORTH_PROCESSES_CHARACTERS = 0
detector.text.columns._CHUNK_CHARACTERS = 3_000
original = detector.parallel.Workers._pooled
def pooled(self, function, chunks):
    for result in original(self, function, chunks):
        press()
        yield result
detector.parallel.Workers._pooled = pooled
"""
STARTING = """
import detector.parallel
import detector.text.columns
detector.parallel.WORTH_PROCESSES_CHARACTERS = 0
detector.text.columns._CHUNK_CHARACTERS = 3_000
from multiprocessing import context
original = context.SpawnProcess._Popen
def started(process):
    made = original(process)
    press()
    return made
context.SpawnProcess._Popen = staticmethod(started)
"""
MOMENTS = {
    "while the command line is imported": IMPORTS.format(name="detector.shell"),
    "while a command is imported": IMPORTS.format(name="detector.commands.scan"),
    "while a library is imported": IMPORTS.format(name="numpy"),
    "while files are read": "at_stage('read', press)",
    "while the run is written": "at_stage('write', press)",
    "where Python drops it": "at_stage('read', dropped)",
    "where Python drops it, at the last": "at_stage('write', dropped)",
    "while processes work": WORKERS,
    "while a process is started": STARTING,
    "when all is written": DONE,
}


def pressed(moment: str, tmp_path: Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    texts = unit(tmp_path / "unit", copies=10)
    words = ("scan", texts, "-o", tmp_path / "run", "--jobs", 2, "--lang", lang)
    return subprocess.run(
        [sys.executable, "-c", PRESS + moment + START, *map(str, words)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "DETECTOR_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        start_new_session=True,
    )


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_ctrl_c_ends_with_130_and_says_what_to_do(moment: str, tmp_path: Path) -> None:
    done = pressed(moment, tmp_path)
    assert done.returncode == 130, done.stderr
    assert done.stderr.strip() == "detector: stopped. What was finished is kept; run the same command again."


def test_it_is_said_in_vietnamese_too(tmp_path: Path) -> None:
    done = pressed(MOMENTS["while files are read"], tmp_path, "vi")
    assert done.returncode == 130
    assert done.stderr.strip().startswith("detector: đã dừng.")


def test_after_the_end_it_ends_the_process_at_once_and_the_run_is_whole(tmp_path: Path) -> None:
    done = pressed("atexit.register(press)", tmp_path)
    assert done.returncode == -signal.SIGINT
    assert "Traceback" not in done.stderr
    assert "run/report.html" in done.stdout
    assert len(load(tmp_path / "run").submissions) == 40


def test_a_job_in_the_background_has_it_ignored_and_goes_on(tmp_path: Path) -> None:
    done = pressed("signal.signal(signal.SIGINT, signal.SIG_IGN); at_stage('read', press)", tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(load(tmp_path / "run").submissions) == 40


def test_what_is_started_for_a_scan_never_gets_it_and_the_starter_does() -> None:
    code = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
    with not_inherited():
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.communicate()[0].strip() == "True"
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
