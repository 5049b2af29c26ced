"""The syllables of one text, cut as a scan cuts them: for figures that are worked out again from a finished report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detector.corpus import Bytes, Ints, Provenance
from detector.submissions import Mark
from detector.text.fold import canonical, fold, syllables_in

_KEYS = [kind.key for kind in Provenance]
_CODES = {kind.key: kind for kind in Provenance}


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
    words, first, stop = syllables_in(folded.text)
    return Syllables(folded.starts[first], folded.ends[stop - 1], tuple(map(canonical, words)))


def classes_of(syllables: Syllables, marks: Iterable[Mark]) -> Bytes:
    """Rows of `Provenance`, uint8[syllables]; what no mark covers is ``own``."""
    classes = np.full(len(syllables), Provenance.OWN, np.uint8)
    for mark in marks:
        classes[syllables.inside(mark.start, mark.end)] = _CODES[mark.kind]
    return classes


def class_keys(syllables: Syllables, marks: Iterable[Mark]) -> list[str]:
    """The same by name."""
    return [_KEYS[kind] for kind in classes_of(syllables, marks).tolist()]
