"""Precision and recall at every threshold, from labels or from what reviewers decided; no scan is run again.

All pairs with evidence are in the run, flagged or not. Two thresholds are swept, each as a scan with that setting flags
the pairs: bits of evidence (`pair_min_bits`) and chance pairs expected in the unit (`expected_false_pairs`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from detector.evaluation.labels import Labels
from detector.evaluation.pairs import PairKey, origins_of
from detector.matches import Method, Pair
from detector.report import Report

BITS = (20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 150.0, 200.0, 300.0, 500.0, 1000.0)
EXPECTED = (10.0, 1.0, 0.1, 0.01, 1e-3, 1e-4, 1e-6)
RELATED_DECISIONS = frozenset({"rewrite", "add_figures", "talk", "refer"})
UNRELATED_DECISIONS = frozenset({"no_issue"})


@dataclass(frozen=True)
class Truth:
    """What is known of pairs.

    Attributes:
        source: ``labels``, ``decisions`` or ``none``.
        related, unrelated: pairs of document ids; of all others nothing is known.
    """

    source: str
    related: frozenset[PairKey] = frozenset()
    unrelated: frozenset[PairKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Point:
    """What one threshold gives.

    Attributes:
        threshold: bits, or chance pairs expected.
        flagged: pairs at or beyond it; `right` and `wrong` of them, as far as known.
        precision, recall: 1 where there is nothing to be wrong about.
    """

    threshold: float
    flagged: int
    right: int
    wrong: int
    precision: float
    recall: float


@dataclass(frozen=True)
class Sweep:
    """Both sweeps of one run.

    Attributes:
        strongest_below, weakest_above: bits of the pairs next to the run's line, of those that are flagged by their
            bits (passages, order); None where there is none.
        expected_of_strongest: chance pairs as strong as the strongest pair of the run; None without a pair.
        largest_share: of the submissions, in the largest group.
    """

    truth: Truth
    by_bits: tuple[Point, ...]
    by_expected: tuple[Point, ...]
    at_run: Point
    strongest: float | None
    expected_of_strongest: float | None
    strongest_below: float | None
    weakest_above: float | None
    largest_share: float

    def rows(self) -> list[dict[str, object]]:
        """Every figure as ``part, group, measure, value``, like `Evaluation.rows`."""
        parts = (("sweep_bits", self.by_bits), ("sweep_expected", self.by_expected), ("sweep_run", (self.at_run,)))
        return [
            {"part": part, "group": f"{point.threshold:g}", "measure": name, "value": getattr(point, name)}
            for part, points in parts
            for point in points
            for name in ("flagged", "right", "wrong", "precision", "recall")
        ]


def sweep(report: Report, truth: Truth) -> Sweep:
    """Both sweeps over the pairs of a report; linear in pairs times thresholds."""
    pairs = list(report.pairs)
    weighed = [pair for pair in pairs if pair.method in (Method.PASSAGES, Method.ORDER)]
    strongest = max(pairs, key=lambda pair: (pair.flagged, pair.evidence), default=None)
    settings = report.settings
    return Sweep(
        truth=truth,
        by_bits=tuple(
            _point(bits, report.pairs_at(pair_min_bits=bits).flagged(), truth)
            for bits in _with(BITS, settings.pair_min_bits)
        ),
        by_expected=tuple(
            _point(limit, report.pairs_at(limit).flagged(), truth)
            for limit in reversed(_with(EXPECTED, settings.expected_false_pairs))
        ),
        at_run=_point(settings.pair_min_bits, report.pairs.flagged(), truth),
        strongest=strongest.evidence if strongest else None,
        expected_of_strongest=strongest.expected if strongest else None,
        strongest_below=max((pair.evidence for pair in weighed if not pair.flagged), default=None),
        weakest_above=min((pair.evidence for pair in weighed if pair.flagged), default=None),
        largest_share=_largest_share(report),
    )


def truth_of_labels(labels: Labels) -> Truth:
    """Labelled copies are related; all other pairs of labelled documents are not, but for copies of one source."""
    related = frozenset(frozenset(pair) for pair in labels.kinds)
    origins = origins_of(labels)
    ids = sorted(labels.roles)
    others = ((a, b) for row, a in enumerate(ids) for b in ids[row + 1 :])
    unrelated = frozenset(frozenset(pair) for pair in others if not origins[pair[0]] & origins[pair[1]])
    return Truth("labels", related, unrelated - related)


def truth_of_decisions(decisions: Iterable[tuple[str, str, str]], keys: Mapping[str, Collection[str]]) -> Truth:
    """From (left content key, right content key, decision) in order of the log; the last word on a pair counts.

    `keys` gives the ids of the documents with a content key; where there are several the text says too little.
    """
    last: dict[PairKey, str] = {}
    for left, right, decision in decisions:
        ids = [id for key in (left, right) for id in keys.get(key, ()) if len(keys[key]) == 1]
        if len(set(ids)) == 2:
            last[frozenset(ids)] = decision
    related = frozenset(pair for pair, decision in last.items() if decision in RELATED_DECISIONS)
    unrelated = frozenset(pair for pair, decision in last.items() if decision in UNRELATED_DECISIONS)
    return Truth("decisions" if related or unrelated else "none", related, unrelated)


def _point(threshold: float, flagged: Collection[Pair], truth: Truth) -> Point:
    keys = {frozenset(pair.ids) for pair in flagged}
    right, wrong = len(keys & truth.related), len(keys & truth.unrelated)
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / len(truth.related) if truth.related else 1.0
    return Point(threshold, len(keys), right, wrong, precision, recall)


def _with(thresholds: tuple[float, ...], own: float) -> list[float]:
    return sorted({*thresholds, own})


def _largest_share(report: Report) -> float:
    largest = max((len(cluster.members) for cluster in report.clusters), default=0)
    return largest / max(len(report.submissions), 1)
