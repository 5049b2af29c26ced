"""A thousand mutations of a run file, each put to every command that takes a run.

    python -m tests.benchmarks.faults.mutations --count 1000 --kept mutations.jsonl

Every mutation is a fork of this process, which has imported everything once: about a second of computing, and a
crash or an endless loop ends that one alone. Odd seeds run in Vietnamese. A line of --kept is one seed; what stands
there already is not done again. Prints faults as they come; exit status 1 if there is one. POSIX only.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.storage.mutated_runs import Called, commands, faults, mutated, recorded_run

LANGUAGES = ("en", "vi")
SECONDS = 300  # a hundred times what the slowest of the first thousand took


@dataclass(frozen=True, slots=True)
class Tried:
    """One mutation: the commands that ended with status 0, and what went wrong in which."""

    seed: int
    ended: list[str]
    faults: dict[str, str]


def tried(seeds: range, kept: Path) -> Iterator[Tried]:
    """Each seed, from `kept` or made now and appended to it."""
    known = {one.seed: one for one in _kept(kept)}
    with tempfile.TemporaryDirectory(prefix="fault-mutations-") as folder:
        whole = (recorded_run(Path(folder) / "source") / "run.sqlite").read_bytes()
        _prepare(Path(folder), whole)
        for seed in seeds:
            if seed not in known:
                known[seed] = _in_a_fork(Path(folder), whole, seed)
                with kept.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(asdict(known[seed]), ensure_ascii=False) + "\n")
            yield known[seed]


def summary(found: list[Tried]) -> str:
    """In a line, for the table of faults."""
    wrong = [f"{name} {one.seed}" for one in found for name in one.faults]
    ended = Counter(name for one in found for name in one.ended)
    counts = ", ".join(f"{name} {count}" for name, count in sorted(ended.items()))
    return f"{len(found)} files: {len(wrong)} faults {wrong[:5]}; ended with status 0: {counts}"


def _kept(path: Path) -> list[Tried]:
    if not path.exists():
        return []
    return [Tried(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _prepare(folder: Path, whole: bytes) -> None:
    """Imports what the commands import, with the file as it was written: any fault here is one of this script."""
    found = _of_all_commands(folder, whole, "en")
    assert not faults(found), faults(found)
    assert all(one.status == 0 for one in found.values()), found


def _in_a_fork(folder: Path, whole: bytes, seed: int) -> Tried:
    answer = folder / "answer.json"
    answer.unlink(missing_ok=True)
    pid = os.fork()
    if not pid:
        _be_the_fork(folder, answer, whole, seed)
    status = _waited(pid)
    if status or not answer.exists():
        return Tried(seed, [], {"all": f"the process ended with status {status}"})
    return Tried(**json.loads(answer.read_text(encoding="utf-8")))


def _be_the_fork(folder: Path, answer: Path, whole: bytes, seed: int) -> None:
    """The whole life of the child, in a group of its own."""
    status = 1
    try:
        os.setpgid(0, 0)
        lang = LANGUAGES[seed % 2]
        found = _of_all_commands(folder, mutated(whole, seed), lang)
        made = Tried(seed, [name for name, one in found.items() if one.status == 0], faults(found, lang))
        answer.write_text(json.dumps(asdict(made)), encoding="utf-8")
        status = 0
    finally:
        os._exit(status)


def _of_all_commands(folder: Path, content: bytes, lang: str) -> dict[str, Called]:
    with tempfile.TemporaryDirectory(dir=folder) as work:
        run = Path(work) / "run"
        run.mkdir()
        (run / "run.sqlite").write_bytes(content)
        return dict(commands(run, Path(work) / "out", lang))


def _waited(pid: int) -> int:
    """The status of the child, negative for a signal; one that takes too long is killed with its group."""
    deadline = time.monotonic() + SECONDS
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.killpg(pid, signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.01)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--kept", type=Path, required=True)
    options = parser.parse_args()
    found = []
    for one in tried(range(options.first, options.first + options.count), options.kept):
        found.append(one)
        for name, said in one.faults.items():
            print(f"seed {one.seed}, {name}:\n{said}", flush=True)
        if len(found) % 50 == 0:
            print(f"{len(found)} of {options.count}", flush=True)
    print(summary(found))
    return int(any(one.faults for one in found))


if __name__ == "__main__":
    sys.exit(main())
