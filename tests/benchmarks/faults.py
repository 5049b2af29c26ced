"""Faults on purpose, through the program as people run it: what is expected, what is seen, is anything lost?

    python tests/benchmarks/faults.py                 prints the table
    python tests/benchmarks/faults.py --write         and puts it into docs/benchmarks/faults.md

Small disks are mounted and rights taken away where this user may; a row that cannot be made says why. Exit status 1 if
something was lost or a message does not say what to do. About two minutes.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from detector.errors import RunFileError
from detector.parallel import Workers
from detector.readers import isolate
from detector.readers.base import Failure
from detector.readers.worker import Task
from detector.settings import Settings
from detector.storage import load, log_state
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision, decisions_after
from detector.storage.migrations import MIGRATIONS
from tests.benchmarks.fault_tools import (
    CannotBeMadeError,
    detector,
    dies_once,
    fill,
    killed,
    print_of,
    small_disk,
    started,
    state,
    unit,
    without_rights,
)
from tests.readers import hostile
from tests.storage.old_runs import VERSIONS, old_run
from tests.storage.small_report import small_report
from tests.storage.test_chain import ANEW, TAMPERING, logged_run, tampered
from tests.storage.test_mutated_runs import commands, is_told, mutated, recorded_run, silent_exports

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks" / "faults.md"
DECIDED = Decision("Hoa", Subject("an|", "k1"), Subject("bình|", "k2"), "rewrite")
KILLS = 12
MUTATIONS = 1_000

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


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `kept` is None for a fault that could not be made."""

    fault: str
    expected: str
    seen: str
    kept: bool | None


Fault = Callable[[Path], tuple[str, bool]]
FAULTS: dict[str, tuple[str, Fault]] = {}


def fault(name: str, expected: str) -> Callable[[Fault], Fault]:
    """Puts a function into the table."""

    def put(function: Fault) -> Fault:
        FAULTS[name] = (expected, function)
        return function

    return put


@fault("disk full, first scan", "status 1, the reason, no half run, no draft left")
def full_first(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    with small_disk(work / "disk", "700k") as disk:
        fill(disk, 20_000)
        done = detector("scan", texts, "-o", disk / "run", "--jobs", 1)
        left = sorted(path.name for path in (disk / "run").iterdir())
    return f"{done.status}: {_tail(done.said)}; left: {left}", done.status == 1 and set(left) <= {
        "read.sqlite",
        "run.lock",
    } and _told(done.said)


@fault("disk full, second scan", "status 1, the reason, run file and page byte for byte as before")
def full_second(work: Path) -> tuple[str, bool]:
    texts, more = unit(work / "unit"), unit(work / "more", copies=40)
    with small_disk(work / "disk", "6m") as disk:
        detector("scan", texts, "-o", disk / "run", "--jobs", 1)
        before = print_of(disk / "run")
        seen, said = [], set()
        for leave in (1_500_000, 1_000_000, 800_000, 100_000):  # run file, journal and page each meet the end
            (disk / "filler").unlink(missing_ok=True)
            fill(disk, leave)
            done = detector("scan", more, "-o", disk / "run", "--jobs", 1)
            seen.append(
                (done.status, _told(done.said), print_of(disk / "run") == before, state(disk / "run") == "whole")
            )
            said.add(_tail(done.said))
    return f"4 places: {sorted(set(seen))}; {'; '.join(sorted(said))}", set(seen) == {(1, True, True, True)}


@fault("disk full, recording a decision", "told to the page, log as before, next one is written")
def full_decision(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    with small_disk(work / "disk", "1500k") as disk:
        detector("scan", texts, "-o", disk / "run", "--jobs", 1)
        fill(disk, 0)
        try:
            with open_run(disk / "run") as connection:
                append_decision(connection, Decision("Hoa", Subject("an|", "k1"), None, "rewrite", note="x" * 9000))
            said = "written"
        except RunFileError as error:
            said = str(error)
        (disk / "filler").unlink()
        with open_run(disk / "run") as connection:
            append_decision(connection, DECIDED)
            count = len(list(decisions_after(connection)))
    return f"{_tail(said)}; then {count} in the log", count == 1 and _told(said)


@fault("disk full, export", "status 1, the reason, the earlier file as before")
def full_export(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit", copies=30)
    detector("scan", texts, "-o", work / "run", "--jobs", 1)
    seen = []
    with small_disk(work / "disk", "1500k") as disk:
        for name in ("xlsx", "docx", "html"):
            target = disk / f"results.{name}"
            target.write_text("the earlier file", encoding="utf-8")
            fill(disk, 6_000)
            done = detector("export", work / "run", "--format", name, "-o", target, "--force")
            kept = target.read_text(encoding="utf-8", errors="replace") == "the earlier file"
            seen.append((done.status, kept, sorted(path.name for path in disk.glob(".*"))))
            (disk / "filler").unlink()
        said = _tail(done.said)
    return f"3 formats: {seen}; {said}", all(one == (1, True, []) for one in seen)


@fault("disk full, purge of a person", "status 0: the person is gone, what made room is said; the run whole")
def full_purge(work: Path) -> tuple[str, bool]:
    texts, seen = unit(work / "unit", copies=20), []
    for without in ((), ("read.sqlite",), ("read.sqlite", "report.html")):
        with small_disk(work / "disk", "6m") as disk:
            detector("scan", texts, "-o", disk / "run", "--jobs", 1)
            for name in without:
                (disk / "run" / name).unlink()
            found = [str(row.document.author) for row in load(disk / "run").submissions if row.document.author]
            person = found[0]
            fill(disk, 0)
            done = detector("purge", disk / "run", "--person", person, "--yes")
            is_left = any(person.encode() in path.read_bytes() for path in (disk / "run").rglob("*") if path.is_file())
            seen.append((done.status, "The disk was full" in done.output, is_left, state(disk / "run")))
    return f"3 states: {seen}", {(status, left, run) for status, _, left, run in seen} == {(0, False, "whole")}


@fault("disk full, temporary files", "status 1 or 0, the reason; no half run")
def full_temporary(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    (texts / "a.docx").write_bytes(_large_word_file(10))
    with small_disk(work / "disk", "64k") as disk:
        fill(disk, 0)
        done = detector("scan", texts, "-o", work / "run", "--jobs", 1, TMPDIR=str(disk))
    ok = (done.status == 0 and state(work / "run") == "whole") or (
        done.status == 1 and not (work / "run/run.sqlite").exists()
    )
    return f"{done.status}: {_tail(done.said) or state(work / 'run')}", ok


@fault("folder that may only be read", "scan: status 1 and the reason; export works; run as before")
def read_only(work: Path) -> tuple[str, bool]:
    before_words = without_rights()
    texts = unit(work / "unit")
    detector("scan", texts, "-o", work / "run", "--jobs", 1)
    before = print_of(work / "run")
    for path in (*(work / "run").iterdir(), work / "run"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    scan = detector("scan", texts, "-o", work / "run", "--jobs", 1, before=before_words)
    export = detector("export", work / "run", "--format", "csv", "-o", work / "csv", before=before_words)
    purge = detector("purge", work / "run", "--person", "Lê Văn An", "--yes", before=before_words)
    same = print_of(work / "run") == before
    (work / "run").chmod(0o755)
    ok = (scan.status, export.status, purge.status, same) == (1, 0, 1, True) and _told(scan.said)
    return f"scan {scan.status}: {_tail(scan.said)}; export {export.status}; purge {purge.status}", ok


@fault("run file of an older version in such a folder", "is read as it is, nothing written")
def read_only_old(work: Path) -> tuple[str, bool]:
    before_words = without_rights()
    seen = []
    for version in VERSIONS:
        run = work / f"v{version}"
        path = old_run(run, small_report(), version)
        path.chmod(0o444)
        run.chmod(0o555)
        before = print_of(run)
        done = detector("export", run, "--format", "jsonl", "-o", work / f"out{version}", before=before_words)
        run.chmod(0o755)
        seen.append((done.status, print_of(run) == before))
    return f"{len(seen)} schemas: {sorted(set(seen))}", set(seen) == {(0, True)}


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
    return f"{done.status}: {_tail(done.said)}", ok


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


@fault(
    "damaged run file (zeros, cut, another program's, no database)",
    "status 1, remedy; never overwritten; verify says so",
)
def damaged(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    detector("scan", texts, "-o", work / "run", "--jobs", 1)
    path = work / "run" / "run.sqlite"
    whole = path.read_bytes()
    with closing(sqlite3.connect(work / "other")) as other:
        other.execute("CREATE TABLE recipes (name)")
    harms = {
        "zeros": whole[:8192] + bytes(8192) + whole[16384:],
        "cut": whole[:20_000],
        "another program's": (work / "other").read_bytes(),
        "no database": b"my notes " * 900,
    }
    seen = []
    for content in harms.values():
        path.write_bytes(content)
        for command in (
            ("scan", texts, "-o", work / "run"),
            ("export", work / "run", "--format", "csv", "-o", work / "x"),
            ("verify", work / "run"),
        ):
            done = detector(*command)
            seen.append((done.status, _told(done.said), path.read_bytes() == content))
    return f"{len(harms)} x 3 commands: {sorted(set(seen))}; {_tail(done.said)}", set(seen) == {(1, True, True)}


@fault(
    "run file of every older schema, and of a newer one", "older: new scan keeps decisions; newer: status 1, 'update'"
)
def schemas(work: Path) -> tuple[str, bool]:
    texts, seen = unit(work / "unit"), []
    for version in VERSIONS:
        run = work / f"v{version}"
        old_run(run, small_report(), version)
        done = detector("scan", texts, "-o", run, "--jobs", 1)
        with open_run(run) as connection:
            kept = len(list(decisions_after(connection))) == (version >= 2)
        seen.append((done.status, kept, state(run)))
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = print_of(run)
    newer = detector("scan", texts, "-o", run, "--jobs", 1)
    ok = set(seen) == {(0, True, "whole")} and newer.status == 1 and "Update" in newer.said and print_of(run) == before
    return f"{len(seen)} older: {sorted(set(seen))}; newer {newer.status}: {_tail(newer.said)}", ok


@fault(
    "clock set back a year between decisions, forward ten years before a scan",
    "order by row; verify notes it; not overdue early",
)
def clock(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    detector("scan", texts, "-o", work / "run", "--jobs", 1)
    with open_run(work / "run") as connection, pytest.MonkeyPatch.context() as patch:
        for at in ("2031-01-01", "2025-01-01", "2026-01-01"):
            patch.setattr("detector.storage.decisions.now", lambda at=at: at)
            append_decision(connection, Decision("H", Subject("a", "k"), None, at))
        connection.execute("UPDATE meta SET value = '2036-01-01T00:00:00+00:00' WHERE key = 'scanned'")
        order = [one.decision for one in decisions_after(connection)]
    verified = detector("verify", work / "run", "--lang", "en")
    expired = detector("purge", work, "--expired", "--yes", "--lang", "en")
    ok = (
        order == ["2031-01-01", "2025-01-01", "2026-01-01"]
        and verified.status == 0
        and "set back 1 times" in verified.output
    )
    return f"order kept, verify {verified.status}, expired: {expired.output.strip()}", ok and (work / "run").exists()


@fault(
    f"{MUTATIONS} mutations of a run file",
    "no traceback in any command that takes a run; no export without its warning",
)
def mutations(work: Path) -> tuple[str, bool]:
    whole = (recorded_run(work / "source") / "run.sqlite").read_bytes()
    tracebacks: list[str] = []
    silent: list[str] = []
    ended: Counter[str] = Counter()
    for seed in range(MUTATIONS):
        for name in ("run", "out"):
            shutil.rmtree(work / name, ignore_errors=True)
        (work / "run").mkdir()
        (work / "run" / "run.sqlite").write_bytes(mutated(whole, seed))
        found = dict(commands(work / "run", work / "out"))
        tracebacks += [f"{name} {seed}" for name, result in found.items() if not is_told(result)]
        silent += [f"{name} {seed}" for name in silent_exports(found)]
        ended.update(name for name, result in found.items() if result.exit_code == 0)
    told = ", ".join(f"{name} {count}" for name, count in ended.items())
    return (
        f"{len(found)} commands each: {len(tracebacks)} tracebacks {tracebacks[:5]}, {len(silent)} silent exports"
        f" {silent[:5]}; ended with status 0: {told}"
    ), not tracebacks and not silent


@fault("logs of decisions and of opened pages tampered with", "each way is told, a chain worked out anew by a record")
def tampering(work: Path) -> tuple[str, bool]:
    told, anew = 0, 0
    for number, change in enumerate(TAMPERING.values()):
        run = logged_run(work / f"run{number}")
        tampered(run, change)
        told += detector("verify", run).status == 1
    for number, change in enumerate(ANEW.values()):
        run = logged_run(work / f"anew{number}")
        record = work / f"record{number}.csv"
        record.write_text(log_state(run), encoding="utf-8")
        tampered(run, change)
        anew += detector("verify", run, "--record", record).status == 1
    return f"{told} of {len(TAMPERING)} told; worked out anew {anew} of {len(ANEW)} told by the record", (
        told,
        anew,
    ) == (
        len(TAMPERING),
        len(ANEW),
    )


@fault("reader out of memory", "that file is a row with the reason; the next one is read")
def reader_memory(work: Path) -> tuple[str, bool]:
    paths = [work / name for name in ("hoard.evil", "fine.evil")]
    for path in paths:
        path.write_bytes(path.stem.encode())
    tasks = [Task(str(path), Settings(file_timeout_seconds=20.0)) for path in paths]
    hoard, fine = isolate.read_all(tasks, jobs=1, target=hostile.TARGET)
    reasons = [event.reason.value for event in hoard if isinstance(event, Failure)]
    read = not any(isinstance(event, Failure) for event in fine)
    return f"{reasons}; the next is read: {read}", reasons == ["too_large"] and read and len(fine) > 1


@fault("a Word file of 45 MB of tags in a scan", "listed with the reason or read; status 0; the rest read")
def large_file(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    (texts / "big.docx").write_bytes(_large_word_file(1_900_000))
    done = detector("scan", texts, "-o", work / "run", "--jobs", 1)
    report = load(work / "run")
    reasons = {Path(one.path).name: one.reason.value for one in report.skipped}
    return f"{done.status}, read {len(report.submissions)}, not read {reasons}", done.status == 0 and len(
        report.submissions
    ) >= 4


@fault("a process of word segmentation killed (memory)", "its part is done again, same result")
def segment_killed(work: Path) -> tuple[str, bool]:
    mark = work / "killed"
    with Workers(2) as workers:
        found = list(workers.map(dies_once, [(number, str(mark)) for number in range(8)], characters=10**9))
    return f"{found}, a process was killed: {mark.exists()}", found == list(range(8)) and mark.exists()


@fault("folder that cannot be entered", "a row with the reason; status 0; the rest read")
def unreadable(work: Path) -> tuple[str, bool]:
    before_words = without_rights()
    texts = unit(work / "unit")
    (texts / "locked").mkdir()
    (texts / "locked" / "x.txt").write_text("x", encoding="utf-8")
    (texts / "secret.txt").write_text("x", encoding="utf-8")
    (texts / "locked").chmod(0)
    (texts / "secret.txt").chmod(0)
    done = detector("scan", texts, "-o", work / "run", "--jobs", 1, before=before_words)
    (texts / "locked").chmod(0o755)
    reasons = {Path(one.path).name: one.reason.value for one in load(work / "run").skipped}
    ok = done.status == 0 and reasons == {"locked": "no_access", "secret.txt": "no_access"}
    return f"{done.status}, {reasons}, read {len(load(work / 'run').submissions)}", ok


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


def _large_word_file(runs: int) -> bytes:
    import random

    from tests.readers.make import docx

    chance = random.Random(3)
    tags = "".join(f'<w:r w:x="{chance.getrandbits(40):x}"/>' for _ in range(runs))
    return docx(f"<w:p>{tags}<w:r><w:t>Tôi trồng bốn mươi gốc hoa quanh sân trường.</w:t></w:r></w:p>")


def _told(said: str) -> bool:
    """A message that names a place and ends in what to do."""
    return said.startswith(("detector: ", "/")) and said.count(". ") >= 1 and "Traceback" not in said


def _tail(said: str) -> str:
    """Without the folder of this run of the script."""
    return " ".join(
        word if "/fault-" not in word else Path(word).name for word in said.removeprefix("detector: ").split()
    )


def rows(names: list[str]) -> Iterator[Row]:
    """Each fault in a folder of its own."""
    for name, (expected, make) in FAULTS.items():
        if names and not any(word in name for word in names):
            continue
        with tempfile.TemporaryDirectory(prefix="fault-") as folder:
            os.environ["DETECTOR_CACHE_DIR"] = str(Path(folder) / "cache")
            try:
                seen, kept = make(Path(folder))
            except CannotBeMadeError as reason:
                seen, kept = f"not made: {reason}", None
        row = Row(name, expected, seen, kept)
        print(f"{'-' if kept is None else 'ok' if kept else 'LOST'}  {name}: {seen}", file=sys.stderr, flush=True)
        yield row


def table(found: list[Row]) -> str:
    """Markdown."""
    lines = ["| fault | expected | seen | nothing lost |", "|---|---|---|---|"]
    words = {True: "yes", False: "**NO**", None: "-"}
    lines += [f"| {one.fault} | {one.expected} | {one.seen.replace('|', '/')} | {words[one.kept]} |" for one in found]
    return "\n".join(lines)


HEAD = f"""# Faults

What happens to a run when something breaks, seen through the program as people run it. Made by
`python tests/benchmarks/faults.py --write` (Linux, Python {platform.python_version()},
SQLite {sqlite3.sqlite_version}); rows that need rights the user does not have say so.

"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only faults with one of these words")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(rows(options.names))
    print(table(found))
    if options.write:
        PAGE.write_text(HEAD + table(found) + "\n", encoding="utf-8")
    return int(any(one.kept is False for one in found))


if __name__ == "__main__":
    sys.exit(main())
