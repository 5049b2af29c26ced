"""PlagDet, the measure of the PAN text-alignment task.

Potthast, Stein, Barrón-Cedeño, Rosso: An Evaluation Framework for Plagiarism Detection, COLING 2010. A detection
detects a case if both their copy spans and their source spans, in the same two documents, have a character in common.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Case(NamedTuple):
    """A copied passage, labelled or found: half-open characters in two documents."""

    copy: str
    copy_start: int
    copy_end: int
    source: str
    source_start: int
    source_end: int

    def flipped(self) -> Case:
        """The same with copy and source exchanged."""
        return Case(*self[3:], *self[:3])

    def is_two_sided(self) -> bool:
        """Both spans have a character."""
        return self.copy_start < self.copy_end and self.source_start < self.source_end

    def length(self) -> int:
        """Characters of both spans."""
        return self.copy_end - self.copy_start + self.source_end - self.source_start


@dataclass(frozen=True, slots=True)
class PassageScore:
    """All 0 to 1 but `granularity`, which is 1 (each case found in one piece) or more.

    Precision and recall are means over detections and cases (macro); micro counts characters instead, each once.
    Two empty sets score 1; one empty set scores 0.
    """

    cases: int
    detections: int
    precision: float
    recall: float
    granularity: float
    micro_precision: float
    micro_recall: float
    detected_cases: int

    @property
    def f1(self) -> float:
        """Harmonic mean of the macro precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def plagdet(self) -> float:
        """F1, lowered by granularity."""
        return self.f1 / math.log2(1 + self.granularity)


def plagdet(gold: Iterable[Case], predicted: Iterable[Case]) -> PassageScore:
    """Scores detections against labelled cases; a case or detection given twice counts once."""
    cases, detections = list(dict.fromkeys(gold)), list(dict.fromkeys(predicted))
    if not cases or not detections:
        level = 0.0 if cases or detections else 1.0
        return PassageScore(len(cases), len(detections), level, level, 1.0, level, level, 0)
    hits = [(case, detection) for case, near in _detected(cases, detections) for detection in near]
    found, right = _grouped(hits), _grouped((detection, case) for case, detection in hits)
    true = _characters(_common(case, detection) for case, detection in hits)
    return PassageScore(
        cases=len(cases),
        detections=len(detections),
        precision=sum(_covered(one, right.get(one, ())) for one in detections) / len(detections),
        recall=sum(_covered(one, found.get(one, ())) for one in cases) / len(cases),
        granularity=len(hits) / len(found) if found else 1.0,
        micro_precision=_ratio(true, _characters(detections)),
        micro_recall=_ratio(true, _characters(cases)),
        detected_cases=len(found),
    )


def in_labelled_direction(predicted: Iterable[Case], labelled: Collection[tuple[str, str]]) -> list[Case]:
    """Detections turned round where only the reverse of their two documents is a labelled (copy, source)."""
    return [
        one.flipped() if (one.copy, one.source) not in labelled and (one.source, one.copy) in labelled else one
        for one in predicted
    ]


def _detected(cases: Iterable[Case], detections: Iterable[Case]) -> Iterator[tuple[Case, list[Case]]]:
    """Each case with the detections that detect it."""
    by_documents: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for one in detections:
        by_documents[one.copy, one.source].append(one)
    for case in cases:
        yield case, [one for one in by_documents.get((case.copy, case.source), ()) if _common(case, one).is_two_sided()]


def _common(left: Case, right: Case) -> Case:
    """What two passages of the same documents share, side by side; a side may come out empty or backwards."""
    return Case(
        left.copy,
        max(left.copy_start, right.copy_start),
        min(left.copy_end, right.copy_end),
        left.source,
        max(left.source_start, right.source_start),
        min(left.source_end, right.source_end),
    )


def _grouped(hits: Iterable[tuple[Case, Case]]) -> dict[Case, list[Case]]:
    groups: dict[Case, list[Case]] = defaultdict(list)
    for one, other in hits:
        groups[one].append(other)
    return dict(groups)


def _covered(one: Case, others: Iterable[Case]) -> float:
    """Share of a passage's characters, of both sides, that the others cover."""
    return _ratio(_characters(_common(one, other) for other in others), one.length())


def _characters(passages: Iterable[Case]) -> int:
    """Characters of all passages, each once per document and side."""
    sides: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for one in passages:
        sides["copy", one.copy].append((one.copy_start, one.copy_end))
        sides["source", one.source].append((one.source_start, one.source_end))
    return sum(map(_union_length, sides.values()))


def _union_length(spans: Iterable[tuple[int, int]]) -> int:
    length = reached = 0
    for start, end in sorted(spans):
        length += max(0, end - max(start, reached))
        reached = max(reached, end)
    return length


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
