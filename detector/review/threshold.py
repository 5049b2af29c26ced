"""Help with the threshold: what people decided at each strength, and a blind sample of pairs below the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from sqlite3 import Connection

from detector.matches import Method
from detector.review.blind import lot
from detector.review.index import PairRow, pairs_where
from detector.review.state import View

# Factors of the threshold: how far above the line a pair stands.
BANDS = (1, 2, 4, 8, 16)
SAMPLE = 12
MAX_POOL = 2_000
MAX_PREVIEWED = 20_000
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


@dataclass(frozen=True, slots=True)
class Missed:
    """What a sample of the pairs below the line tells about all of them.

    Attributes:
        below: how many pairs are below the line; `pool` of them, the strongest, are those the sample is drawn from.
        decided, action: of the sample.
        likely, at_most: of the pool, with something to act on; `at_most` holds in 97.5 of 100 samples (Wilson 1927).
    """

    sample: Sequence[PairRow]
    below: int
    pool: int
    decided: int = 0
    action: int = 0
    likely: float = 0.0
    at_most: float = 0.0


@dataclass(frozen=True, slots=True)
class Preview:
    """What another threshold would give: the pairs of passages by evidence, and what chance alone makes (the null).

    Attributes:
        evidence: whole bits of every recorded pair that was found by passages, ascending.
        others: flagged pairs that were found in another way, by a threshold of its own.
        level, exceedances, scale: see `detector.matches.Null`; 0 where the scan has none.
    """

    threshold: float
    evidence: Sequence[int]
    others: int
    level: float
    exceedances: float
    scale: float


def preview(connection: Connection, view: View) -> Preview:
    """From the run file alone: no text is read and nothing scanned."""
    rows = connection.execute("SELECT evidence FROM pairs WHERE method = ? ORDER BY evidence", (str(Method.PASSAGES),))
    query = "SELECT count(*) FROM pairs WHERE flagged = 1 AND method != ?"
    (others,) = connection.execute(query, (str(Method.PASSAGES),)).fetchone()
    found = next((one for one in view.index.nulls if one.method is Method.PASSAGES and one.null), None)
    null = found.null if found else None
    return Preview(
        view.index.threshold,
        [int(bits) for (bits,) in rows][-MAX_PREVIEWED:],
        others,
        null.level if null else 0.0,
        null.exceedances if null else 0.0,
        null.scale if null else 0.0,
    )


def weakest_action(view: View) -> float | None:
    """Bits of the weakest pair that somebody wants to act on; None where there is none yet."""
    acted = (pair for pair in view.pairs if (one := view.standing(pair)) and one.decision.decision in ACTION)
    return min((pair.evidence for pair in acted), default=None)


def missed(connection: Connection, view: View) -> Missed:
    """The sample is always the same of one scan, in no order that says anything."""
    (below,) = connection.execute("SELECT count(*) FROM pairs WHERE flagged = 0").fetchone()
    pool = list(pairs_where(connection, view.index.ids, "flagged = 0 ORDER BY evidence DESC LIMIT ?", (MAX_POOL,)))
    sample = sorted(pool, key=lambda pair: lot(view, pair.left, pair.right))[:SAMPLE]
    standing = [one.decision.decision for one in map(view.standing, sample) if one]
    decided, action = len(standing), sum(code in ACTION for code in standing)
    if not decided:
        return Missed(sample, below, len(pool))
    return Missed(
        sample,
        below,
        len(pool),
        decided,
        action,
        likely=len(pool) * action / decided,
        at_most=action + (len(pool) - action) * _upper_share(action, decided) if decided < len(pool) else action,
    )


def _upper_share(hits: int, count: int) -> float:
    """Upper end of Wilson's 95 per cent interval of a share."""
    z = 1.96
    share = hits / count
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return min(1.0, (middle + spread) / (1 + z * z / count))
