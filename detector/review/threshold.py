"""Help with the threshold: what people decided at each strength, and a blind sample of pairs below the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from sqlite3 import Connection

from detector.review.index import PairRow, pairs_where
from detector.review.state import View

# Factors of the threshold: how far above the line a pair stands.
BANDS = (1, 2, 4, 8, 16)
SAMPLE = 12
ACTION = frozenset({"rewrite", "add_figures", "talk", "refer"})


@dataclass(frozen=True, slots=True)
class Band:
    """Flagged pairs between two strengths in bits; `high` is None for the last."""

    low: float
    high: float | None
    pairs: int
    action: int
    no_issue: int


def bands(view: View) -> list[Band]:
    """Decisions by strength."""
    edges = [view.index.threshold * factor for factor in BANDS]
    return [_band(view, low, high) for low, high in zip(edges, [*edges[1:], None], strict=True)]


def _band(view: View, low: float, high: float | None) -> Band:
    inside = [p for p in view.pairs if p.flagged and low <= p.evidence and (high is None or p.evidence < high)]
    standing = [view.standing(pair) for pair in inside]
    decided = Counter(
        "action" if one.decision.decision in ACTION else one.decision.decision for one in standing if one is not None
    )
    return Band(low, high, len(inside), decided["action"], decided["no_issue"])


def sample_below(connection: Connection, view: View) -> tuple[Sequence[PairRow], int]:
    """Some pairs that were not flagged, always the same of one scan, in no order that says anything; and how many."""
    (total,) = connection.execute("SELECT count(*) FROM pairs WHERE flagged = 0").fetchone()
    rows = list(pairs_where(connection, "flagged = 0 ORDER BY evidence DESC LIMIT 2000"))
    chosen = sorted(rows, key=lambda pair: _shuffled(view, pair))
    return chosen[:SAMPLE], total


def _shuffled(view: View, pair: PairRow) -> bytes:
    keys = view.text(pair.left).key + view.text(pair.right).key
    return blake2b(keys.encode(), digest_size=8).digest()
