"""Persons over time: what each of them handed in for each month, quarter or half year, and how many sheets were new.

Follows from the submissions, findings and pairs of a report, so a changed threshold or a removed person changes it too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detector.documents import Document, Role
from detector.matches import Pair
from detector.people import period_order
from detector.submissions import Finding, Submission


class SheetState(StrEnum):
    """What a sheet is, by the strongest thing that was found in it.

    `SHARED` has passages of a colleague's sheet of the same period, where nobody knows who wrote first; `COLLEAGUE` has
    those of an earlier one.
    """

    NEW = "new"
    REUSED = "reused"
    SHARED = "shared"
    COLLEAGUE = "colleague"
    HANDED_OUT = "handed_out"
    AS_BEFORE = "as_before"
    EMPTY = "empty"
    MISSING = "missing"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person handed in for one period.

    Attributes:
        person: number of the person in this table, from 1; two people may have one name.
        period: ``2026-03``, ``2026-Q1``, ``2026-H1``.
        state: of the last of `ids`. `EARLIER` was given as an earlier text and is not judged.
        ids: the sheets of this period; none where it is missing. One file twice has both.
        different: whether they are more than one text.
        share: of what the person wrote, 0 to 1, taken over from their own or another's sheet; None without one.
        source_id, source_period: from which sheet; None without one.
        in_a_row: for how many periods up to this one the person handed in one text; 1 for a text of its own.
    """

    person: int
    author: str | None
    unit: str | None
    period: str
    state: SheetState
    ids: tuple[str, ...] = ()
    different: bool = False
    share: float | None = None
    source_id: str | None = None
    source_period: str | None = None
    in_a_row: int = 1


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many of a person's sheets of a quarter or year were new, of how many periods of it others filed for.

    Attributes:
        span: ``2026``, or ``2026-Q1`` where sheets are monthly.
        shared: of the others, those that have passages of a colleague's sheet of the same period.
    """

    person: int
    span: str
    new: int
    shared: int
    periods: int


def sheets_of(
    submissions: Sequence[Submission], pairs: Iterable[Pair], others: Sequence[Document], *, least_share: float
) -> list[Sheet]:
    """One row for each person and period, by unit, name and time; empty where no submission is of a part of a year.

    A sheet is new with less than `least_share` of its text from an earlier one of the person, though that is told too.
    """
    if not any(row.document.period for row in submissions):
        return []
    by_person = _by_person(submissions, others)
    links = _Links(submissions, pairs, others, least_share)
    rows = {row.id: row for row in submissions}
    columns = _columns(by_person.values())
    ordered = sorted(by_person.items(), key=lambda item: _order(item[0], item[1]))
    return [
        sheet
        for number, (_, texts) in enumerate(ordered, 1)
        for sheet in _of_person(number, texts, columns, rows, links)
    ]


def counts_of(sheets: Iterable[Sheet]) -> list[SheetCount]:
    """New sheets of each person by quarter and year, of those that were not given as earlier ones."""
    spans: dict[tuple[int, str], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        for span in _spans(sheet.period) if sheet.state is not SheetState.EARLIER else ():
            spans[sheet.person, span].append(sheet)
    return [
        SheetCount(person, span, _count(mine, SheetState.NEW), _count(mine, SheetState.SHARED), len(mine))
        for (person, span), mine in sorted(spans.items(), key=lambda item: (item[0][0], _span_order(item[0][1])))
    ]


def _count(sheets: Iterable[Sheet], state: SheetState) -> int:
    return sum(one.state is state for one in sheets)


def periods_of(sheets: Iterable[Sheet]) -> list[str]:
    """The columns of the table, in order of time."""
    return sorted({one.period for one in sheets}, key=period_order)


def _spans(period: str) -> Iterator[str]:
    year, part = period.split("-")
    if part.isdigit():
        yield f"{year}-Q{(int(part) + 2) // 3}"
    yield year


def _span_order(span: str) -> tuple[str, bool, str]:
    return span[:4], len(span) == 4, span


def _by_person(submissions: Iterable[Submission], others: Iterable[Document]) -> dict[str, list[Document]]:
    """Texts of a part of a year by person, a text without a name by itself."""
    found: dict[str, list[Document]] = defaultdict(list)
    earlier = (one for one in others if one.role is Role.PREVIOUS)
    for one in (*(row.document for row in submissions), *earlier):
        if one.period:
            found[one.person or f"\0{one.id}"].append(one)
    return {key: texts for key, texts in found.items() if any(one.role is Role.SUBMISSION for one in texts)}


def _order(person: str, texts: Sequence[Document]) -> tuple[str, str, str]:
    last = _last(texts)
    return last.unit or "", last.author or "", person


def _last(texts: Sequence[Document]) -> Document:
    return max(texts, key=lambda one: (period_order(one.period), one.id))


def _columns(people: Iterable[Sequence[Document]]) -> dict[str, int]:
    """How many people have a sheet of each period."""
    return Counter(period for texts in people for period in {one.period for one in texts if one.period})


def _of_person(
    number: int,
    texts: Sequence[Document],
    columns: Mapping[str, int],
    submissions: Mapping[str, Submission],
    links: _Links,
) -> Iterator[Sheet]:
    last = _last(texts)
    kinds = {_kind(one.period) for one in texts if one.period}
    most = max((count for period, count in columns.items() if _kind(period) in kinds), default=0)
    for period in sorted(columns, key=period_order):
        mine = sorted((one for one in texts if one.period == period), key=lambda one: one.id)
        if mine:
            yield _sheet(number, last, period, mine, submissions, links)
        elif _kind(period) in kinds and 2 * columns[period] >= most:
            yield Sheet(number, last.author, last.unit, period, SheetState.MISSING)


def _kind(period: str) -> str:
    part = period.split("-")[1]
    return "" if part.isdigit() else part[0]


def _sheet(
    number: int,
    last: Document,
    period: str,
    mine: Sequence[Document],
    submissions: Mapping[str, Submission],
    links: _Links,
) -> Sheet:
    judged = [submissions[one.id] for one in mine if one.id in submissions]
    ids, different = tuple(one.id for one in mine), len({one.key for one in mine}) > 1
    if not judged:
        return Sheet(number, last.author, last.unit, period, SheetState.EARLIER, ids, different)
    row = judged[-1]
    state, share, source, in_a_row = links.state(row)
    when = links.documents[source].period if source else None
    return Sheet(number, last.author, last.unit, period, state, ids, different, share, source, when, in_a_row)


def _part(finding: Finding) -> float:
    """Share of the text, or of its clauses, that a finding is about."""
    facts = finding.facts
    return float(facts.get("share", float(facts.get("clauses", 0)) / max(float(facts.get("total_clauses", 1)), 1.0)))


class _Links:
    """What was found of each sheet, with the shares of its pairs."""

    def __init__(
        self,
        submissions: Iterable[Submission],
        pairs: Iterable[Pair],
        others: Iterable[Document],
        least_share: float,
    ) -> None:
        self._least_share = least_share
        self.documents = {one.id: one for one in (*(row.document for row in submissions), *others)}
        self._shares: dict[tuple[str, str], float] = {}
        for pair in pairs:
            if pair.flagged:
                self._shares[pair.left_id, pair.right_id] = pair.left_share
                self._shares[pair.right_id, pair.left_id] = pair.right_share

    def state(self, row: Submission) -> tuple[SheetState, float | None, str | None, int]:
        """State, share, source and how many periods in a row, of one sheet."""
        found = {one.kind: one for one in row.findings}
        if silent := found["not_enough_text"].facts.get("silent") if "not_enough_text" in found else None:
            return (SheetState.AS_BEFORE if silent == "as_before" else SheetState.EMPTY), None, None, 1
        own, other = found.get("previous"), self._colleague(row, found.get("shared"))
        own_share = _part(own) if own and own.evidence else 0.0
        if other and other[1] > own_share:
            same = self.documents[other[0]].period == row.document.period
            return (SheetState.SHARED if same else SheetState.COLLEAGUE), other[1], other[0], 1
        if own and own_share >= self._least_share:
            return SheetState.REUSED, own_share, own.evidence[0], int(own.facts.get("in_a_row", 1))
        if {"shared_text", "boilerplate"} & found.keys():
            return SheetState.HANDED_OUT, None, None, 1
        return SheetState.NEW, None, None, 1

    def _colleague(self, row: Submission, finding: Finding | None) -> tuple[str, float] | None:
        """The colleague's sheet of this or an earlier period with most of the text; whose later sheet it is, is new."""
        now = period_order(row.document.period)
        before = [
            (id, self._share(row.id, id, finding))
            for id in (finding.evidence if finding else ())
            if id in self.documents and period_order(self.documents[id].period) <= now
        ]
        return max(before, key=lambda one: (one[1], one[0]), default=None)

    def _share(self, id: str, other: str, finding: Finding | None) -> float:
        if (id, other) in self._shares:
            return self._shares[id, other]
        return _part(finding) if finding else 0.0
