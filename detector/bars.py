"""Progress bars for stages that take longer than a second: on a terminal, or in a notebook."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from detector.checks import check_function
from detector.errors import InputError
from detector.interrupts import check
from detector.language import N_

_SHOWN_AFTER_SECONDS = 1.0


@contextmanager
def stage_bars(
    *, always: bool = False, quiet: bool = False, name: Callable[[str], str] = str
) -> Iterator[Callable[[str, int, int], None]]:
    """A function to call with (stage, done, total); each stage has its own bar, drawn only if it lasts.

    Without `always` nothing is drawn where stderr is no terminal; with `quiet` nowhere. `name` says a stage in words.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without ipywidgets a notebook gets bars of characters
        from tqdm.auto import tqdm

    disable = True if quiet else False if always else None
    bars: dict[str, Any] = {}  # at most one, of the stage under way

    def tell(stage: str, done: int, total: int) -> None:
        check()
        if stage not in bars:
            close()
            bars[stage] = tqdm(
                desc=name(stage), delay=_SHOWN_AFTER_SECONDS, file=sys.stderr, leave=False, disable=disable
            )
        bars[stage].total = total or None
        bars[stage].update(max(0, done - bars[stage].n))

    def close() -> None:
        while bars:
            bars.popitem()[1].close()

    try:
        yield tell
    finally:
        close()


_NOT_CALLED = N_("progress: expected a function of (stage, done, total) or True, got {given}.")


@contextmanager
def drawn(progress: Callable[[str, int, int], None] | bool | None) -> Iterator[Callable[[str, int, int], None] | None]:
    """The function to call: that of the caller, bars for True, none for None and False. Raises `InputError`."""
    if progress is True:
        with stage_bars(always=True) as tell:
            yield tell
    elif progress is None or progress is False:
        yield None
    elif callable(progress):
        check_function("progress", progress, ("stage", "done", "total"))
        yield progress
    else:
        raise InputError(_NOT_CALLED.format(given=type(progress).__name__))
