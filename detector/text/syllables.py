"""The syllables of one text, cut as a scan cuts them: for figures that are worked out again from a finished report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detector.corpus import Ints
from detector.text.fold import SYLLABLE, canonical, fold


@dataclass(frozen=True, slots=True)
class Syllables:
    """Half-open characters of the text, int32[n] each, and the folded words."""

    starts: Ints
    ends: Ints
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)

    def inside(self, start: int, end: int) -> slice:
        """The syllables that begin in a range of characters."""
        first, last = np.searchsorted(self.starts, [start, end]).tolist()
        return slice(first, last)


def syllables_of(text: str) -> Syllables:
    """About 0.5 ms a page."""
    folded = fold(text)
    spans = [match.span() for match in SYLLABLE.finditer(folded.text)]
    first = np.array([start for start, _ in spans], dtype=np.int64)
    last = np.array([end for _, end in spans], dtype=np.int64) - 1
    words = tuple(canonical(folded.text[start:end]) for start, end in spans)
    return Syllables(folded.starts[first].astype(np.int32), folded.ends[last].astype(np.int32), words)
