"""Tasks on Spark that fail twice: their process dies, then they raise; the third attempt is the one that counts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from detector.units.spark import scan as on_spark

STAGES = ("analyse_unit", "judge_batch")
MASTER = "local[{cores}, 3]"  # with three attempts


@contextmanager
def failing_twice(folder: Path) -> Iterator[None]:
    """Every task of the two heavy parts of a scan inside; each attempt leaves a file in `folder`."""
    usual = {name: getattr(on_spark, name) for name in STAGES}
    try:
        for name, function in usual.items():
            setattr(on_spark, name, partial(_attempt, name, function, folder))
        yield
    finally:
        for name, function in usual.items():
            setattr(on_spark, name, function)


def _attempt(stage: str, function: Any, folder: Path, *given: Any) -> Iterator[Any]:
    from pyspark import TaskContext

    attempt = TaskContext.get().attemptNumber()
    (folder / f"{stage}{attempt}").touch()
    if attempt == 0:
        os._exit(1)
    if attempt == 1:
        raise RuntimeError
    yield from function(*given)
