"""What a command costs: seconds, CPU seconds and peak memory of everything it starts. Needs Linux (/proc)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter

ROOT = Path(__file__).parents[3]
_POLL_SECONDS = 0.1  # looking through /proc takes about 3 ms
_PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024
_OWN_CACHE = "DETECTOR_CACHE_DIR"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one command, from its start to its end.

    Attributes:
        cpu: of the command and of every process it waited for.
        peak_mib: private memory of all its processes at the same moment, and the shared pages of one of them; looked
            at every tenth of a second, and never less than what the largest process ever had.
    """

    seconds: float
    cpu: float
    peak_mib: float


def run(command: Sequence[str | Path], *, cache: Path | None = None) -> tuple[Cost, str]:
    """Cost and output; an exit status that is not 0 is a `RuntimeError` with the last lines of the error output."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        begin = perf_counter()
        process = start(command, cache=cache, stdout=out, stderr=errors)
        with _Peak(process.pid) as peak:
            _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))}: status {process.returncode}\n{errors.read()[-2000:]}")
        return Cost(seconds, usage.ru_utime + usage.ru_stime, max(peak.kib, usage.ru_maxrss) / 1024), out.read()


def start(
    command: Sequence[str | Path],
    *,
    cache: Path | None = None,
    stdout: int | object = subprocess.DEVNULL,
    stderr: int | object = subprocess.DEVNULL,
) -> subprocess.Popen[str]:
    """The command as a process group of its own, with this source tree and its own cache of segmented texts."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | ({_OWN_CACHE: str(cache)} if cache else {})
    return subprocess.Popen(
        [*map(str, command)],
        cwd=ROOT,
        env=environment,
        stdout=stdout,  # type: ignore[arg-type]
        stderr=stderr,  # type: ignore[arg-type]
        text=True,
        start_new_session=True,
    )


def python(*arguments: str | Path) -> list[str | Path]:
    """The command that runs this interpreter."""
    return [sys.executable, *arguments]


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Each figure by itself."""
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in ("seconds", "cpu", "peak_mib")))


def floor_seconds(folder: Path) -> float:
    """Reading and hashing every file: what no scan can do without."""
    begin = perf_counter()
    for path in folder.iterdir():
        blake2b(path.read_bytes(), digest_size=16).digest()
    return perf_counter() - begin


def table(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    """Markdown; floats with two figures behind the point, large ones with none."""
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    lines += ["| " + " | ".join(_shown(row.get(name, "")) for name in columns) + " |" for row in rows]
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


class _Peak:
    """Watches the memory of a process and its descendants while the block runs."""

    def __init__(self, root: int) -> None:
        self.kib = 0
        self._root = root
        self._ended = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_POLL_SECONDS):
            pages = [*_pages(_tree(self._root))]
            private = sum(resident - shared for resident, shared in pages)
            self.kib = max(self.kib, (private + max((shared for _, shared in pages), default=0)) * _PAGE_KIB)


def _tree(root: int) -> set[int]:
    children: dict[int, list[int]] = {}
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with suppress(OSError, IndexError):
                after_name = (process / "stat").read_text(errors="replace").rpartition(")")[2]
                children.setdefault(int(after_name.split()[1]), []).append(int(process.name))
    found, waiting = {root}, [root]
    while waiting:
        waiting += (below := children.get(waiting.pop(), []))
        found.update(below)
    return found


def _pages(processes: set[int]) -> Iterator[tuple[int, int]]:
    """(resident, shared) of each that still runs."""
    for process in processes:
        with suppress(OSError, ValueError):
            _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_text().split()
            yield int(resident), int(shared)
