"""The Spark engine beside the local one: equal records, start-up and cost of a document apart, what is shuffled.

    python -m tests.benchmarks.spark --units 20 --size 100
    python -m tests.benchmarks.spark --folder PROVINCE          texts of another generator, a folder for each unit

The event log of Spark gives run time, shuffled bytes and the longest task of every stage; `docs/spark.md` sizes a
cluster from them.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from detector.documents import Document
from detector.engines.spark import spark_session
from detector.parallel import Workers
from detector.report import Report
from detector.settings import Settings
from detector.text.fields import with_fields
from detector.units.scan import Units, scan_units
from detector.units.spark.scan import read_texts, scan_texts
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.province import make_province
from tests.engines.failing import MASTER, failing_twice
from tests.engines.parquet import expected, written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", type=int, default=20)
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="units of .txt files instead of simulated ones")
    parser.add_argument("--few", type=int, default=2, help="units of the small run, for the cost of a document")
    parser.add_argument("--one-unit", type=int, default=2000, help="submissions of the run with one unit; 0: none")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    by_unit = units_below(given.folder) if given.folder else make_province(given.units, given.size).by_unit()
    few = dict([*by_unit.items()][: given.few])
    with TemporaryDirectory() as place, logged(Path(place, "log")):
        os.environ["DETECTOR_CACHE_DIR"] = "off"  # both engines cut every text into words
        with Workers(given.cores) as workers:  # first: what Spark leaves behind ends at times of its own
            locally(few, workers)
            local_small, _ = locally(few, workers)
            local_large, report = locally(by_unit, workers)
        start = perf_counter()
        with spark_session(MASTER.format(cores=given.cores)) as session, Workers(given.cores) as workers:
            print(f"Spark session: {perf_counter() - start:.1f} s", flush=True)
            warm, _ = on_spark(session, few, Path(place, "warm"))
            print(f"first scan, of {given.few} units: {warm.seconds:.1f} s (workers start and import)", flush=True)
            small, _ = on_spark(session, few, Path(place, "few"))
            mark = len(events(Path(place, "log")))
            large, _ = on_spark(session, by_unit, Path(place, "all"))
            stages = stages_of(events(Path(place, "log"))[mark:])
            tell_cost("spark", small, large, few, by_unit)
            tell_cost("local", local_small, local_large, few, by_unit)
            tell_stages(stages, sum(map(len, by_unit.values())))
            print(f"{len(by_unit)} units: equal records {written(Path(place, 'all')) == expected(report)}", flush=True)
            Path(place, "failed").mkdir()
            with failing_twice(Path(place, "failed")):
                cost, _ = on_spark(session, by_unit, Path(place, "again"))
            same = written(Path(place, "again")) == expected(report)
            print(f"every task failing twice: {cost.seconds:.1f} s, equal records {same}", flush=True)
            if given.one_unit:
                one = {"": tuple(make_corpus(given.one_unit).documents)}
                seconds, _ = on_spark(session, one, Path(place, "one"))
                local_seconds, report = locally(one, workers)
                same = written(Path(place, "one")) == expected(report)
                print(
                    f"one unit of {given.one_unit}: spark {seconds.seconds:.1f} s, local {local_seconds.seconds:.1f} s",
                    end="",
                )
                print(f", equal records {same}", flush=True)


def units_below(folder: Path) -> dict[str, tuple[Document, ...]]:
    """The texts of each folder in it."""
    return {
        unit.name: tuple(
            with_fields(Document(f"{unit.name}/{path.name}", f"{unit.name}/{path.name}", path.read_text("utf-8")))
            for path in sorted(unit.glob("*.txt"))
        )
        for unit in sorted(folder.iterdir())
    }


Texts = dict[str, tuple[Document, ...]]


class Cost(NamedTuple):
    """Seconds by the clock, and of all cores."""

    seconds: float
    cpu: float


def on_spark(session: Any, texts: Texts, run: Path) -> tuple[Cost, Report]:
    start, cpu = perf_counter(), cpu_seconds()
    if [*texts] == [""]:
        frame, given = read_texts(session, None, texts[""], None, (), Settings(), "vi")
    else:
        flat = [document for documents in texts.values() for document in documents]
        frame, given = read_texts(session, None, flat, [Path()], (), Settings(), "vi")
    report = scan_texts(frame, given, run)
    return Cost(perf_counter() - start, cpu_seconds() - cpu), report


def locally(texts: Texts, workers: Workers) -> tuple[Cost, Report]:
    start, cpu = perf_counter(), cpu_seconds()
    report = scan_units(Units(texts, ()), Settings(), workers)
    return Cost(perf_counter() - start, cpu_seconds() - cpu), report


def tell_cost(engine: str, small: Cost, large: Cost, few: Texts, by_unit: Texts) -> None:
    """A scan costs `fixed + documents * each`; two sizes give both."""
    first, second = sum(map(len, few.values())), sum(map(len, by_unit.values()))
    seconds, cpu = ((b - a) / (second - first) for a, b in zip(small, large, strict=True))
    print(f"{engine}: {first} {small.seconds:.1f} s, {second} {large.seconds:.1f} s; ", end="")
    print(f"fixed {small.seconds - first * seconds:.1f} s, each submission {1000 * seconds:.1f} ms, ", end="")
    print(f"of CPU {small.cpu - first * cpu:.1f} s and {1000 * cpu:.1f} ms", flush=True)


@dataclass
class Stage:
    """All tasks of one part of the scan: seconds and bytes."""

    seconds: list[float] = field(default_factory=list)
    skew: float = 1.0
    shuffled: int = 0


def tell_stages(stages: dict[str, Stage], documents: int) -> None:
    print("stage | tasks | ms in tasks per submission | longest task by median | bytes shuffled per submission")
    for name, stage in stages.items():
        total = 1000 * sum(stage.seconds) / documents
        print(f"{name} | {len(stage.seconds)} | {total:.1f} | {stage.skew:.1f} | {stage.shuffled / documents:.0f}")


def stages_of(log: Iterable[dict[str, Any]]) -> dict[str, Stage]:
    """By the description of the jobs; the skew is that of the stage with most work."""
    names: dict[int, str] = {}
    seconds: dict[int, list[float]] = {}
    found: dict[str, Stage] = {}
    for event in log:
        if event["Event"] == "SparkListenerStageSubmitted":
            names[event["Stage Info"]["Stage ID"]] = event.get("Properties", {}).get("spark.job.description") or "read"
        elif event["Event"] == "SparkListenerTaskEnd" and event["Stage ID"] in names:
            stage = found.setdefault(names[event["Stage ID"]], Stage())
            metrics = event.get("Task Metrics") or {}
            took = metrics.get("Executor Run Time", 0) / 1000
            stage.seconds.append(took)
            seconds.setdefault(event["Stage ID"], []).append(took)
            stage.shuffled += metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    for name, stage in found.items():
        heaviest = max((seconds[id] for id in seconds if names[id] == name), key=sum)
        stage.skew = max(heaviest) / max(median(heaviest), 1e-3)
    return found


def cpu_seconds() -> float:
    """Of this process and all that came from it, dead or alive (Linux): also of Spark's and its Python workers."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry.name)] = int(fields[1])
                ticks[int(entry.name)] = sum(map(int, fields[11:15]))
    ours = {os.getpid()}
    while new := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= new
    return sum(ticks.get(pid, 0) for pid in ours) / os.sysconf("SC_CLK_TCK")


@contextmanager
def logged(folder: Path) -> Iterator[None]:
    """Spark writes down what every task did."""
    folder.mkdir()
    conf = {"enabled": "true", "dir": folder.as_uri(), "rolling.enabled": "false", "compress": "false"}
    words = " ".join(f"--conf spark.eventLog.{name}={value}" for name, value in conf.items())
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"{words} pyspark-shell"
    yield


def events(folder: Path) -> list[dict[str, Any]]:
    """All that was written so far; a line that is not finished waits for the next look."""
    lines = [line for path in sorted(folder.iterdir()) if path.is_file() for line in path.read_text().splitlines()]
    found = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return found


if __name__ == "__main__":
    main()
