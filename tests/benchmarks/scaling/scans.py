"""`detector scan` and `detector export` as a user calls them, each a process of its own."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.scaling.measure import Cost, median_cost, python, run
from tests.benchmarks.scaling.units import Pair, Unit

_LOG_STATE = "log_state.jsonl"  # another one for each run
REST = "start, write"  # start-up, the run file and the page: no stage of the table tells them


@dataclass(frozen=True)
class Place:
    """A RUN folder with a cache of its own: nothing in it is nothing known."""

    run: Path
    cache: Path

    @classmethod
    def fresh(cls, folder: Path) -> Place:
        """Both empty, whatever was there."""
        shutil.rmtree(folder, ignore_errors=True)
        return cls(folder / "run", folder / "cache")


@dataclass(frozen=True)
class Scanned:
    """Cost of the command and seconds of its stages."""

    cost: Cost
    stages: dict[str, float]


@dataclass(frozen=True)
class Measured:
    """Medians of scans with nothing known (cold), with words known from another RUN folder (warm) and once more in the
    same one (again); the pairs that the run tells, and which of them are flagged.
    """

    cold: Scanned
    warm: Scanned
    again: Scanned
    told: set[Pair]
    flagged: set[Pair]


class Scans:
    """Measures each unit once, however many parts of the benchmark ask."""

    def __init__(self, work: Path, *, jobs: int, repeat: int) -> None:
        self.work, self.jobs, self.repeat = work, jobs, repeat
        self._known: dict[Path, Measured] = {}

    def of(self, unit: Unit) -> Measured:
        return self.of_folder(unit.folder)

    def of_folder(self, folder: Path) -> Measured:
        if folder not in self._known:
            self._known[folder] = self._measure(folder)
        return self._known[folder]

    def _measure(self, folder: Path) -> Measured:
        cold, warm, again = [], [], []
        for _ in range(self.repeat):
            place = Place.fresh(self.work / "measured")
            other = replace(place, run=place.run.with_name("other"))
            cold.append(scan(folder, place, jobs=self.jobs))
            warm.append(scan(folder, other, jobs=self.jobs))
            again.append(scan(folder, other, jobs=self.jobs))
        return Measured(_middle(cold), _middle(warm), _middle(again), told(place.run), flagged(place.run))


def command(folder: Path, place: Place, *, jobs: int, settings: Path | None = None) -> list[str | Path]:
    chosen: list[str | Path] = ["--settings", settings] if settings else []
    return python("-m", "detector", "scan", folder, "-o", place.run, "--jobs", f"{jobs}", *chosen)


def scan(folder: Path, place: Place, *, jobs: int, settings: Path | None = None) -> Scanned:
    cost, _ = run(command(folder, place, jobs=jobs, settings=settings), cache=place.cache)
    stages = dict(_rows(place.run, "SELECT stage, seconds FROM timings ORDER BY row"))
    return Scanned(cost, {**stages, REST: cost.seconds - sum(stages.values())})


def told(run: Path) -> set[Pair]:
    """All pairs with something in common, by file name."""
    query = "SELECT l.id, r.id FROM pairs JOIN documents l ON l.row = left_row JOIN documents r ON r.row = right_row"
    return {frozenset(pair) for pair in _rows(run, query)}


def flagged(run: Path) -> set[Pair]:
    """Those of them that are flagged."""
    query = """SELECT l.id, r.id FROM pairs JOIN documents l ON l.row = left_row JOIN documents r ON r.row = right_row
        WHERE flagged"""
    return {frozenset(pair) for pair in _rows(run, query)}


def exported(run_folder: Path) -> dict[str, bytes]:
    """All tables of a run but the number of its log, as bytes: two runs say the same exactly if these are equal."""
    with TemporaryDirectory() as folder:
        run(python("-m", "detector", "export", run_folder, "--format", "jsonl", "-o", folder))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.name != _LOG_STATE}


def _middle(scans: list[Scanned]) -> Scanned:
    names = scans[0].stages
    stages = {name: median(one.stages.get(name, 0.0) for one in scans) for name in names}
    return replace(scans[0], cost=median_cost([one.cost for one in scans]), stages=stages)


def _rows(run: Path, query: str) -> Iterator[tuple]:  # type: ignore[type-arg]
    with closing(sqlite3.connect(run / "run.sqlite")) as connection:
        yield from connection.execute(query).fetchall()
