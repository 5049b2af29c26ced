"""A text on its way to becoming a copy: what of it came from whom survives every further edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detector.documents import Document, Span
from detector.evaluation.planting.edits import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class Taken:
    """Characters of the draft and the characters of the source that they were taken from."""

    copy: Span
    source_id: str
    source: Span


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` and its passages, in order; `earlier` is a new text of last year, for copies of oneself."""

    text: str
    passages: tuple[Taken, ...] = ()
    earlier: Document | None = None

    def edited(self, edits: Iterable[Edit]) -> Draft:
        """The draft after edits of its text; a passage that vanished is dropped."""
        edited = apply_edits(self.text, edits)
        moved = (replace(taken, copy=edited.span(taken.copy)) for taken in self.passages)
        return replace(self, text=edited.text, passages=tuple(taken for taken in moved if len(taken.copy) > 0))
