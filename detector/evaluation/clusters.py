"""Groups against labelled copies: B-cubed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detector.evaluation.labels import Labels
from detector.report import Report


@dataclass(frozen=True, slots=True)
class ClusterScore:
    """B-cubed (Bagga & Baldwin 1998): means over documents, 0 to 1; a document in no group is a group of its own.

    Attributes:
        items: documents that count.
    """

    precision: float
    recall: float
    items: int

    @property
    def f1(self) -> float:
        """Harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class ClusterScores:
    """Two views: of all labelled submissions, and of those alone that are in a labelled or found group.

    The second is the stricter one: most submissions of a unit belong to no group, and those are easily right.
    """

    all: ClusterScore
    grouped: ClusterScore


def score_clusters(report: Report, labels: Labels) -> ClusterScores:
    """Labelled groups are the connected components of the labelled copies among submissions."""
    submissions = {row.id for row in report.submissions} & set(labels.roles)
    gold = _within(components((copy.copy, copy.source) for copy in labels.copies), submissions)
    found = _within((cluster.members for cluster in report.clusters), submissions)
    grouped = {id for group in (*gold, *found) for id in group}
    return ClusterScores(b_cubed(gold, found, submissions), b_cubed(gold, found, grouped))


def b_cubed(gold: Iterable[Iterable[str]], found: Iterable[Iterable[str]], items: Iterable[str]) -> ClusterScore:
    """Compares two partitions of `items`; what a partition leaves out stands alone in it. No items score 1."""
    members = sorted(set(items))
    if not members:
        return ClusterScore(1.0, 1.0, 0)
    gold_of, found_of = _group_of(gold, members), _group_of(found, members)
    right = [len(gold_of[item] & found_of[item]) for item in members]
    return ClusterScore(
        precision=sum(n / len(found_of[item]) for n, item in zip(right, members, strict=True)) / len(members),
        recall=sum(n / len(gold_of[item]) for n, item in zip(right, members, strict=True)) / len(members),
        items=len(members),
    )


def components(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Connected components of a graph, given by its edges."""
    group_of: dict[str, set[str]] = {}
    for left, right in pairs:
        joined = group_of.get(left, {left}) | group_of.get(right, {right})
        group_of.update(dict.fromkeys(joined, joined))
    return [group for id, group in group_of.items() if id == min(group)]


def _within(groups: Iterable[Iterable[str]], items: set[str]) -> list[set[str]]:
    """Groups of two or more among `items`."""
    cut = (set(group) & items for group in groups)
    return [group for group in cut if len(group) > 1]


def _group_of(groups: Iterable[Iterable[str]], items: Sequence[str]) -> Mapping[str, frozenset[str]]:
    alone = {item: frozenset([item]) for item in items}
    for group in groups:
        kept = frozenset(group) & alone.keys()
        alone.update(dict.fromkeys(kept, frozenset(kept)))
    return alone
