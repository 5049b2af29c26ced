"""Python's search for objects that hold each other, put off while a great many are made that do not."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def search_put_off() -> Iterator[None]:
    """For seconds at most: rows by the hundred thousand make it look at all of them again and again.

    At 20,000 submissions that was a third of the time of writing the results and a quarter of reading them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def search_seldom() -> None:
    """For processes of our own: such objects are few in a scan, and what it keeps is looked at again each time.

    Of 3,600 sheets it was a tenth of the time of the process that compares.
    """
    gc.set_threshold(50_000, 20, 50)
