"""Would the tests notice a small mistake? A sample of mutants of some rooms, each tried on the tests of its room.

    python tests/benchmarks/mutation.py --seed 1 --count 160 --rooms matching,provenance,text
    python tests/benchmarks/mutation.py --seed 1 --count 160 --only columns.py:88,fold.py:40    these of the same sample

A mutant lives in the memory of one process: no file is changed, and the packages that are not under test are imported
once. A mutant is killed by the first failing test, by an error on import, or by taking much more time than the room
does. Tests of the module's own name come first, then those that import it, then the rest of the room's. mutmut and
cosmic-ray change files or build a second tree, run everything for everything, and know neither a seed nor numpy.

Prints a line for each mutant and a Markdown table; which survivors change nothing is for people to say. Linux only.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

from tests.benchmarks.mutants import edits, mutated

ROOT = Path(__file__).parents[2]
# What they check is time: long, and true or not by what else the machine does.
TIMED = (
    "tests/text/test_columns.py::test_a_megabyte_of_anything_takes_seconds",
    "tests/matching/test_compare.py::test_cost_grows_about_as_the_length_does",
)
HEAVY = (
    "pytest",
    "hypothesis",
    "numpy",
    "scipy.sparse",
    "sklearn.feature_extraction.text",
    "underthesea",
    "lxml.etree",
)
MEMORY_BYTES = 6 * 2**30
SURVIVED, KILLED, TIMEOUT = "survived", "killed", "timeout"


@dataclass(frozen=True, slots=True)
class Mutant:
    path: Path
    number: int
    line: int
    label: str

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} {self.label}"

    @property
    def room(self) -> str:
        return self.path.relative_to(ROOT).parts[1]


class Mutated(SourceFileLoader):
    """Loads a module with one edit made, past its compiled file."""

    number = 0

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002
        return compile(mutated(Path(self.path).read_text(encoding="utf-8"), self.number), self.path, "exec")


class Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        parts = mutant.path.relative_to(ROOT).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self.mutant = mutant

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = Mutated(fullname, str(self.mutant.path))
        loader.number = self.mutant.number
        return spec_from_file_location(fullname, self.mutant.path, loader=loader)


def sample(rooms: Iterable[str], count: int, seed: int) -> list[Mutant]:
    """Spread over the modules by their size, in the order of the files."""
    keyed: list[tuple[float, Mutant]] = []
    for room in rooms:
        for path in sorted((ROOT / "detector" / room).rglob("*.py")):
            found = edits(ast.parse(path.read_text(encoding="utf-8")))
            chance = random.Random(f"{seed} {path.relative_to(ROOT)}")
            shift = chance.random()
            for rank, number in enumerate(chance.sample(range(len(found)), len(found))):
                edit = found[number]
                keyed.append(((rank + shift) / len(found), Mutant(path, number, edit.line, edit.label)))
    drawn = [mutant for _, mutant in sorted(keyed, key=lambda item: item[0])[:count]]
    return sorted(drawn, key=lambda mutant: (mutant.path, mutant.number))


def tests_of(path: Path) -> list[str]:
    """Files of tests for a module: of its own name, those that import it, the others of its room."""
    inside = path.relative_to(ROOT / "detector")
    names = {f"test_{inside.stem}.py", f"test_{inside.parent.name}.py"}
    module = ".".join(("detector", *inside.with_suffix("").parts))
    short = f"from {module.rpartition('.')[0]} import {inside.stem}"
    room = ROOT / "tests" / inside.parts[0]
    near = [
        path for name in ("matching", "provenance", "text") for path in sorted((ROOT / "tests" / name).glob("test_*"))
    ]

    def distance(test: Path) -> int:
        text = test.read_text(encoding="utf-8")
        if test.name in names:
            return 0
        if f"from {module} import" in text or short in text:
            return 1
        return 2 if test.parent == room else 3

    ordered = sorted((distance(test), str(test.relative_to(ROOT))) for test in near)
    return [name for far, name in ordered if far < 3]


def outcome(mutant: Mutant | None, tests: list[str], seconds: float) -> tuple[str, str, float]:
    """What became of it, the test that failed, and seconds of computing; without a mutant, the tests as they are."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        pid = os.fork()
        if not pid:
            _be_the_test_run(mutant, tests, Path(folder), seconds)
        status, used = _waited(pid, begin + 4 * seconds)
        if os.WIFSIGNALED(status):
            by_time = os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
            return (TIMEOUT if by_time else KILLED), f"signal {os.WTERMSIG(status)}", used
        failed = (Path(folder) / "failed").read_text(encoding="utf-8") if (Path(folder) / "failed").exists() else ""
        return (SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED), failed or "import", used


def _waited(pid: int, deadline: float) -> tuple[int, float]:
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return status, usage.ru_utime + usage.ru_stime
        if time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.05)


def _be_the_test_run(mutant: Mutant | None, tests: list[str], folder: Path, seconds: float) -> None:
    """The whole life of the child."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    silent = os.open(folder / "output", os.O_WRONLY | os.O_CREAT)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.environ["DETECTOR_CACHE_DIR"] = str(folder / "cache")
    os.chdir(ROOT)
    status = 1
    try:
        if mutant:
            sys.meta_path.insert(0, Finder(mutant))
        import pytest

        class FirstFailure:
            def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
                if report.failed:
                    (folder / "failed").write_text(report.nodeid, encoding="utf-8")

        without = [f"--deselect={name}" for name in TIMED]
        options = ["-x", "-m", "not slow", "-p", "no:cacheprovider", f"--basetemp={folder / 'temporary'}"]
        status = int(pytest.main([*options, *without, *tests], plugins=[FirstFailure()]))
    finally:
        os._exit(status)


def preload() -> None:
    """Outside packages, so that each child begins with them."""
    for name in HEAVY:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    loaded = [name for name in sys.modules if name == "detector" or name.startswith("detector.")]
    assert not loaded, f"imported before it is mutated: {loaded}"


def time_limits(rooms: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Seconds of computing that a mutant of each room may take: three times what the room's tests take as they are."""
    for room in rooms:
        any_module = next((ROOT / "detector" / room).glob("[!_]*.py"))
        what, failed, used = outcome(None, tests_of(any_module), 900)
        if what != SURVIVED:
            raise SystemExit(f"{room}: the tests fail as they are ({failed}). Mend them first.")
        print(f"{room}: {used:.0f} s of computing for its tests", flush=True)
        yield room, 3 * used + 20


def table(counted: Counter[tuple[str, str]], rooms: Iterable[str]) -> str:
    lines = ["| room | mutants | killed | by time | survived |", "|---|---|---|---|---|"]
    for room in rooms:
        killed, late, alive = (counted[room, what] for what in (KILLED, TIMEOUT, SURVIVED))
        lines.append(f"| {room} | {killed + late + alive} | {killed} | {late} | {alive} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=160)
    parser.add_argument("--rooms", default="matching,provenance,text")
    parser.add_argument("--only", default="", help="parts of names, with commas: only these mutants of the sample")
    arguments = parser.parse_args()
    rooms, wanted = arguments.rooms.split(","), arguments.only.split(",")
    drawn = [one for one in sample(rooms, arguments.count, arguments.seed) if any(part in one.name for part in wanted)]
    preload()
    limits = dict(time_limits(rooms))
    counted: Counter[tuple[str, str]] = Counter()
    for mutant in drawn:
        what, failed, used = outcome(mutant, tests_of(mutant.path), limits[mutant.room])
        counted[mutant.room, what] += 1
        print(f"{what:8} {used:4.0f} s  {mutant.name}" + (f"  [{failed}]" if what != SURVIVED else ""), flush=True)
    print("\n" + table(counted, rooms))
    return 0


if __name__ == "__main__":
    sys.exit(main())
