"""One function over many chunks, in processes where that is faster, with results in the order of the chunks."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import context, parent_process, process
from threading import Lock, Thread
from types import ModuleType, TracebackType
from typing import Any, TypeVar

from detector.interrupts import held, not_inherited

# About 300 submissions. A process costs 0.35 s of CPU to start, 0.5 s with the word cache cold (a model of its own).
WORTH_PROCESSES_CHARACTERS = 1_000_000
_AHEAD = 4  # chunks under way for each process: enough that none waits, few enough that memory stays flat

_Chunk = TypeVar("_Chunk")
_Result = TypeVar("_Result")


class Workers:
    """Up to `jobs` processes, started at the first work that is worth them and kept for the next until the end."""

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._released: ProcessPoolExecutor | None = None

    @property
    def running(self) -> int:
        """Processes that work at the same time, this one where there are no others."""
        return self.jobs if self._pool else 1

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes; what is under way is given up."""
        for pool in (self._pool, self._released):
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        self._pool = self._released = None

    def release(self) -> None:
        """The processes end when they have done what was begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=False)
            self._pool, self._released = None, self._pool

    def begin(self, function: Callable[[_Chunk], _Result], chunks: Sequence[_Chunk]) -> Callable[[], list[_Result]]:
        """Starts what `map` does in processes that run already, and returns what waits for the results.

        Where none run, or one is killed, all is done when the results are asked for.
        """
        under_way: list[Future[_Result]] = []
        if self._pool is not None:
            with suppress(BrokenProcessPool, OSError), held():
                under_way += [self._pool.submit(function, chunk) for chunk in chunks]

        def results() -> list[_Result]:
            with suppress(BrokenProcessPool, CancelledError, OSError):
                if len(under_way) == len(chunks):
                    return [future.result() for future in under_way]
            return [*map(function, chunks)]

        return results

    def map(
        self, function: Callable[[_Chunk], _Result], chunks: Sequence[_Chunk], *, characters: int
    ) -> Iterator[_Result]:
        """``function(chunk)`` of every chunk, in their order; `characters` says how much work there is.

        `function` is of an importable module: processes do not know the caller's script.

        Where processes cannot be started or one is killed (memory), the rest is done in this one.
        """
        done = 0
        if min(self.jobs, len(chunks)) > 1 and (self._pool or characters >= WORTH_PROCESSES_CHARACTERS):
            try:
                for result in self._pooled(function, chunks):
                    yield result
                    done += 1
            except (BrokenProcessPool, OSError):
                self.close()
        yield from map(function, chunks[done:])

    def _pooled(self, function: Callable[[_Chunk], _Result], chunks: Sequence[_Chunk]) -> Iterator[_Result]:
        pool = self._pool = self._pool or ProcessPoolExecutor(
            self.jobs, mp_context=_Context(), initializer=_follow_parent
        )
        under_way: list[Future[_Result]] = []
        try:
            for chunk in chunks:
                with held():  # it may start a process
                    under_way.append(pool.submit(function, chunk))
                if len(under_way) >= _AHEAD * self.jobs:
                    yield under_way.pop(0).result()
            while under_way:
                yield under_way.pop(0).result()
        finally:  # also on Ctrl-C, or where the caller stops early
            for future in under_way:
                future.cancel()


class _Process(context.SpawnProcess):
    """Imports what it is given to do and not the caller's script, which may have no guard around what it runs."""

    @staticmethod
    def _Popen(process_obj: process.BaseProcess) -> Any:  # noqa: N802  # as multiprocessing names it
        with _main_hidden(), not_inherited():
            return context.SpawnProcess._Popen(process_obj)


class _Context(context.SpawnContext):
    Process = _Process


_HIDING = Lock()


@contextmanager
def _main_hidden() -> Iterator[None]:
    """While a process is started: a new interpreter runs ``__main__`` again if it can tell from which file it came."""
    with _HIDING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _follow_parent() -> None:
    """Ctrl-C reaches every process of the terminal; the parent alone answers it. When it is gone, so are these."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
