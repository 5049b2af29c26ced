"""A text in which spans were replaced, and where each character of it went."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from detector.documents import Span


@dataclass(frozen=True, slots=True)
class Replaced:
    """Half-open characters of the original, and what stands there instead."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A text after its replacements.

    Attributes:
        replaced: ascending, apart from one another.
    """

    text: str
    replaced: tuple[Replaced, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False)
    _shifts: tuple[int, ...] = field(default=(0,), repr=False)

    @classmethod
    def of(cls, original: str, replaced: Sequence[Replaced]) -> Moved:
        """`original` with these replacements made."""
        pieces, shifts, done = [], [0], 0
        for one in replaced:
            pieces += [original[done : one.start], one.words]
            shifts.append(shifts[-1] + len(one.words) - (one.end - one.start))
            done = one.end
        text = "".join([*pieces, original[done:]])
        return cls(text, tuple(replaced), tuple(one.start for one in replaced), tuple(shifts))

    def edge(self, at: int) -> int:
        """Where the boundary before character `at` is now; one inside a replacement goes to its end."""
        inside = self._inside(at)
        return inside if inside is not None else at + self._shifts[bisect_right(self._starts, at - 1)]

    def span(self, start: int, end: int) -> Span:
        """A span with what it touches of a replacement in it."""
        place = bisect_right(self._starts, start) - 1
        whole = self.replaced[place] if place >= 0 else None
        if whole is not None and whole.start < start < whole.end:
            start = whole.start
        return Span(self.edge(start), max(self.edge(start), self.edge(end)))

    def _inside(self, at: int) -> int | None:
        place = bisect_right(self._starts, at) - 1
        if place < 0 or not self.replaced[place].start < at < self.replaced[place].end:
            return None
        return self.replaced[place].end + self._shifts[place + 1]
