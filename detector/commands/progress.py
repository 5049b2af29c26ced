"""Progress bars on stderr for stages that take longer than a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SHOWN_AFTER_SECONDS = 1.0


@contextmanager
def stage_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A function to tell (stage, done, total) to; each stage has its own bar, drawn only if it lasts."""
    from tqdm import tqdm

    bars: list[tqdm[None]] = []

    def tell(stage: str, done: int, total: int) -> None:
        if not bars or bars[-1].desc != f"{stage}: ":
            close()
            bars.append(tqdm(desc=stage, total=total or None, delay=_SHOWN_AFTER_SECONDS, file=sys.stderr, leave=False))
        bars[-1].total = total or None
        bars[-1].update(max(0, done - bars[-1].n))

    def close() -> None:
        while bars:
            bars.pop().close()

    try:
        yield tell
    finally:
        close()
