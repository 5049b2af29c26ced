"""The contract of a disguise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from detector.documents import Span
from detector.evaluation.planting.draft import Draft
from detector.evaluation.planting.edits import Edit


@dataclass(frozen=True, slots=True)
class Disguise:
    """A change that hides a copy from plain comparison and leaves it readable.

    Attributes:
        edits: (text, randomness) -> replacements in it; none where the text gives no occasion.
        whole_file: how a file is typed or stored; otherwise only what was copied is changed.
    """

    name: str
    edits: Callable[[str, Random], Iterable[Edit]]
    whole_file: bool = True

    def apply(self, draft: Draft, rng: Random) -> Draft:
        """The disguised draft, its passages still the same words."""
        spans = [Span(0, len(draft.text))] if self.whole_file else [taken.copy for taken in draft.passages]
        return draft.edited(edit for span in spans for edit in self._within(draft.text, span, rng))

    def _within(self, text: str, span: Span, rng: Random) -> Iterable[Edit]:
        found = self.edits(text[span.start : span.end], rng)
        return (Edit(span.start + start, span.start + end, new) for start, end, new in found)


def per_character(change: Callable[[str, Random], str]) -> Callable[[str, Random], Iterable[Edit]]:
    """Edits that look at one character at a time."""
    return lambda text, rng: (Edit(at, at + 1, change(character, rng)) for at, character in enumerate(text))
