"""Run files that are damaged, old, new or tampered with."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from detector.storage import log_state
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision, decisions_after
from detector.storage.migrations import MIGRATIONS
from tests.benchmarks.faults.mutations import summary, tried
from tests.benchmarks.faults.table import fault, tail, told
from tests.benchmarks.faults.tools import detector, print_of, state, unit
from tests.storage.old_runs import VERSIONS, old_run
from tests.storage.small_report import small_report
from tests.storage.test_chain import ANEW, TAMPERING, logged_run, tampered

MUTATIONS = 1_000
# Where those stand that were done already, as `python -m tests.benchmarks.faults.mutations --kept` writes them.
KEPT = Path(os.environ["FAULT_MUTATIONS"]) if "FAULT_MUTATIONS" in os.environ else None


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
            seen.append((done.status, told(done.said), path.read_bytes() == content))
    return f"{len(harms)} x 3 commands: {sorted(set(seen))}; {tail(done.said)}", set(seen) == {(1, True, True)}


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
    return f"{len(seen)} older: {sorted(set(seen))}; newer {newer.status}: {tail(newer.said)}", ok


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
    found = list(tried(range(MUTATIONS), KEPT or work / "kept.jsonl"))
    return summary(found), not any(one.faults for one in found)


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
