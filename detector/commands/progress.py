"""Progress bars on a terminal for stages that take longer than a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SHOWN_AFTER_SECONDS = 1.0


@contextmanager
def stage_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A function to tell (stage, done, total) to; each stage has its own bar, drawn only if it lasts."""
    from tqdm import tqdm

    bars: dict[str, tqdm[None]] = {}  # at most one, of the stage under way

    def tell(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            close()
            # `disable=None`: nothing where stderr is no terminal
            bars[stage] = tqdm(desc=stage, delay=_SHOWN_AFTER_SECONDS, file=sys.stderr, leave=False, disable=None)
        bars[stage].total = total or None
        bars[stage].update(max(0, done - bars[stage].n))

    def close() -> None:
        while bars:
            bars.popitem()[1].close()

    try:
        yield tell
    finally:
        close()
