"""A few long-lived worker processes, each given one file at a time, killed and replaced when one hangs or crashes.

Small Word files are given some at a time, which saves more than half of what handing them over costs. Where one of
these hangs or crashes, those that no answer has come for are given again, one at a time.
"""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue

from detector.documents import SkipReason
from detector.language import N_
from detector.readers.base import Failure
from detector.readers.extract import Begin, End, Event
from detector.readers.process import Process, end, kill, post, start, wait
from detector.readers.registry import suffix_of
from detector.readers.worker import Ready, Several, Task, Tasks

READ_TASK = "detector.readers.worker:read_task"
_MAX_BREAKDOWNS = 5  # members of one archive that may hang or crash before the rest of it is given up
# Then a fresh one, as memory that C libraries do not give back adds up. To start one costs as much as 200 small files
_BYTES_PER_WORKER = 60_000_000
_LEAST_FILE_BYTES = 10_000
_LIGHT_BYTES = 100_000  # up to which a Word file is given together with others, so many of them:
_MOST_TOGETHER = 32


@dataclass(frozen=True, slots=True)
class _Portion:
    """Numbered tasks for one process, and what their files weigh together."""

    tasks: list[tuple[int, Task]]
    bytes: int


@dataclass(frozen=True, slots=True)
class _Fleet:
    """What the threads of one call share; `processes` are those alive, to be killed on the way out."""

    tasks: SimpleQueue[_Portion]
    results: SimpleQueue[tuple[int, list[Event]] | BaseException]
    folder: str
    target: str
    stop: threading.Event = field(default_factory=threading.Event)
    processes: set[Process] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)


def read_all(tasks: Sequence[Task], *, jobs: int, target: str = READ_TASK) -> list[list[Event]]:
    """The events of each task, in the tasks' order."""
    results: list[list[Event]] = [[] for _ in tasks]
    for index, events in each_result(tasks, jobs=jobs, target=target):
        results[index] = events
    return results


def each_result(
    tasks: Sequence[Task], *, jobs: int, target: str = READ_TASK
) -> Generator[tuple[int, list[Event]], None, None]:
    """The row of each task and its events, as they are ready; no process is started for no tasks.

    When it is closed, or on any exception here, Ctrl-C included, the workers are killed.
    """
    if not tasks:
        return
    with tempfile.TemporaryDirectory(prefix="detector-", ignore_cleanup_errors=True) as folder:
        fleet = _Fleet(SimpleQueue(), SimpleQueue(), folder, target)
        for portion in _together(tasks, jobs):
            fleet.tasks.put(portion)
        with _running_threads(fleet, min(jobs, len(tasks))):
            for _ in tasks:
                yield _next_result(fleet)


def _together(tasks: Sequence[Task], jobs: int) -> Iterator[_Portion]:
    """The numbered tasks in portions: small Word files in a row, as many as leave work for every process."""
    most = min(_MOST_TOGETHER, max(1, len(tasks) // (4 * jobs)))
    some: list[tuple[int, Task]] = []
    total = 0
    for numbered in enumerate(tasks):
        size = _size(numbered[1])
        is_light = suffix_of(numbered[1].path) == ".docx" and size <= _LIGHT_BYTES
        if some and (len(some) == most or not is_light):
            yield _Portion(some, total)
            some, total = [], 0
        if is_light:
            some.append(numbered)
            total += size
        else:
            yield _Portion([numbered], size)
    if some:
        yield _Portion(some, total)


@contextlib.contextmanager
def _running_threads(fleet: _Fleet, count: int) -> Iterator[None]:
    threads = [threading.Thread(target=_work, args=(fleet,), daemon=True) for _ in range(max(count, 1))]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        fleet.stop.set()
        with fleet.lock:
            alive = list(fleet.processes)
        for process in alive:
            kill(process)
        for thread in threads:
            thread.join()


def _next_result(fleet: _Fleet) -> tuple[int, list[Event]]:
    while True:
        try:
            result = fleet.results.get(timeout=0.5)  # a wait without end cannot be interrupted on Windows
        except Empty:
            continue
        if isinstance(result, BaseException):
            raise result
        return result


def _work(fleet: _Fleet) -> None:
    """One thread with one worker at a time, until the tasks are done."""
    process: Process | None = None
    size = 0
    try:
        while not fleet.stop.is_set():
            portion = fleet.tasks.get_nowait()
            some = portion.tasks
            if size > _BYTES_PER_WORKER:
                _dismiss(fleet, process)
                process, size = None, 0
            size += portion.bytes
            if len(some) > 1:
                some, process = _read_together(fleet, some, process)
            for index, task in some:
                events, process = _read_with_restarts(fleet, task, process)
                fleet.results.put((index, events))
    except Empty:
        pass
    except BaseException as error:
        fleet.results.put(error)
    finally:
        _dismiss(fleet, process)


def _size(task: Task) -> int:
    """Bytes of its file, and as much as any file counts at least."""
    try:
        return _LEAST_FILE_BYTES + (Path(task.path).stat().st_size if task.bytes is None else task.bytes)
    except OSError:
        return _LEAST_FILE_BYTES


def _read_together(
    fleet: _Fleet, some: list[tuple[int, Task]], process: Process | None
) -> tuple[list[tuple[int, Task]], Process | None]:
    """Reads several files; those that are left where one of them broke the worker, which is gone then."""
    process, late = process or _start(fleet), threading.Event()
    seconds = some[0][1].settings.file_timeout_seconds
    post(process, Tasks(tuple(task for _, task in some)))
    while not isinstance(message := wait(process, seconds, late), Ready):
        if not isinstance(message, Several):
            _dismiss(fleet, process)
            return [] if fleet.stop.is_set() else some, None
        for (index, _), events in zip(some, message.events, strict=False):
            fleet.results.put((index, [event for event in events if not isinstance(event, Begin | End)]))
        some = some[len(message.events) :]
    return some, process


def _read_with_restarts(fleet: _Fleet, task: Task, process: Process | None) -> tuple[list[Event], Process | None]:
    """All events of a task; a part that breaks the worker is a `Failure`, and the parts after it are still read."""
    kept: list[Event] = []
    for attempt in range(1, _MAX_BREAKDOWNS + 1):
        process = process or _start(fleet)
        talk = _converse(process, task)
        if talk.broken is None:
            return kept + [event for _, event in talk.events], process
        _dismiss(fleet, process)
        process = None
        kept += [event for part, event in talk.events if part in talk.ended]
        kept.append(replace(talk.broken, part=talk.current))
        if talk.current == "" or fleet.stop.is_set():
            return kept, process
        task = replace(task, skip=task.skip | talk.ended | {talk.current})
        if attempt == _MAX_BREAKDOWNS:
            kept.append(
                Failure(
                    "",
                    SkipReason.DAMAGED,
                    N_("Given up after {attempt} members that could not be read.").format(attempt=attempt),
                )
            )
    return kept, process


@dataclass(frozen=True, slots=True)
class _Talk:
    """What one attempt brought: events with the innermost part they belong to; `broken` if the worker was lost."""

    events: list[tuple[str, Event]]
    ended: frozenset[str]
    current: str
    broken: Failure | None


def _converse(process: Process, task: Task) -> _Talk:
    events: list[tuple[str, Event]] = []
    ended: set[str] = set()
    open_parts = [""]
    late = threading.Event()
    post(process, task)
    while not isinstance(message := wait(process, task.settings.file_timeout_seconds, late), Ready):
        if message is None:
            return _Talk(events, frozenset(ended), open_parts[-1], _breakdown(process, task, late.is_set()))
        if isinstance(message, Begin):
            open_parts.append(message.part)
        elif isinstance(message, End):
            ended.add(open_parts.pop())
        elif not isinstance(message, Several):
            events.append((open_parts[-1], message))
    return _Talk(events, frozenset(ended), "", None)


def _breakdown(process: Process, task: Task, late: bool) -> Failure:
    if late:
        seconds = task.settings.file_timeout_seconds
        return Failure(
            "",
            SkipReason.TIMEOUT,
            N_("Reading took more than {seconds:g} seconds. Open it and save a copy.").format(seconds=seconds),
        )
    status = process.wait()
    return Failure(
        "",
        SkipReason.DAMAGED,
        N_("Reading it crashed (status {status}). Open it and save a copy.").format(status=status),
    )


def _start(fleet: _Fleet) -> Process:
    process = start(fleet.target, fleet.folder)
    with fleet.lock:
        fleet.processes.add(process)
    if fleet.stop.is_set():  # the call ended while this one was starting
        kill(process)
    return process


def _dismiss(fleet: _Fleet, process: Process | None) -> None:
    if process is not None:
        end(process)
        with fleet.lock:
            fleet.processes.discard(process)
