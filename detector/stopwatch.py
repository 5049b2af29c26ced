"""How long each stage of a scan takes, and who is told of its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Stopwatch:
    """Seconds by stage, who is told of progress, and what is to be done at the end of each stage."""

    progress: Progress | None = None
    at_end: Callable[[str], None] | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what happens inside."""
        start = perf_counter()
        self.tell(name, 0, 0)
        try:
            yield
            if self.at_end:
                self.at_end(name)
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start

    def tell(self, name: str, done: int, total: int) -> None:
        """`done` of `total` in this stage; total 0 where it cannot be said."""
        if self.progress:
            self.progress(name, done, total)
