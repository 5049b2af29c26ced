"""Damaged copies of every kind of file through `detector scan`: crashes, hangs, peak memory, and is each accounted for?

    python tests/benchmarks/mutated_files.py --files 2000 --seed 1 --jobs 2

The same number of intact files is scanned first, as the baseline. Memory is that of the scan and all its workers
together, looked at ten times a second (Linux only). Prints a Markdown table; exit status 1 if something is amiss.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from detector.settings import Settings
from detector.storage import load
from detector.writers.outcomes import file_outcomes
from tests.readers.test_fuzz import SAMPLES, mutated

UNIT = Path(__file__).parents[2] / "data" / "sample_unit" / "submissions"
TIMEOUT_SECONDS = 10.0
MEMORY_LIMIT_MIB = 1024
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Run:
    """One scan from outside: status of the process, seconds, MiB at the peak, and the groups of the reading report."""

    status: int
    seconds: float
    peak_mib: float
    groups: Counter[str]
    unaccounted: int
    timeouts: int


def sources() -> Mapping[str, bytes]:
    """The hand-made sample of every format, and every file of the sample unit."""
    return SAMPLES | {path.name: path.read_bytes() for path in sorted(UNIT.iterdir())}


def damaged(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Byte flips, cuts, repeats and zeros; one in ten under the name of another format."""
    suffixes = sorted({Path(name).suffix for name in SAMPLES})
    for number, (name, data) in enumerate(islice(cycle(sources().items()), count)):
        chance = random.Random(f"{seed} {number} {name}")
        stem, suffix = Path(name).stem, Path(name).suffix
        shown = chance.choice(suffixes) if chance.random() < 0.1 else suffix
        yield f"{number:05d}_{stem}{shown}", mutated(data, chance)


def intact(count: int) -> Iterator[tuple[str, bytes]]:
    for number, (name, data) in enumerate(islice(cycle(sources().items()), count)):
        yield f"{number:05d}_{name}", data


def scan(files: Iterator[tuple[str, bytes]], jobs: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        unit, run = Path(folder) / "unit", Path(folder) / "run"
        unit.mkdir()
        names = [name for name, data in files if (unit / name).write_bytes(data) >= 0]
        settings = Path(folder) / "settings.toml"
        settings.write_text(Settings(file_timeout_seconds=TIMEOUT_SECONDS).to_toml(), encoding="utf-8")
        command = [sys.executable, "-m", "detector", "scan", str(unit), "-o", str(run), "--jobs", str(jobs)]
        status, seconds, peak = watched([*command, "--settings", str(settings)])
        if status:
            return Run(status, seconds, peak, Counter(), len(names), 0)
        outcomes = file_outcomes(load(run))
        seen = Counter(Path(one.path.split("!")[0]).name.split("#")[0] for one in outcomes)
        timeouts = sum("timeout" in one.reasons for one in outcomes)
        groups = Counter(one.group for one in outcomes)
        return Run(status, seconds, peak, groups, len(set(names) ^ set(seen)), timeouts)


def watched(command: list[str]) -> tuple[int, float, float]:
    """Exit status, seconds, and the largest sum of resident memory of the process and its children, in MiB."""
    begin, peak = time.monotonic(), 0.0
    with tempfile.TemporaryFile() as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(resident_mib, family(process.pid))))
            time.sleep(0.1)
        if process.returncode:
            output.seek(0)
            sys.stderr.buffer.write(output.read()[-4000:])
    return process.returncode, time.monotonic() - begin, peak


def family(pid: int) -> Iterator[int]:
    """A process and all below it that are there just now."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        threads = [path for path in Path(f"/proc/{pid}/task").iterdir() if path.name != str(pid)]
        children += [child for path in threads for child in (path / "children").read_text(encoding="ascii").split()]
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def resident_mib(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES / 2**20
    except (OSError, IndexError):
        return 0.0


def report(name: str, run: Run) -> str:
    groups = ", ".join(f"{group} {count}" for group, count in run.groups.most_common())
    figures = (name, run.status, f"{run.seconds:.0f}", f"{run.peak_mib:.0f}", run.timeouts, run.unaccounted, groups)
    return "| " + " | ".join(map(str, figures)) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    print("| files | exit status | seconds | peak MiB | over the time limit | not accounted for | groups |")
    print("|---|---|---|---|---|---|---|")
    whole = scan(intact(arguments.files), arguments.jobs)
    print(report(f"{arguments.files} intact", whole), flush=True)
    broken = scan(damaged(arguments.files, arguments.seed), arguments.jobs)
    print(report(f"{arguments.files} damaged", broken))
    extra = broken.peak_mib - whole.peak_mib
    print(f"\nMemory above the baseline: {extra:.0f} MiB (limit {MEMORY_LIMIT_MIB}).")
    return int(bool(broken.status or broken.unaccounted or extra > MEMORY_LIMIT_MIB))


if __name__ == "__main__":
    sys.exit(main())
