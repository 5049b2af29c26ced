"""What the table of faults is made with: a small unit, the program as a process, small disks, people without rights."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from detector.errors import DetectorError
from detector.storage import load
from detector.storage.decisions import Decision, Subject
from detector.storage.verify import verify
from tests.commands.conftest import TEXTS

ROOT = Path(__file__).parents[3]
# The lock, what fills a small disk, and what only makes the next scan quicker.
_NOT_RESULTS = ("run.lock", "filler", "read.sqlite", "read.sqlite-journal")
DECIDED = Decision("Hoa", Subject("an|", "k1"), Subject("bình|", "k2"), "rewrite")
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", "--")


class CannotBeMadeError(Exception):
    """A fault that cannot be made on this computer, and why."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A finished process; `said` is the last line of what it printed as an error."""

    status: int
    output: str
    said: str


def unit(folder: Path, copies: int = 1) -> Path:
    """Four short texts, `copies` times with other figures."""
    folder.mkdir(parents=True)
    for number in range(copies):
        for name, text in TEXTS.items():
            changed = text if number == 0 else text.replace("Họ và tên: ", f"Họ và tên: Người {number} ")
            (folder / f"{number:03}_{name}").write_text(changed, encoding="utf-8")
    return folder


def detector(*arguments: object, before: Sequence[str] = (), **variables: str) -> Ended:
    """The program, to its end, in English unless the arguments say otherwise."""
    words = [*map(str, arguments), *(() if "--lang" in arguments else ("--lang", "en"))]
    done = subprocess.run(
        [*before, sys.executable, "-m", "detector", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return Ended(done.returncode, done.stdout, lines[-1] if lines else "")


def dies_once(task: tuple[int, str]) -> int:
    """The number of the task; the process that has number 3 first is killed."""
    number, mark = task
    if number == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), 9)
    return number


def started(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Python code in a process of its own group, to be killed."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def killed(code: str, arguments: Sequence[object], times: int) -> Iterator[int]:
    """Runs the code to its end once, then kills it with -9 at a random moment of that time; yields after each.

    The code prints a line when what is to be killed begins.
    """
    seconds, chance = _seconds_of(code, arguments), random.Random(7)
    for number in range(times):
        process = started(code, *arguments)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds * (number + chance.random()) / times)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        yield number


def _seconds_of(code: str, arguments: Sequence[object]) -> float:
    process = started(code, *arguments)
    assert process.stdout is not None
    process.stdout.readline()
    start = time.perf_counter()
    process.communicate()
    return time.perf_counter() - start


def below(top: Path, levels: int, name: str) -> None:
    """Folders of that name in one another below `top`, the last with a text."""
    at = os.open(top, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=at)
        deeper = os.open(name, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = deeper
    text = os.open("x.txt", os.O_CREAT | os.O_WRONLY, dir_fd=at)
    os.write(text, "Họ và tên: Lò Văn Páo\nTôi trực 30 ca đêm.".encode())
    os.close(text)
    os.close(at)


def remove(top: Path) -> None:
    """Such folders, which Python cannot remove."""
    subprocess.run(["rm", "-rf", str(top)], check=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of that size at `folder`. Raises `CannotBeMadeError` where this user may not mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotBeMadeError(f"no small disk can be mounted here ({done.stderr.strip() or 'mount failed'})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=False)


def fill(folder: Path, leave: int) -> None:
    """Takes all room of the small disk but `leave` bytes."""
    room = shutil.disk_usage(folder).free - leave
    if room > 0:
        (folder / "filler").write_bytes(bytes(room))


def without_rights() -> Sequence[str]:
    """The words before a command that take the superuser's right to pass file permissions away."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        raise CannotBeMadeError("the superuser passes every permission, and there is no setpriv to stop it")
    return WITHOUT_RIGHTS


def print_of(folder: Path) -> dict[str, str]:
    """Digest of every file of a folder but the lock."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in _NOT_RESULTS)
    return {str(path.relative_to(folder)): blake2b(path.read_bytes(), digest_size=8).hexdigest() for path in files}


def state(run: Path) -> str:
    """Whether the run is whole, in two words."""
    try:
        load(run)
        problems = [problem for one in verify(run) for problem in one.problems]
    except DetectorError as error:
        return f"not readable: {error}"
    return f"not whole: {problems[0]}" if problems else "whole"


def large_word_file(runs: int) -> bytes:
    import random

    from tests.readers.make import docx

    chance = random.Random(3)
    tags = "".join(f'<w:r w:x="{chance.getrandbits(40):x}"/>' for _ in range(runs))
    return docx(f"<w:p>{tags}<w:r><w:t>Tôi trồng bốn mươi gốc hoa quanh sân trường.</w:t></w:r></w:p>")
