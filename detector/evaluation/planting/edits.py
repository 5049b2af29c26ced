"""Replacements in a text that know where everything else has gone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from detector.documents import Span


class Edit(NamedTuple):
    """Characters `start` to `end` become `text`; an empty range inserts."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after its edits.

    Attributes:
        edits: sorted, without overlap, in characters of the text before.
        shifts: how far everything from the end of each edit on has moved.
    """

    text: str
    edits: tuple[Edit, ...]
    shifts: tuple[int, ...]

    def span(self, before: Span) -> Span:
        """Where a range of the text before is now; what was inserted at its edges stays outside."""
        return Span(self._moved(before.start, is_start=True), self._moved(before.end, is_start=False))

    def _moved(self, position: int, *, is_start: bool) -> int:
        row = bisect_right(self.edits, (position, position, "\U0010ffff")) - 1
        if not is_start:
            while row >= 0 and self.edits[row].start == position:
                row -= 1
        if row < 0:
            return position
        edit, shift = self.edits[row], self.shifts[row]
        if position >= edit.end and not (is_start and edit.start == position < edit.end):
            return position + shift
        new_end = edit.end + shift
        return new_end - len(edit.text) if is_start else new_end


def apply_edits(text: str, edits: Iterable[Edit]) -> Edited:
    """Raises `ValueError` for edits that overlap; edits that change nothing are left out."""
    ordered = tuple(sorted(edit for edit in edits if text[edit.start : edit.end] != edit.text))
    parts, shifts, at, shift = [], [], 0, 0
    for edit in ordered:
        if edit.start < at:
            raise ValueError(f"overlapping edits at {edit.start}")
        parts += [text[at : edit.start], edit.text]
        at = edit.end
        shift += len(edit.text) - (edit.end - edit.start)
        shifts.append(shift)
    return Edited("".join([*parts, text[at:]]), ordered, tuple(shifts))
