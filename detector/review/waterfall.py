"""Why a pair is shown, as a sum that starts with all common words and takes away what explains itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from detector.review.index import PairRow, PassageRow
from detector.review.rescoring.stored import StoredText, read_text
from detector.review.state import View

# Runs of this many words are "in common"; single words are in every text.
RUN = 4


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Syllables of the left text, step by step.

    Attributes:
        common: in common with the right text, print included.
        steps: (class, syllables taken away), in order; classes as painted, ``elsewhere`` for runs outside passages.
        left: what remains inside the passages: rare in this unit.
    """

    common: int
    steps: tuple[tuple[str, int], ...]
    left: int


def waterfall(connection: Connection, view: View, pair: PairRow, passages: Sequence[PassageRow]) -> Waterfall:
    """Both texts are read; about 3 ms."""
    left, right = read_text(connection, pair.left), read_text(connection, pair.right)
    inside = {at for one in passages for at in left.inside(one.left.start, one.left.end)}
    counted = _in_common(left, right) | inside
    excluded = {at for start, end, _ in view.overlay.spans.get(pair.left, ()) for at in left.inside(start, end)}
    kinds = Counter(_kind(at, left, inside, excluded) for at in counted)
    steps = tuple((kind, kinds[kind]) for kind in ("form", "rule", "common", "elsewhere", "excluded"))
    return Waterfall(len(counted), steps, kinds["rare"])


def _kind(at: int, tokens: StoredText, inside: Iterable[int], excluded: Iterable[int]) -> str:
    if tokens.classes[at] in ("form", "rule"):
        return tokens.classes[at]
    if at in excluded:
        return "excluded"
    if tokens.classes[at] == "common":
        return "common"
    return "rare" if at in inside else "elsewhere"


def _in_common(left: StoredText, right: StoredText) -> set[int]:
    theirs = {tuple(right.words[at : at + RUN]) for at in range(len(right.words) - RUN + 1)}
    starts = (at for at in range(len(left.words) - RUN + 1) if tuple(left.words[at : at + RUN]) in theirs)
    return {at for start in starts for at in range(start, start + RUN)}
