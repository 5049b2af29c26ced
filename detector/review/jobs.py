"""Scans that run in the background, and how far they are."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock, Thread
from typing import Any

from detector.errors import InputError
from detector.interrupts import not_inherited
from detector.wording import N_

MAX_RUNNING = 2
WAIT = N_("A scan is still running. Wait until it ends, then start the next.")
CANCELLED = N_("The scan was cancelled. Its files are still there.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan is; `total` is 0 where it cannot be said, `error` a sentence with the remedy.

    `files` is what was read, once it is, of a scan that waits for a person to look at it.
    """

    stage: str = "waiting"
    done: int = 0
    total: int = 0
    finished: bool = False
    error: str = ""
    files: tuple[Mapping[str, Any], ...] | None = None

    @property
    def is_running(self) -> bool:
        """Neither done nor failed."""
        return not self.finished and not self.error


class Jobs:
    """Scans by the name of their run; thread-safe."""

    def __init__(self) -> None:
        self._progress: dict[str, Progress] = {}
        self._tasks: dict[str, Mapping[str, Any]] = {}
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._lock = Lock()

    def start(self, name: str, task: Mapping[str, Any]) -> None:
        """Begins a scan. Raises `InputError` if that run is being scanned, or too many are."""
        with self._lock:
            running = self._running()
            if name in running or len(running) >= MAX_RUNNING:
                raise InputError(WAIT)
            self._progress[name], self._tasks[name] = Progress(), task
            with not_inherited():  # the server ends its scans itself
                process = subprocess.Popen(
                    [sys.executable, "-m", "detector.review.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                )
            self._processes[name] = process
        Thread(target=self._follow, args=(name, process, json.dumps(task)), daemon=True).start()

    def progress(self, name: str) -> Progress | None:
        """None for a run that this server has not scanned."""
        with self._lock:
            return self._progress.get(name)

    def task(self, name: str) -> Mapping[str, Any]:
        """What a run was begun with."""
        with self._lock:
            return self._tasks[name]

    def waiting(self) -> list[str]:
        """Names of the runs whose files were read and that nobody has looked at."""
        with self._lock:
            return sorted(name for name, one in self._progress.items() if one.finished and one.files is not None)

    def running(self) -> list[str]:
        """Names of the runs that are being scanned."""
        with self._lock:
            return sorted(self._running())

    def are_full(self) -> bool:
        """Whether so many run that no further one may begin."""
        with self._lock:
            return len(self._running()) >= MAX_RUNNING

    def cancel(self, name: str) -> None:
        """Ends the scan of a run, if there is one; the run file stays as it was."""
        with self._lock:
            process = self._processes.get(name)
            if process is None or not self._progress[name].is_running:
                return
            self._progress[name] = replace(self._progress[name], error=CANCELLED)
            process.terminate()
        process.wait()

    def forget(self, name: str) -> None:
        """After the run was deleted."""
        with self._lock:
            self._progress.pop(name, None)
            self._processes.pop(name, None)

    def stop(self) -> None:
        """Ends the scans that this server began; nothing of an unfinished one is kept."""
        with self._lock:
            for process in self._processes.values():
                if process.poll() is None:
                    process.terminate()

    def _running(self) -> list[str]:
        return [name for name, progress in self._progress.items() if progress.is_running]

    def _follow(self, name: str, process: subprocess.Popen[str], task: str) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with process.stdin as stream:
                stream.write(task)
            for line in process.stdout:
                self._learn(name, process, line)
        except OSError:
            pass  # it died: what it said last is all there is
        process.wait()
        with self._lock:
            # A second scan of the same name may have begun while this process was ending.
            if self._processes.get(name) is process and self._progress[name].is_running:
                words = N_("The scan stopped before it ended. The window where the command runs shows the reason.")
                self._progress[name] = replace(self._progress[name], error=words)

    def _learn(self, name: str, process: subprocess.Popen[str], line: str) -> None:
        try:
            said = json.loads(line)
            with self._lock:
                if self._processes.get(name) is process and self._progress[name].error != CANCELLED:
                    self._progress[name] = replace(self._progress[name], **said)
        except (ValueError, TypeError):
            pass  # a library's own words on stdout
