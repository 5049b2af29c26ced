"""Figures of the charts, in the units of their SVG; the templates draw them without inline styles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from detector.review.index import SubmissionRow
from detector.review.state import View
from detector.writers.html.payload import CLASSES

BAR_CLASSES = (*CLASSES[:5], "allowed", *CLASSES[5:])
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stacked bar; `start` and `size` are per cent."""

    kind: str
    start: float
    size: float


def bar(shares: Mapping[str, float]) -> list[Piece]:
    """Shares in a row, in the order of the legend."""
    pieces, start = [], 0.0
    for kind in BAR_CLASSES:
        size = round(100 * shares.get(kind, 0.0), 3)
        if size > 0:
            pieces.append(Piece(kind, round(start, 3), size))
            start += size
    return pieces


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the provenance chart: one submission, or the mean of several neighbours."""

    pieces: Sequence[Piece]
    rows: Sequence[int]


def provenance(outcomes: Sequence[SubmissionRow]) -> list[Column]:
    """Most shared text first; at most `MAX_COLUMNS` columns."""
    ordered = sorted(outcomes, key=lambda one: (-one.shares.get("shared", 0.0), -one.shares.get("own", 0.0), one.row))
    width = max(1, -(-len(ordered) // MAX_COLUMNS))
    groups = [ordered[start : start + width] for start in range(0, len(ordered), width)]
    return [Column(bar(_mean(group)), [one.row for one in group]) for group in groups]


def _mean(group: Sequence[SubmissionRow]) -> dict[str, float]:
    shares = [one.shares for one in group]
    return {kind: sum(one.get(kind, 0.0) for one in shares) / len(shares) for kind in BAR_CLASSES}


@dataclass(frozen=True, slots=True)
class Bin:
    """Matches from `low` to `high` per cent: how many, and how high the column is (0 to 100)."""

    low: int
    high: int
    count: int
    height: float


def histogram(view: View, *, pairs: bool, logarithmic: bool) -> list[Bin]:
    """Ten bins of each person's strongest match, or of the larger share of each pair."""
    if pairs:
        shares = [max(pair.left_share, pair.right_share) for pair in view.pairs if pair.flagged]
    else:
        shares = [outcome.strongest for outcome in view.outcomes]
    counts = Counter(min(9, int(10 * share)) for share in shares)
    most = max(counts.values(), default=0)
    return [
        Bin(10 * place, 10 * place + 10, counts[place], _height(counts[place], most, logarithmic))
        for place in range(10)
    ]


def _height(count: int, most: int, logarithmic: bool) -> float:
    if not count:
        return 0.0
    height = log10(count + 1) / log10(most + 1) if logarithmic else count / most
    return round(max(1.0, 100 * height), 2)
