"""Scans that are killed and go on, scans after one file has changed: what they cost, and whether they say the same."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from subprocess import TimeoutExpired
from time import perf_counter

from tests.benchmarks.scaling.measure import Cost, start, table
from tests.benchmarks.scaling.scans import Place, Scans, command, exported, scan
from tests.benchmarks.scaling.units import make_unit

_FINISHED = {"read.sqlite", "run.sqlite", "run.lock", "report.html"}


def killed(scans: Scans, size: int, kills: int, seed: int) -> Iterator[str]:
    """Each row is a scan from nothing that is killed once; the last one is killed at all the moments, one by one.

    The moments are random, one in each of `kills` equal parts of an undisturbed scan.
    """
    folder = make_unit("planted", scans.work, size, seed=seed).folder
    place = Place.fresh(scans.work / "undisturbed")
    cost = scan(folder, place, jobs=scans.jobs).cost
    truth = exported(place.run)
    yield f"## Killed at {kills} random moments: {size:,} submissions, {cost.seconds:.1f} s undisturbed"
    part = cost.seconds / kills
    moments = [(number + Random(f"{seed}:{number}").random()) * part for number in range(kills)]
    rows = [_killed(scans, folder, [moment], truth) for moment in moments]
    rows.append(_killed(scans, folder, moments, truth))
    yield table(["killed after s", "left behind", "then to the end, s", "equal to undisturbed", "stray files"], rows)


def _killed(scans: Scans, folder: Path, moments: list[float], truth: dict[str, bytes]) -> dict[str, object]:
    place = Place.fresh(scans.work / "killed")
    late = sum(_kill_after(command(folder, place, jobs=scans.jobs), place, moment) for moment in moments)
    left = sorted(path.name for path in place.run.iterdir()) if place.run.exists() else []
    seconds = scan(folder, place, jobs=scans.jobs).cost.seconds
    stray = {path.name for path in place.run.iterdir()} - _FINISHED
    return {
        "killed after s": ", ".join(f"{moment:.1f}" for moment in moments) + (f" ({late} had ended)" if late else ""),
        "left behind": ", ".join(left) or "nothing",
        "then to the end, s": seconds,
        "equal to undisturbed": _yes(exported(place.run) == truth),
        "stray files": ", ".join(sorted(stray)) or "none",
    }


def _kill_after(scan_command: list[str | Path], place: Place, seconds: float) -> bool:
    """kill -9 for the whole process group; True if the scan had ended before."""
    process = start(scan_command, cache=place.cache)
    with suppress(TimeoutExpired):
        process.wait(timeout=seconds)
        return True
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return False


def one_file(scans: Scans, size: int, seed: int) -> Iterator[str]:
    """A file comes late, one changes, one is renamed: the same command again each time, and a scan of nothing known."""
    yield f"## One file of {size:,}"
    made = make_unit("planted", scans.work, size, seed=seed).folder
    folder = scans.work / "changing"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    names = sorted(path.name for path in folder.iterdir())
    first, middle, last = (folder / names[at] for at in (1, len(names) // 2, -1))
    late = last.read_text(encoding="utf-8")
    last.unlink()
    place = Place.fresh(scans.work / "growing")
    before = scan(folder, place, jobs=scans.jobs).cost
    rows: list[dict[str, object]] = [{"what": "from nothing, one file missing", "seconds": before.seconds}]
    again = scan(folder, place, jobs=scans.jobs).cost
    rows.append(_after(scans, "nothing changed", again, folder, place))
    last.write_text(late, encoding="utf-8", newline="\n")
    rows.append(_after(scans, "one late file", scan(folder, place, jobs=scans.jobs).cost, folder, place))
    text = middle.read_text(encoding="utf-8").rstrip().splitlines()
    middle.write_text("\n".join([*text, *first.read_text(encoding="utf-8").splitlines()[-12:]]), encoding="utf-8")
    rows.append(_after(scans, "one changed file", scan(folder, place, jobs=scans.jobs).cost, folder, place))
    first.rename(first.with_name(f"zz_{first.name}"))
    rows.append(_after(scans, "one renamed file", scan(folder, place, jobs=scans.jobs).cost, folder, place))
    yield table(["what", "seconds", "CPU", "fresh scan, s", "share", "equal to fresh"], rows)


def _after(scans: Scans, what: str, cost: Cost, folder: Path, place: Place) -> dict[str, object]:
    fresh = Place.fresh(scans.work / "fresh")
    begin = perf_counter()
    scan(folder, fresh, jobs=scans.jobs)
    seconds = perf_counter() - begin
    return {
        "what": what,
        "seconds": cost.seconds,
        "CPU": cost.cpu,
        "fresh scan, s": seconds,
        "share": cost.seconds / seconds,
        "equal to fresh": _yes(exported(place.run) == exported(fresh.run)),
    }


def _yes(same: bool) -> str:
    return "yes" if same else "NO"
