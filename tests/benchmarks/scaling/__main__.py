"""How a scan grows: seconds, memory and what is found, beside the obvious pipeline, peers and the floor.

    python -m tests.benchmarks.scaling                               200, 2,000 and 20,000 submissions
    python -m tests.benchmarks.scaling --quick                       every part in small, in about two minutes
    python -m tests.benchmarks.scaling --parts stages growth --sizes 200 2000 20000 100000 --repeat 1
    python -m tests.benchmarks.scaling --parts resume incremental worst --kills 10
    python -m tests.benchmarks.scaling --parts folders --folders PATH PATH     texts of other generators or offices

Prints Markdown. Needs Linux, which tells the memory of processes; `peers` installs packages into an environment of its
own unless --peers-python names an interpreter that has them. Every scan is a process of its own, from a bare
interpreter: imports, reading, the run file and the page count. The units are simulated and seeded; a tenth of the
people copy, and the columns *near*, *partial* and *false pairs* tell which of those pairs were flagged and how many
others. A partial copy whose planted text is stock wording, or too short for a passage, is in none of them; *60+* are
those with that many syllables of the other person's own words.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from compileall import compile_dir
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import detector
from tests.benchmarks.scaling.peers import against_peers
from tests.benchmarks.scaling.recovery import killed, one_file
from tests.benchmarks.scaling.scans import Scans
from tests.benchmarks.scaling.speed import against_obvious, growth, other_folders, stages, startup
from tests.benchmarks.scaling.worst import against_ordinary

QUICK = {
    "sizes": [50, 200],
    "repeat": 1,
    "obvious": 50,
    "peers_size": 30,
    "kills": 2,
    "kill_size": 50,
    "unit": 50,
    "worst": 200,
    "large_bytes": 500_000,
}
Part = Callable[[argparse.Namespace, Scans], Iterator[str]]
PARTS: dict[str, Part] = {
    "stages": lambda given, scans: stages(scans, given.sizes, given.seed),
    "obvious": lambda given, scans: against_obvious(scans, given.sizes, given.obvious, given.seed),
    "peers": lambda given, scans: against_peers(scans, given.peers_size, given.peers_python, given.seed),
    "folders": lambda given, scans: other_folders(scans, given.folders),
    "growth": lambda given, scans: growth(scans, given.sizes, given.seed),
    "startup": lambda *_: startup(),
    "resume": lambda given, scans: killed(scans, given.kill_size, given.kills, given.seed),
    "incremental": lambda given, scans: one_file(scans, given.unit, given.seed),
    "worst": lambda given, scans: against_ordinary(scans, given.worst, given.large_bytes, given.seed),
}


def main() -> None:
    parser = options()
    given = parser.parse_args()
    if given.quick:
        named = parser.parse_args([], argparse.Namespace())
        for name, value in QUICK.items():
            if getattr(given, name) == getattr(named, name):  # an option that was given stays
                setattr(given, name, value)
    given.sizes = sorted(given.sizes)
    compile_dir(Path(detector.__file__).parent, quiet=1)  # as installing does
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, ", end="")
    print(f"load {os.getloadavg()[0]:.1f} at the start; {' '.join(sys.argv[1:])}".rstrip("; "), flush=True)
    with TemporaryDirectory() as folder:
        work = given.work or Path(folder)
        scans = Scans(work.resolve(), jobs=given.jobs, repeat=given.repeat)
        for name in given.parts:
            for block in PARTS[name](given, scans):
                print(f"\n{block}", flush=True)


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.scaling",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    usual = [name for name in PARTS if name != "folders"]
    parser.add_argument("--parts", nargs="+", choices=[*PARTS], default=usual, help="default: all but folders")
    parser.add_argument("--folders", type=Path, nargs="+", default=[], help="of texts from elsewhere, for this part")
    parser.add_argument("--quick", action="store_true", help="small sizes where no size is given")
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2000, 20_000], help="of stages, obvious, growth")
    parser.add_argument("--repeat", type=int, default=3, help="scans whose median is told (default 3)")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8), help="processes of a scan")
    parser.add_argument("--obvious", type=int, default=2000, help="largest size that the obvious pipeline really does")
    parser.add_argument("--peers-size", type=int, default=200, help="files for the peers")
    parser.add_argument("--peers-python", type=Path, help="an interpreter that has the peers")
    parser.add_argument("--kills", type=int, default=10, help="moments of kill -9")
    parser.add_argument("--kill-size", type=int, default=2000, help="submissions of the scans that are killed")
    parser.add_argument("--unit", type=int, default=5000, help="submissions of which one file changes")
    parser.add_argument("--worst", type=int, default=5000, help="texts of the worst cases")
    parser.add_argument("--large-bytes", type=int, default=5_000_000, help="size of the one long text")
    parser.add_argument("--work", type=Path, help="folder where units are made and kept for the next time")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
