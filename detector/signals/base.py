"""The contract of a signal: columns in, one column out; and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from detector.corpus import Bools, Corpus, Floats


class Shown(StrEnum):
    """How a figure is written."""

    NUMBER = "number"  # with one decimal
    COUNT = "count"
    SHARE = "share"  # 0 to 1, in per cent


@dataclass(frozen=True, slots=True)
class Signal:
    """A measure of each submission.

    Attributes:
        name: of the measure in `Submission.measures`, tables and exports; lower case, with underscores.
        measure: ``(corpus, printed) -> float64[documents]``; `printed` is bool[sentences], lines of the form; NaN where
            the signal says nothing about a document. None: `signal_columns` works it out together with others.
        label: its name in words, a message id; "" where people are not shown it.
    """

    name: str
    measure: Callable[[Corpus, Bools], Floats] | None
    label: str = ""
    shown: Shown = Shown.NUMBER
