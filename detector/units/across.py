"""A batch of submissions of several units -> the pairs between units that have something in common.

The same analysis as within a unit, on other texts: submissions that share rare wording with another unit, and a sample
of everybody else as witnesses of what is common. Of its answer only pairs between units are kept. What is rare and what
is common is counted over the whole scan here: a clause that six people of one school use says little about that school
and much about two people of two schools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from detector.corpus import Bools, Bytes, Provenance
from detector.documents import Document, Role
from detector.matches import MethodNull, Pair, Passage
from detector.report import LearntLine, Mark, Report, Submission
from detector.settings import Settings
from detector.text.syllables import Syllables, classes_of, syllables_of
from detector.units.chance import between_units
from detector.units.classes import covered
from detector.units.links import compared_pairs

_PRINT = (Provenance.FORM, Provenance.RULE)


@dataclass(frozen=True, slots=True)
class Member:
    """A submission: its unit, its marks there, and the text as it was read, with the unit that it names itself."""

    unit: str
    document: Document
    marks: Sequence[Mark]

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id


@dataclass(frozen=True, slots=True)
class AcrossPair:
    """A flagged pair between two units.

    Attributes:
        pair, passages: as a report has them; `pair.cluster` is None.
        null: how often chance makes such pairs between units, and the line.
        facts: by the id of a side: what its sentence in words may say of this pair, where the batch worked it out.
        shared: by the id of a side: half-open characters that the passages explain.
    """

    pair: Pair
    passages: tuple[Passage, ...]
    null: MethodNull
    facts: Mapping[str, Mapping[str, int | float | str]]
    shared: Mapping[str, tuple[tuple[int, int], ...]]


def batch_documents(
    members: Sequence[Member], witnesses: Iterable[Document], given: Iterable[Document], learnt: Iterable[LearntLine]
) -> list[Document]:
    """The texts of one analysis: whom it is about, who else there is, known forms and samples, and printed lines that
    the members' units learnt by themselves."""
    lines = sorted({line.text for line in learnt})
    inside = {member.id for member in members}
    return [
        *(member.document for member in members),
        *(document for document in witnesses if document.id not in inside),
        *(document for document in given if document.role not in (Role.SUBMISSION, Role.PREVIOUS)),
        *([Document("learnt_form", "", "\n".join(lines), Role.FORM)] if lines else []),
    ]


def pairs_between(
    report: Report, members: Sequence[Member], units: Mapping[str, str], sizes: Sequence[int], settings: Settings
) -> list[AcrossPair]:
    """Flagged pairs of two members of different units, strongest first.

    Args:
        report: of `batch_documents`.
        units: by id, the unit of every submission of the report.
        sizes: submissions of each unit of the whole scan.
    """
    inside = list(_counts(units[row.id] for row in report.submissions).values())
    times = compared_pairs(sizes) / max(compared_pairs(inside), 1)
    total = sum(sizes)
    nulls = between_units(report.nulls, times=times, settings=settings, submissions=total)
    found = {row.id: row for row in report.submissions}
    texts = {member.id: _Text(member, found[member.id]) for member in members}
    passages = _by_pair(report.passages)
    judged = (
        _judged(pair, passages.get((pair.left_id, pair.right_id), ()), texts, nulls[pair.method])
        for pair in report.pairs
        if pair.flagged
        and pair.left_id in texts
        and pair.right_id in texts
        and units[pair.left_id] != units[pair.right_id]
    )
    return sorted((one for one in judged if one), key=strength)


def strength(one: AcrossPair) -> tuple[float, str, str]:
    """Sorts the strongest first, the same in every engine."""
    return -one.pair.evidence, one.pair.left_id, one.pair.right_id


def each_once(across: Iterable[AcrossPair]) -> list[AcrossPair]:
    """A pair whose two sides met in several batches as the first of them has it."""
    found: dict[tuple[str, str], AcrossPair] = {}
    for one in across:
        found.setdefault((one.pair.left_id, one.pair.right_id), one)
    return list(found.values())


class _Text:
    """One member's syllables, with their classes in its unit and in the batch."""

    def __init__(self, member: Member, found: Submission) -> None:
        self._member = member
        self.found = found

    @cached_property
    def syllables(self) -> Syllables:
        return syllables_of(self._member.document.text)

    @cached_property
    def classes(self) -> Bytes:
        return classes_of(self.syllables, self._member.marks)

    @cached_property
    def found_classes(self) -> Bytes:
        return classes_of(self.syllables, self.found.marks)

    def share(self, ranges: Iterable[tuple[int, int]]) -> float:
        """Of the unit's own text of this person."""
        written = ~np.isin(self.classes, _PRINT)
        return float((covered(self.syllables, ranges) & written).sum() / max(int(written.sum()), 1))

    def shared(self, ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """What the passages turn from ``own`` to ``shared``: the batch says so, and the unit has no other class."""
        wanted: Bools = covered(self.syllables, ranges)
        wanted &= (self.classes == Provenance.OWN) & (self.found_classes == Provenance.SHARED)
        edges = np.flatnonzero(np.diff(wanted, prepend=False, append=False))
        firsts, lasts = edges[::2], edges[1::2] - 1
        starts, ends = self.syllables.starts[firsts].tolist(), self.syllables.ends[lasts].tolist()
        return tuple(zip(starts, ends, strict=True))


def _judged(pair: Pair, passages: Sequence[Passage], texts: Mapping[str, _Text], of: MethodNull) -> AcrossPair | None:
    """By the evidence that one scan of all texts finds; what is common in one unit alone explains nothing here."""
    if pair.evidence < of.threshold:
        return None
    left, right = texts[pair.left_id], texts[pair.right_id]
    sides = {pair.left_id: [(one.left.start, one.left.end) for one in passages]}
    sides[pair.right_id] = [(one.right.start, one.right.end) for one in passages]
    changed = replace(
        pair,
        left_share=left.share(sides[pair.left_id]),
        right_share=right.share(sides[pair.right_id]),
        cluster=None,
        expected=of.null.expected(pair.evidence) if of.null else None,
        threshold=of.threshold,
    )
    return AcrossPair(
        changed,
        tuple(passages),
        of,
        dict(_facts(pair, left.found, right.found)),
        {id: texts[id].shared(ranges) for id, ranges in sides.items()},
    )


def _facts(pair: Pair, left: Submission, right: Submission) -> Iterator[tuple[str, Mapping[str, int | float | str]]]:
    """Of the sides whose strongest match in the batch is this pair."""
    for row, other in ((left, pair.right_id), (right, pair.left_id)):
        facts = next((finding.facts for finding in row.findings if finding.kind == "shared"), {})
        if facts.get("other_id") == other:
            yield row.id, facts


def _by_pair(passages: Iterable[Passage]) -> dict[tuple[str, str], list[Passage]]:
    found: dict[tuple[str, str], list[Passage]] = {}
    for one in passages:
        found.setdefault((one.left.id, one.right.id), []).append(one)
    return found


def _counts(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts
