"""The contract of a signal: columns in, one column out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detector.corpus import Bools, Corpus, Floats


@dataclass(frozen=True, slots=True)
class Signal:
    """A measure of each submission.

    Attributes:
        name: of the measure in `Submission.measures`, tables and exports; lower case, with underscores.
        measure: ``(corpus, printed) -> float64[documents]``; `printed` is bool[sentences], lines of the form; NaN where
            the signal says nothing about a document.
    """

    name: str
    measure: Callable[[Corpus, Bools], Floats]
