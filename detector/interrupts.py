"""Ctrl-C on the command line is never lost and never answered with a traceback.

Python drops a `KeyboardInterrupt` that is raised inside a weak reference's callback, a finalizer or a callback of a C
library: the command would go on as if nobody had pressed anything. So the signal is also remembered, and asked for
wherever progress is reported and at the end.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

_asked = False
_held = False


def asked() -> bool:
    """Whether Ctrl-C was pressed in the command line under way."""
    return _asked


def check() -> None:
    """Raises KeyboardInterrupt in the main thread once Ctrl-C was pressed, also where the first one was dropped."""
    if _asked and current_thread() is main_thread():
        raise KeyboardInterrupt


def hold() -> None:
    """From now on Ctrl-C is remembered and does nothing: while the command line is imported, or prints its end."""
    _install(_remember)


def end() -> None:
    """Everything is written and said: from now on Ctrl-C ends the process at once."""
    _install(signal.SIG_DFL)


@contextmanager
def answered() -> Iterator[None]:
    """Inside, Ctrl-C raises KeyboardInterrupt, at once if it was held before; afterwards it is only remembered."""
    hook = sys.unraisablehook
    sys.unraisablehook = lambda dropped: None if dropped.exc_type is KeyboardInterrupt else hook(dropped)
    _install(_raise)
    try:
        check()
        yield
    finally:
        hold()
        sys.unraisablehook = hook


@contextmanager
def held() -> Iterator[None]:
    """Inside, Ctrl-C waits: for steps that leave something behind when they are cut, as a process that nobody knows."""
    global _held
    _held = True
    try:
        yield
    finally:
        _held = False
    check()


@contextmanager
def remembered() -> Iterator[None]:
    """Around all of a command line: what answered Ctrl-C before does so again afterwards."""
    global _asked
    before = signal.getsignal(signal.SIGINT)
    _asked = _asked and before is _remember
    hold()
    try:
        yield
    finally:
        if callable(before) or before in (signal.SIG_DFL, signal.SIG_IGN):
            _install(before)


@contextmanager
def not_inherited() -> Iterator[None]:
    """A process that is started inside never gets Ctrl-C, not even before it can refuse it; this one does."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _install(handler: signal.Handlers | object) -> None:
    """Nothing in other threads, and where the caller had SIGINT ignored (a job in the background)."""
    if current_thread() is main_thread() and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, handler)  # type: ignore[arg-type]


def _remember(number: int, frame: FrameType | None) -> None:
    del number, frame
    global _asked
    _asked = True


def _raise(number: int, frame: FrameType | None) -> None:
    _remember(number, frame)
    if not _held:
        raise KeyboardInterrupt
