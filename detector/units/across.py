"""A batch of submissions of several units -> the pairs between units that have something in common.

The same analysis as within a unit, on other texts: submissions that share rare wording with another unit, and a sample
of everybody else as witnesses of what is common. Of its answer only pairs between units are kept. What is rare and what
is common is counted over the whole scan here: a clause that six people of one school use says little about that school
and much about two people of two schools.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detector.corpus import Provenance
from detector.documents import Document, Role
from detector.matches import MethodNull, Pair, Passage, Side, by_pair
from detector.report import LearntLine, Report, Submission
from detector.settings import Settings
from detector.signals.telltales import CLUES
from detector.submissions import Facts
from detector.units.chance import between_units
from detector.units.links import compared_pairs


@dataclass(frozen=True, slots=True)
class Member:
    """A submission: its unit, and the text as it was read, with the unit that it names itself."""

    unit: str
    document: Document

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id


@dataclass(frozen=True, slots=True)
class AcrossPair:
    """A flagged pair between two units.

    Attributes:
        pair, passages: as a report has them; `pair.cluster` is None, its shares are those of the batch.
        null: how often chance makes such pairs between units, and the line.
        clues: by the id of a side: what its sentence in words may name, where the batch worked it out.
        common: by the id of a side: half-open characters inside the passages that are common wording of all units.
    """

    pair: Pair
    passages: tuple[Passage, ...]
    null: MethodNull
    clues: Mapping[str, Facts]
    common: Mapping[str, tuple[tuple[int, int], ...]]


def ids_between(across: Iterable[AcrossPair]) -> frozenset[str]:
    """Submissions in pairs between units."""
    return frozenset(id for one in across for id in one.pair.ids)


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
    inside = list(Counter(units[row.id] for row in report.submissions).values())
    times = compared_pairs(sizes) / max(compared_pairs(inside), 1)
    total = sum(sizes)
    nulls = between_units(report.nulls, times=times, settings=settings, submissions=total)
    ids = {member.id for member in members}
    texts = {row.id: row for row in report.submissions if row.id in ids}
    passages = by_pair(report.passages)
    judged = (
        _judged(pair, passages.get(pair.ids, ()), texts, nulls[pair.method])
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
        found.setdefault(one.pair.ids, one)
    return list(found.values())


def _judged(
    pair: Pair, passages: Sequence[Passage], texts: Mapping[str, Submission], of: MethodNull
) -> AcrossPair | None:
    """By the evidence that one scan of all texts finds; what is common in one unit alone explains nothing here."""
    if pair.evidence < of.threshold:
        return None
    expected = of.null.expected(pair.evidence) if of.null else None
    changed = replace(pair, cluster=None, expected=expected, threshold=of.threshold)
    left, right = texts[pair.left_id], texts[pair.right_id]
    common = {
        left.id: tuple(_common_in(left, (one.left for one in passages))),
        right.id: tuple(_common_in(right, (one.right for one in passages))),
    }
    return AcrossPair(changed, tuple(passages), of, dict(_clues(pair, left, right)), common)


def _common_in(row: Submission, sides: Iterable[Side]) -> Iterator[tuple[int, int]]:
    """What of these passages is common wording."""
    common = [mark for mark in row.marks if mark.kind == Provenance.COMMON.key]
    for side in sides:
        cut = ((max(mark.start, side.start), min(mark.end, side.end)) for mark in common)
        yield from ((start, end) for start, end in cut if start < end)


def _clues(pair: Pair, left: Submission, right: Submission) -> Iterator[tuple[str, Facts]]:
    """Of the sides whose strongest match in the batch is this pair."""
    for row, other in ((left, pair.right_id), (right, pair.left_id)):
        facts = next((finding.facts for finding in row.findings if finding.kind == "shared"), {})
        if facts.get("other_id") == other:
            yield row.id, {name: value for name, value in facts.items() if name in CLUES}
