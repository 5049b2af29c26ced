"""One worker process: starting it, talking to it, ending it together with what it started."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading

from detector.errors import DetectorError
from detector.language import N_
from detector.readers.extract import Event
from detector.readers.worker import Ready, Several, Task, Tasks, receive, send

_START = "import sys; sys.path[:] = sys.argv[2:]; from detector.readers.worker import serve; serve(sys.argv[1])"
_START_SECONDS = 60.0
Process = subprocess.Popen[bytes]


def start(target: str, folder: str) -> Process:
    """A worker that serves `target`, with `folder` for its temporary files; raises `DetectorError` if it cannot run."""
    process = subprocess.Popen(
        [sys.executable, "-c", _START, target, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)},
        start_new_session=os.name == "posix",
    )
    if not isinstance(wait(process, _START_SECONDS, threading.Event()), Ready):
        end(process)
        raise DetectorError(
            N_(
                "The reading process does not start (status {returncode}). Try: {executable} -c "
                "'import detector.readers.worker'"
            ).format(returncode=process.returncode, executable=sys.executable)
        )
    return process


def post(process: Process, task: Task | Tasks) -> None:
    assert process.stdin is not None
    with contextlib.suppress(OSError):  # a dead worker shows when its answer is read
        send(process.stdin, task)


def wait(process: Process, seconds: float, late: threading.Event) -> Ready | Event | Several | None:
    """The next message; None if the worker died or was killed after `seconds`, which sets `late`."""
    assert process.stdout is not None
    timer = threading.Timer(seconds, _give_up, (process, late))
    timer.daemon = True
    timer.start()
    try:
        message: Ready | Event | Several | None = receive(process.stdout)
    except (OSError, pickle.UnpicklingError, EOFError, MemoryError):
        message = None
    finally:
        timer.cancel()
    return message


def end(process: Process) -> None:
    """Ends the worker for good and closes its pipes."""
    kill(process)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def kill(process: Process) -> None:
    """The worker and the programs that it started."""
    with contextlib.suppress(OSError):
        if os.name == "posix" and process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()


def _give_up(process: Process, late: threading.Event) -> None:
    late.set()
    kill(process)
