"""What is blotted in a text: where, and of which kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BLOT = "█"


class Kind(StrEnum):
    """What stood there. Its blot has one length, so that it says nothing of what it hides."""

    PERSON = "person"
    UNIT = "unit"
    POST = "post"
    NUMBER = "number"

    @property
    def blot(self) -> str:
        """The words that stand in its place."""
        return BLOT * _LENGTHS[self]


_LENGTHS = {Kind.PERSON: 4, Kind.UNIT: 6, Kind.POST: 3, Kind.NUMBER: 5}
# Where two kinds overlap, the one that stands first here wins.
_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, order=True)
class Blotted:
    """Half-open characters of a text."""

    start: int
    end: int
    kind: Kind


def joined(spans: Iterable[Blotted], text: str) -> list[Blotted]:
    """Ascending and apart; what overlaps, or is one kind with only blanks between, becomes one.

    Two blots side by side would say that a name was found in two pieces, and so how many words it has.
    """
    found: list[Blotted] = []
    for span in sorted(spans):
        if found and _is_one(found[-1], span, text):
            last = found[-1]
            found[-1] = Blotted(last.start, max(last.end, span.end), min(last.kind, span.kind, key=_ORDER.__getitem__))
        else:
            found.append(span)
    return found


def _is_one(last: Blotted, span: Blotted, text: str) -> bool:
    if span.start < last.end:
        return True
    return span.kind is last.kind and not text[last.end : span.start].strip(" \u00a0\t-–_.")
