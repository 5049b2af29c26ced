"""Marks of a submission made anew from the provenance of its syllables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from detector.corpus import Bools, Provenance
from detector.report import Mark
from detector.text.syllables import Syllables


def covered(syllables: Syllables, ranges: Iterable[tuple[int, int]]) -> Bools:
    """Syllables that begin in one of these ranges of characters, bool[syllables]."""
    inside = np.zeros(len(syllables), bool)
    for start, end in ranges:
        inside[syllables.inside(start, end)] = True
    return inside


def repainted(text: str, syllables: Syllables, marks: Iterable[Mark], shared: Bools) -> tuple[Mark, ...]:
    """The marks with the `shared` syllables (bool[syllables]) of ``own`` runs as ``shared`` ones."""
    joined: list[Mark] = []
    for mark in marks:
        for piece in _pieces(text, syllables, mark, shared):
            if joined and joined[-1].kind == piece.kind:
                joined[-1] = Mark(joined[-1].start, piece.end, piece.kind)
            else:
                joined.append(piece)
    return tuple(joined)


def _pieces(text: str, syllables: Syllables, mark: Mark, shared: Bools) -> Iterator[Mark]:
    inside = syllables.inside(mark.start, mark.end)
    flags = shared[inside]
    if mark.kind != Provenance.OWN.key or not flags.any():
        yield mark
        return
    firsts = np.flatnonzero(np.diff(flags, prepend=not flags[0]))
    start = mark.start
    for first, last in zip(firsts.tolist(), [*firsts[1:].tolist(), len(flags)], strict=True):
        following = int(syllables.starts[inside.start + last]) if last < len(flags) else None
        end = mark.end if following is None else _end(text, int(syllables.ends[inside.start + last - 1]), following)
        yield Mark(start, end, (Provenance.SHARED if flags[first] else Provenance.OWN).key)
        start = following or end


def _end(text: str, end: int, following: int) -> int:
    """With the punctuation that hangs on the last syllable."""
    while end < following and not text[end].isspace() and text[end] not in "([{“‘":
        end += 1
    return end
