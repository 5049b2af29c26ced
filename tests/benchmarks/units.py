"""A scan of many units: recall inside and between units, false pairs, times from nothing, again, and after a late file.

    python -m tests.benchmarks.units --units 20 --size 50

False pairs are flagged pairs between units whose texts no planted copies connect.
"""

from __future__ import annotations

import argparse
import os
import resource
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from detector import scan
from detector.report import Report
from tests.benchmarks.province import Province, make_province

Pairs = set[frozenset[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", type=int, default=20)
    parser.add_argument("--size", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--between-rate", type=float, default=0.04)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    province = make_province(given.units, given.size, seed=given.seed, between_rate=given.between_rate)
    with TemporaryDirectory() as place:
        os.environ["DETECTOR_CACHE_DIR"] = str(Path(place, "cache"))
        late = province.documents[-1]
        folder = Province(province.documents[:-1], {}, {}).write(Path(place, "province"))
        _, cold = timed(folder, Path(place, "run"), given.jobs)
        _, again = timed(folder, Path(place, "run"), given.jobs)
        (folder / late.id).write_text(late.text, encoding="utf-8", newline="\n")
        report, one_more = timed(folder, Path(place, "run"), given.jobs)
        fresh, _ = timed(folder, Path(place, "other"), given.jobs)
    print(f"{given.units} units of {given.size}, {given.jobs} processes")
    print(f"from nothing {cold:.1f} s, again {again:.1f} s, after one late file {one_more:.1f} s")
    print(f"the report after the late file is that of a fresh scan: {report == fresh}")
    print(f"stages: {', '.join(f'{name} {seconds:.1f} s' for name, seconds in fresh.timings.items())}")
    print(f"peak memory: scan {_peak(resource.RUSAGE_SELF)} MiB, largest process {_peak(resource.RUSAGE_CHILDREN)} MiB")
    tell_quality(fresh, province)


def timed(folder: Path, run: Path, jobs: int) -> tuple[Report, float]:
    start = perf_counter()
    report = scan([folder], units=True, run=run, jobs=jobs)
    return report, perf_counter() - start


def tell_quality(report: Report, province: Province) -> None:
    flagged = {frozenset((pair.left_id, pair.right_id)) for pair in report.pairs.flagged()}
    for name, planted in (("inside units", province.inside), ("between units", province.between)):
        of_kind, found = Counter(planted.values()), Counter(k for p, k in planted.items() if frozenset(p) in flagged)
        told = ", ".join(f"{kind} {found[kind]} of {count}" for kind, count in sorted(of_kind.items()))
        print(f"{name}: {told}")
    between = {pair for pair in flagged if len({id.split("/")[0] for id in pair}) == 2}
    groups = connected([*province.inside, *province.between])
    false = [pair for pair in between if len({groups.get(id, id) for id in pair}) == 2]
    print(f"flagged pairs between units {len(between)}, of which no planted copies connect {len(false)}")


def connected(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A name of the group of each id."""
    groups: dict[str, str] = {}
    for left, right in pairs:
        old, new = groups.setdefault(right, right), groups.setdefault(left, left)
        groups |= {id: new for id, group in groups.items() if group == old}
    return groups


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    main()
