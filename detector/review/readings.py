"""Two independent readings of the same pairs and persons: where they differ, and how far they agree beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from detector.review.standing import AWAITING, LATER, Key, Standing, Standings


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers over what both concluded.

    Attributes:
        subjects, same: pairs and persons that both concluded, and those with one conclusion.
        kappa: Cohen (1960), 1 for full agreement, 0 for what chance alone gives; None where both always say one thing.
    """

    first: str
    second: str
    subjects: int
    same: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair or person on which reviewers conclude differently."""

    key: Key
    said: Mapping[str, Standing]


def agreements(standings: Standings) -> list[Agreement]:
    """Every two reviewers with something in common."""
    both: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for _, said in _concluded(standings):
        for one, other in combinations(sorted(said), 2):
            both.setdefault((one, other), []).append((said[one].decision.decision, said[other].decision.decision))
    return [
        Agreement(*names, len(codes), sum(one == other for one, other in codes), kappa(codes))
        for names, codes in sorted(both.items())
    ]


def disagreements(standings: Standings) -> list[Difference]:
    """Those concluded differently, in the order of the log."""
    return [
        Difference(key, said)
        for key, said in _concluded(standings)
        if len({one.decision.decision for one in said.values()}) > 1
    ]


def kappa(codes: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters; None where it is not defined."""
    total = len(codes)
    if not total:
        return None
    first, second = Counter(one for one, _ in codes), Counter(other for _, other in codes)
    chance = sum(first[code] * second[code] for code in first) / total**2
    if chance == 1:
        return None
    return (sum(one == other for one, other in codes) / total - chance) / (1 - chance)


def _concluded(standings: Standings) -> Iterable[tuple[Key, dict[str, Standing]]]:
    for key, said in standings.all_own():
        final = {name: one for name, one in said.items() if one.decision.decision not in (LATER, AWAITING)}
        if len(final) > 1:
            yield key, final
