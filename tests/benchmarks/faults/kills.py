"""Processes that are killed, and several that write at once."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from detector.parallel import Workers
from detector.storage import load
from detector.storage.connection import open_run
from detector.storage.decisions import append_decision, decisions_after
from tests.benchmarks.faults.table import fault, tail
from tests.benchmarks.faults.tools import DECIDED, detector, dies_once, killed, started, state, unit

KILLS = 12

SAVE = """
import sys; from pathlib import Path; from detector.storage import run_lock, save
from tests.storage.test_runfile import large_report
report = large_report(documents=1500, passages=20)
with run_lock(Path(sys.argv[1])):
    print("ready", flush=True)
    save(report, Path(sys.argv[1]))
"""
EXPORT = """
import sys; from pathlib import Path; from detector.writers import WriteOptions, writer
from tests.storage.test_runfile import large_report
report = large_report(documents=600, passages=20)
writer("xlsx").write
print("ready", flush=True)
writer("xlsx").write(report, Path(sys.argv[1]), WriteOptions(names=True))
"""
HOLD = """
import sys; from pathlib import Path; from detector.storage import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True); sys.stdin.read()
"""


@fault(
    f"kill -9 while a scan is written, {KILLS} times", "earlier results or the new ones whole; the next scan clears up"
)
def kill_save(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    detector("scan", texts, "-o", work / "run", "--jobs", 1)
    with open_run(work / "run") as connection:
        append_decision(connection, DECIDED)
    seen: dict[tuple[str, int, str], int] = {}
    for _ in killed(SAVE, (work / "run",), KILLS):
        with open_run(work / "run") as connection:
            decisions = len(list(decisions_after(connection)))
        which = "earlier" if len(load(work / "run").submissions) == 4 else "new"
        key = (state(work / "run"), decisions, which)
        seen[key] = seen.get(key, 0) + 1
        if which == "new":
            detector("scan", texts, "-o", work / "run", "--jobs", 1)
    drafts = len(list((work / "run").glob(".*")))
    detector("scan", texts, "-o", work / "run", "--jobs", 1)
    left = sorted(path.name for path in (work / "run").iterdir())
    ok = {key[:2] for key in seen} == {("whole", 1)} and set(left) <= {
        "read.sqlite",
        "report.html",
        "run.lock",
        "run.sqlite",
    }
    return f"{seen}; drafts {drafts}, after the next scan {left}", ok


@fault(f"kill -9 in a first scan, {KILLS} times", "no run or a whole one")
def kill_first(work: Path) -> tuple[str, bool]:
    seen: dict[str, int] = {}
    for _ in killed(SAVE, (work / "run",), KILLS):
        found = state(work / "run") if (work / "run" / "run.sqlite").exists() else "no run"
        seen[found] = seen.get(found, 0) + 1
        for path in (work / "run").iterdir():
            path.unlink()
    return str(seen), set(seen) <= {"whole", "no run"}


@fault("two scans into one folder", "the second: status 1, names the process; results whole")
def two_scans(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    detector("scan", texts, "-o", work / "run", "--jobs", 1)
    holder = started(HOLD, work / "run")
    assert holder.stdout is not None
    holder.stdout.readline()
    done = detector("scan", texts, "-o", work / "run", "--jobs", 1)
    holder.communicate()
    ok = done.status == 1 and f"process {holder.pid}" in done.said and state(work / "run") == "whole"
    return f"{done.status}: {tail(done.said)}", ok


@fault("decisions recorded while a scan is written", "all of them are there, after one another")
def two_writers(work: Path) -> tuple[str, bool]:
    detector("scan", unit(work / "unit"), "-o", work / "run", "--jobs", 1)

    def record() -> None:
        for _ in range(50):
            with open_run(work / "run", check=False) as connection:
                append_decision(connection, DECIDED)

    scan = started(SAVE, work / "run")
    assert scan.stdout is not None
    scan.stdout.readline()
    threads = [Thread(target=record) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    scan.communicate()
    with open_run(work / "run") as connection:
        rows = [one.row for one in decisions_after(connection)]
    texts = len(load(work / "run").submissions)
    ok = rows == list(range(1, 101)) and texts == 1500 and state(work / "run") == "whole"
    return f"{len(rows)} decisions, {texts} texts, {state(work / 'run')}", ok


@fault("a process of word segmentation killed (memory)", "its part is done again, same result")
def segment_killed(work: Path) -> tuple[str, bool]:
    mark = work / "killed"
    with Workers(2) as workers:
        found = list(workers.map(dies_once, [(number, str(mark)) for number in range(8)], characters=10**9))
    return f"{found}, a process was killed: {mark.exists()}", found == list(range(8)) and mark.exists()


@fault(f"kill -9 in an export, {KILLS} times", "the earlier file, or the new one whole")
def kill_export(work: Path) -> tuple[str, bool]:
    from openpyxl import load_workbook

    target, earlier, new = work / "results.xlsx", 0, 0
    for _ in killed(EXPORT, (target,), KILLS):
        if target.read_bytes() == b"the earlier file":
            earlier += 1
        elif len(load_workbook(target, read_only=True).sheetnames) > 3:
            new += 1  # the first of these is from the run to the end that took the time
        target.write_bytes(b"the earlier file")
    return f"earlier {earlier}, new and whole {new}", earlier + new == KILLS
