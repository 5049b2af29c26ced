"""Both sides of a passage and what differs between them, in the units of the page's script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detector.writers.differences import Span, differences
from detector.writers.html.texts import Offset, utf16_offset


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text as the page shows it, and the map of its characters to the script's units."""

    text: str
    offset: Offset

    @classmethod
    def of(cls, text: str) -> ComparedText:
        """Costs one pass over the text."""
        return cls(text, utf16_offset(text))

    def range(self, span: Span) -> list[int]:
        """Start and end in the script's units."""
        return [self.offset(span[0]), self.offset(span[1])]


def compared(left: ComparedText, left_span: Span, right: ComparedText, right_span: Span) -> dict[str, Any]:
    """``left`` and ``right`` of a passage; ``edits`` and ``moved``: flat starts and ends; ``compared``: were they."""
    found = differences(left.text[slice(*left_span)], right.text[slice(*right_span)])
    return {
        "left": left.range(left_span),
        "right": right.range(right_span),
        "edits": {"left": _flat(left, left_span, found.left), "right": _flat(right, right_span, found.right)},
        "moved": {
            "left": _flat(left, left_span, found.moved_left),
            "right": _flat(right, right_span, found.moved_right),
        },
        "compared": found.is_compared,
    }


def _flat(side: ComparedText, passage: Span, spans: Sequence[Span]) -> list[int]:
    return [value for start, end in spans for value in side.range((passage[0] + start, passage[0] + end))]
