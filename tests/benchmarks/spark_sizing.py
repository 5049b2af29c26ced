"""How the search between units grows with the number of submissions, and what that asks of a cluster.

    python -m tests.benchmarks.spark_sizing --units 40 --size 50

Units are analysed once; then the shingles of a quarter, a half and all of them collide. What a submission costs in the
collision must not grow with their number: a word sequence that thousands have gives links in proportion to them. The
second table multiplies figures of `tests.benchmarks.spark` by ten million.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from detector.engines.base import Postings
from detector.engines.local import collide
from detector.parallel import Workers
from detector.settings import Settings
from detector.units.kept import read_handed
from detector.units.links import batches, least_weight
from detector.units.shingles import Handed
from detector.units.tasks import run_tasks, task_of
from tests.benchmarks.province import make_province

SUBMISSIONS = 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", type=int, default=40)
    parser.add_argument("--size", type=int, default=50)
    parser.add_argument("--people", type=int, default=30_000, help="who have one text that was handed out")
    parser.add_argument("--core-ms", type=float, default=40.0, help="of a core per submission, all stages")
    parser.add_argument("--shuffled", type=float, default=10_000.0, help="bytes per submission, all stages")
    given = parser.parse_args()
    handed = shingles_of_units(given.units, given.size)
    tell_growth(handed, given.size)
    tell_skew(given.people)
    tell_cluster(given.core_ms, given.shuffled)


def shingles_of_units(units: int, size: int) -> list[Handed]:
    """What each unit hands on."""
    province = make_province(units, size).by_unit()
    with TemporaryDirectory() as place, Workers(os.cpu_count() or 1) as workers:
        tasks = [task_of(texts, Settings(), Path(place), False) for texts in province.values()]
        run_tasks(tasks, workers, _nobody)
        return [read_handed(task.folder, task.key) for task in tasks]


def _nobody(done: int, total: int) -> None:
    del done, total


@dataclass(frozen=True)
class Collided:
    """Figures of one collision, most of them per submission."""

    submissions: int
    postings: float
    longest: int
    links: float
    capped: int
    pairs: float
    in_batches: float
    milliseconds: float


def collided(handed: list[Handed], size: int) -> Collided:
    postings = postings_of(handed, size)
    documents, cap = len(handed) * size, Settings().shingle_max_documents
    start = perf_counter()
    found = collide(postings, documents=documents, cap=cap, least=least_weight(documents))
    seconds = perf_counter() - start
    every = collide(postings, documents=documents, cap=cap, least=0)
    linked = sum(len(batch.numbers) for batch in batches(found, most_partners=Settings().max_partners))
    return Collided(
        documents,
        len(postings.keys) / documents,
        int(np.unique(postings.keys, return_counts=True)[1].max()),
        len(every.left) / documents,
        found.capped_keys,
        len(found.left) / documents,
        linked / documents,
        1000 * seconds / documents,
    )


def postings_of(handed: list[Handed], size: int) -> Postings:
    """All of them, with documents numbered unit by unit."""
    keys, common = (np.concatenate([getattr(one, name) for one in handed]) for name in ("keys", "common"))
    numbers = np.concatenate([one.rows.astype(np.int64) + size * unit for unit, one in enumerate(handed)])
    return Postings(keys, numbers, numbers // size, common)


def tell_growth(handed: list[Handed], size: int) -> None:
    print("submissions | shingles each | longest list | links each | capped | pairs each | judged each | ms each")
    for part in (4, 2, 1):
        row = collided(handed[: len(handed) // part], size)
        figures = f"{row.postings:.0f} | {row.longest} | {row.links:.1f} | {row.capped} | {row.pairs:.3f}"
        print(f"{row.submissions} | {figures} | {row.in_batches:.3f} | {row.milliseconds:.2f}", flush=True)


def tell_skew(people: int, shingles: int = 100) -> None:
    """One text that a third of a hundred units have, beside as much of each person's own; and what that costs alone."""
    documents = 3 * people
    own = np.random.default_rng(1).integers(0, 2**64 - 1, people * shingles, dtype=np.uint64)
    text = np.random.default_rng(2).integers(0, 2**64 - 1, shingles, dtype=np.uint64)
    numbers = np.repeat(np.arange(people), shingles)
    both = np.concatenate([numbers, numbers])
    nobody = np.zeros(len(both), bool)
    start = process_time()
    apart = collide(Postings(own, numbers, numbers % 100, nobody[: len(own)]), documents=documents, cap=40, least=0)
    alone, start = process_time() - start, process_time()
    postings = Postings(np.concatenate([own, np.tile(text, people)]), both, both % 100, nobody)
    found = collide(postings, documents=documents, cap=40, least=least_weight(documents))
    seconds = process_time() - start
    batched = batches(found, most_partners=Settings().max_partners)
    print(
        f"one text of {people:,} people of {documents:,}: {len(found.left):,} links ({len(apart.left)} without it), ",
        end="",
    )
    print(f"{seconds:.1f} s of CPU ({alone:.1f} s without it), {len(batched)} batches", flush=True)


def tell_cluster(core_ms: float, shuffled: float) -> None:
    hours = SUBMISSIONS * core_ms / 1000 / 3600
    print(f"{SUBMISSIONS:,} submissions: {hours:,.0f} core hours, {SUBMISSIONS * shuffled / 1e9:,.0f} GB shuffled")
    for cores in (64, 256, 1024):
        print(f"  {cores} cores: {hours / cores:.1f} h, {SUBMISSIONS * shuffled / 1e9 / cores:.1f} GB a core")


if __name__ == "__main__":
    main()
