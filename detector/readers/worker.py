"""The process that reads risky files: tasks come in on stdin, events go out on stdout, both pickled.

Started by `isolate`, never by people. Imports what readers need and nothing else of the package.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import pickle
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from detector.collector import collect_seldom
from detector.documents import SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers.extract import Event, extract_file, failure
from detector.readers.limits import bound_memory, result_of_ours, too_large
from detector.result_files import has_mark
from detector.settings import Settings

MEMORY_BYTES = 900_000_000  # above what the idle worker has
_WORTH_COLLECTING_SECONDS = 0.02  # a collection takes a quarter of a thousandth; after less work there is little of it
_TOGETHER_SECONDS = 0.05
_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker is there and waits for a task: sent once at the start and after the last event of each task."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file.

    Attributes:
        skip: parts of an archive that were dealt with in an earlier attempt.
        bytes: its size where it is known, so that nobody asks again.
    """

    path: str
    settings: Settings
    skip: frozenset[str] = frozenset()
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Tasks:
    """Small files that are read one after the other; what comes of some of them is sent together."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """The events of each of the next tasks."""

    events: tuple[tuple[Any, ...], ...]


def read_task(task: Task) -> Iterator[Event]:
    """Events of one file on disk."""
    path = Path(task.path)
    try:
        data = _load(path, task.settings)
    except Exception as error:
        yield failure("", error)
    else:
        yield from extract_file(path.name, data, task.settings, skip=task.skip)


def _load(path: Path, settings: Settings) -> bytes:
    limit = settings.max_archive_bytes if path.suffix.lower() == ".zip" else settings.max_file_bytes
    try:
        if path.stat().st_size > limit:
            with path.open("rb") as stream:
                raise (
                    result_of_ours()
                    if has_mark(path.name, stream)
                    else too_large(N_("more than {limit:,} bytes").format(limit=limit))
                )
        return path.read_bytes()
    except OSError as error:
        raise no_access(error) from error


_CLOSED = N_("Cannot be opened ({reason}). Check the permissions and that it exists.")


def no_access(error: OSError) -> ReadError:
    return ReadError(
        SkipReason.NO_ACCESS,
        _CLOSED.format(reason=error.strerror or type(error).__name__),
    )


def serve(target: str) -> None:
    """Answers tasks with the events of the function `target` (``module:name``) until stdin ends."""
    tasks, events = _take_pipes()
    module, _, name = target.partition(":")
    read: Callable[[Task], Iterator[Any]] = getattr(import_module(module), name)
    _prepare()
    send(events, Ready())
    while (task := receive(tasks)) is not None:
        if isinstance(task, Tasks):
            _answer_together(read, task, events)
            continue
        # should the parent be gone: no file holds the machine for ever
        deadline = task.settings.file_timeout_seconds + 30
        begun = time.perf_counter()
        faulthandler.dump_traceback_later(deadline, exit=True)
        for event in _guarded(read, task):
            send(events, event)
            faulthandler.dump_traceback_later(deadline, exit=True)
        faulthandler.cancel_dump_traceback_later()
        send(events, Ready())
        if time.perf_counter() - begun > _WORTH_COLLECTING_SECONDS:
            _collect()


def _answer_together(read: Callable[[Task], Iterator[Any]], given: Tasks, events: IO[bytes]) -> None:
    """Sends what was read whenever some time has passed."""
    ready: list[tuple[Any, ...]] = []
    begun = time.perf_counter()
    for task in given.tasks:
        if not ready:
            faulthandler.dump_traceback_later(task.settings.file_timeout_seconds + 30, exit=True)
        ready.append(tuple(_guarded(read, task)))
        if time.perf_counter() - begun > _TOGETHER_SECONDS:
            send(events, Several(tuple(ready)))
            ready.clear()
            _collect()
            begun = time.perf_counter()
    faulthandler.cancel_dump_traceback_later()
    send(events, Several(tuple(ready)))
    send(events, Ready())


def _guarded(read: Callable[[Task], Iterator[Any]], task: Task) -> Iterator[Any]:
    try:
        yield from read(task)
    except Exception as error:
        yield failure("", error)


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent, out of reach of libraries that print; stdin and stdout become nothing."""
    tasks, events = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nothing, descriptor)
    return tasks, events


def _prepare() -> None:
    """Imports what most files need before the memory bound is laid on top of it."""
    from detector.readers.registry import all_readers

    all_readers()
    collect_seldom()
    _collect()
    bound_memory(MEMORY_BYTES)


def _collect() -> None:
    """Between two files: what is left are modules and tables, also those that the last file was the first to need."""
    gc.collect()
    gc.freeze()  # so that the next time looks at the objects of the next file only


def send(stream: IO[bytes], message: object) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message, or None at the end of the stream, also in the middle of a message."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    return pickle.loads(data) if len(data) == size else None
