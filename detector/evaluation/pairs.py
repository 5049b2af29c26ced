"""Flagged pairs against labelled copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from detector.evaluation.labels import Labels
from detector.report import Report

PairKey = frozenset[str]


@dataclass(frozen=True, slots=True)
class PairScore:
    """Counts of pairs.

    Attributes:
        found, labelled: by kind of copy.
        false: flagged pairs that no label explains, hard negatives among them.
        hard_negatives: flagged pairs that are labelled as independent.
        implied: flagged pairs of copies that go back to one source: true, though no label names them. They count
            neither for nor against.
    """

    found: Mapping[str, int]
    labelled: Mapping[str, int]
    false: tuple[tuple[str, str], ...]
    hard_negatives: tuple[tuple[str, str], ...]
    implied: tuple[tuple[str, str], ...]

    @property
    def precision(self) -> float:
        """1 if nothing is flagged."""
        right = sum(self.found.values())
        return right / (right + len(self.false)) if right + len(self.false) else 1.0

    @property
    def recall(self) -> float:
        """1 if nothing is labelled."""
        labelled = sum(self.labelled.values())
        return sum(self.found.values()) / labelled if labelled else 1.0


def score_pairs(report: Report, labels: Labels) -> PairScore:
    """Only pairs of labelled documents are judged."""
    kinds = {frozenset(pair): kind for pair, kind in labels.kinds.items()}
    flagged = flagged_pairs(report, labels.documents)
    implied = sorted(map(_as_tuple, implied_pairs(flagged, labels)))
    false = sorted(_as_tuple(pair) for pair in flagged if pair not in kinds and _as_tuple(pair) not in implied)
    hard = {frozenset(pair) for pair in labels.hard_negatives}
    return PairScore(
        found=Counter(kind for pair, kind in kinds.items() if pair in flagged),
        labelled=Counter(kinds.values()),
        false=tuple(false),
        hard_negatives=tuple(pair for pair in false if frozenset(pair) in hard),
        implied=tuple(implied),
    )


def flagged_pairs(report: Report, labelled: Collection[str]) -> set[PairKey]:
    """Flagged pairs with both ends among the labelled documents."""
    keys = (frozenset(pair.ids) for pair in report.pairs if pair.flagged)
    return {key for key in keys if key <= set(labelled)}


def implied_pairs(pairs: AbstractSet[PairKey], labels: Labels) -> set[PairKey]:
    """Those that no label names, of texts that go back to one source."""
    origins = origins_of(labels)
    labelled, related = ({frozenset(pair) for pair in some} for some in (labels.kinds, labels.related))
    return {pair for pair in pairs - labelled if pair in related or set.intersection(*(origins[id] for id in pair))}


def origins_of(labels: Labels) -> dict[str, set[str]]:
    """Each document with all it was copied from, over any number of steps, and itself."""
    origins = {id: {id} for id in labels.documents}
    for _ in labels.documents:  # a chain is no longer than the unit
        sizes = sum(map(len, origins.values()))
        for copy in labels.copies:
            origins[copy.copy] |= origins[copy.source]
        if sum(map(len, origins.values())) == sizes:
            break
    return origins


def _as_tuple(pair: PairKey) -> tuple[str, str]:
    left, right = sorted(pair)
    return left, right
