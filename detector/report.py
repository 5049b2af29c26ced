"""The finished value of a scan: what every writer, the run file and the notebook read. Nothing is computed here.

Tables are sequences of small frozen rows; in a notebook they draw themselves, `to_frame` gives pandas. A report is
changed by `dataclasses.replace`, so what a change does not name stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Generic, Self, SupportsIndex, TypeVar, overload

from detector.documents import Document, SkippedFile
from detector.matches import Cluster, FileHistory, Pair, Passage, SharedHistory
from detector.records import record
from detector.settings import Settings
from detector.submissions import Figures, Finding, LearntLine, Mark, Marks, Submission, UnitRow

__all__ = [
    "Figures",
    "Finding",
    "LearntLine",
    "Mark",
    "Marks",
    "Pairs",
    "Report",
    "Submission",
    "Table",
    "UnitRow",
]

Row = TypeVar("Row")


class Table(Sequence[Row], Generic[Row]):
    """An immutable sequence of rows that draws itself in a notebook."""

    __hash__ = None  # type: ignore[assignment]  # equal by rows, so not hashable

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._rows = rows

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> Row | Self:
        if isinstance(index, slice):
            return type(self)(self._rows[index])
        if not isinstance(index, SupportsIndex):
            raise TypeError(f"a table has rows: expected the number of a row or a slice, got {index!r}")
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        """Equal rows in equal order."""
        return isinstance(other, Table) and list(self) == list(other)

    def records(self, lang: str = "vi") -> Iterator[Mapping[str, Any]]:
        """The rows as the export files give them, keys always present; sentences in `lang`."""
        return (record(row, lang) for row in self._rows)

    def to_frame(self) -> Any:
        """A pandas DataFrame of `records`; needs the `notebooks` extra."""
        try:
            import pandas
        except ImportError as error:
            from detector.errors import MissingExtraError

            raise MissingExtraError("A data frame", "notebooks") from error
        return pandas.DataFrame(list(self.records()))

    def _repr_html_(self) -> str:
        return _html_table([record(row, "vi") for row in self._rows[:50]], len(self))


class Pairs(Table[Pair]):
    """Pairs with something in common, strongest evidence first."""

    def flagged(self) -> list[Pair]:
        """Only those above the threshold."""
        return [pair for pair in self if pair.flagged]


@dataclass(frozen=True)
class Report:
    """Everything a scan found.

    Attributes:
        others: the references, earlier texts and forms that were read beside the submissions.
        learnt_form: printed lines learnt from the batch.
        scan_notes: caps that were hit and other things the reader must know, as (code, detail).
        file_histories, shared_histories: what Word files say about their past; empty unless the scan was asked.
        units: the units that were scanned side by side, by name; empty where the scan was of one.
        timings: seconds by stage; not part of the result (two equal scans differ here).
        found_under: key of all that the results depend on, for a later scan to know them again; "" where there is none.
        taken_over: found by an earlier scan of the same texts; only the names of files are of this one.
    """

    settings: Settings = field(default_factory=Settings)
    submissions: Table[Submission] = field(default_factory=Table)
    pairs: Pairs = field(default_factory=Pairs)
    passages: Table[Passage] = field(default_factory=Table)
    clusters: Table[Cluster] = field(default_factory=Table)
    skipped: Table[SkippedFile] = field(default_factory=Table)
    others: tuple[Document, ...] = ()
    learnt_form: tuple[LearntLine, ...] = ()
    scan_notes: tuple[tuple[str, str], ...] = ()
    file_histories: tuple[FileHistory, ...] = ()
    shared_histories: tuple[SharedHistory, ...] = ()
    units: tuple[UnitRow, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    found_under: str = field(default="", compare=False)
    taken_over: bool = field(default=False, compare=False)

    def document(self, id: str) -> Document:
        """The document with this id, of any role. Raises KeyError."""
        found = next((one for one in self.documents() if one.id == id), None)
        if found is None:
            raise KeyError(f"{id!r} is no text of this report; `report.documents()` has them all")
        return found

    def documents(self) -> tuple[Document, ...]:
        """All texts: those of the submissions, then the others."""
        return (*(row.document for row in self.submissions), *self.others)

    def submission(self, id: str) -> Submission:
        """The submission with this id. Raises KeyError."""
        found = next((row for row in self.submissions if row.id == id), None)
        if found is None:
            raise KeyError(f"{id!r} is no submission of this report; `report.submissions` has their ids")
        return found

    def passages_of(self, left_id: str, right_id: str) -> list[Passage]:
        """Passages of one pair, in order of its left text; the sides are as the pair has them. Raises KeyError."""
        found = [p for p in self.passages if {p.left.id, p.right.id} == {left_id, right_id}]
        for id in () if found else (left_id, right_id):
            self.document(id)  # an unknown one is told
        return found


def _html_table(records: Sequence[Mapping[str, Any]], total: int) -> str:
    if not records:
        return "<p>(0)</p>"
    head = "".join(f"<th>{escape(str(key))}</th>" for key in records[0])
    rows = "".join("<tr>" + "".join(f"<td>{escape(_cell(v))}</td>" for v in r.values()) + "</tr>" for r in records)
    more = f"<p>{len(records)} / {total}</p>" if total > len(records) else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _cell(value: Any) -> str:
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 120 else text[:117] + "..."
