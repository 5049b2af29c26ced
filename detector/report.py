"""The finished value of a scan: what every writer, the run file and the notebook read. Nothing is computed here.

Tables are sequences of small frozen rows; in a notebook they draw themselves, `to_frame` gives pandas. A report is
changed by `dataclasses.replace`, so what a change does not name stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

from detector.checks import check_lang, check_numbers, run_folder, shown
from detector.documents import Document, SkippedFile
from detector.errors import InputError, NoSuchRowError, UnknownIdError
from detector.flat import TABLES, Line, Value, column_type, columns, finding_lines, flat, member_lines
from detector.language import N_
from detector.lines import flagged_at
from detector.matches import (
    Cluster,
    FileHistory,
    MethodNull,
    Pair,
    Passage,
    SharedHistory,
    SharedText,
    Side,
    passage_threshold,
)
from detector.records import record
from detector.settings import Settings
from detector.sheets import Sheet, SheetCount, counts_of, sheets_of
from detector.submissions import Figures, Finding, LearntLine, Mark, Marks, Submission, UnitRow

if TYPE_CHECKING:
    import pandas

    from detector.features import Features
    from detector.plots import Plots

__all__ = [
    "Figures",
    "Finding",
    "LearntLine",
    "Mark",
    "Marks",
    "Pairs",
    "Report",
    "Sheet",
    "SheetCount",
    "Submission",
    "Table",
    "UnitRow",
]

Row = TypeVar("Row")


class Table(Sequence[Row], Generic[Row]):
    """An immutable sequence of rows that draws itself in a notebook."""

    __hash__ = None  # type: ignore[assignment]  # equal by rows, so not hashable

    def __init__(self, rows: Sequence[Row] = (), kind: str = "") -> None:
        """`kind` is the table's name in the report, by which an empty one knows its columns."""
        self._rows = rows
        self.kind = kind

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> Row | Self:
        try:
            return type(self)(self._rows[index], self.kind) if isinstance(index, slice) else self._rows[index]
        except TypeError as error:
            words = N_("a table has rows: expected the number of a row or a slice, got {given}")
            raise InputError(words.format(given=repr(index)[:80])) from error
        except IndexError as error:
            words = N_("a table of {count} rows: there is no row {given}; the first one is 0")
            raise NoSuchRowError(words.format(count=len(self), given=index)) from error

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        """Equal rows in equal order; a list of the same rows is equal too."""
        return isinstance(other, Table | list | tuple) and list(self) == list(other)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.kind or 'rows'}>"

    def records(self, lang: str = "vi") -> Iterator[Mapping[str, object]]:
        """The rows as the export files give them, keys always present; sentences in `lang`."""
        check_lang(lang)
        return (record(row, lang) for row in self._rows)

    def lines(self, lang: str = "vi") -> list[Line]:
        """The rows as flat lines: one value a column, a name for each figure; see `detector.flat`."""
        check_lang(lang)
        return [flat(row, lang) for row in self._rows]

    def columns(self, lang: str = "vi") -> dict[str, list[Value]]:
        """The same by column: ``polars.DataFrame(report.pairs.columns())``."""
        return columns(self.kind, self.lines(lang))

    def to_frame(self, lang: str = "vi") -> pandas.DataFrame:
        """A pandas DataFrame of `lines`, its columns the same when it is empty; needs the `notebooks` extra."""
        return _frame(self.kind, self.columns(lang))

    def _repr_html_(self) -> str:
        return _html_table([flat(row) for row in self._rows[:_SHOWN_ROWS]], len(self))


class Pairs(Table[Pair]):
    """Pairs with something in common, strongest evidence first."""

    def flagged(self) -> Pairs:
        """Only those above the threshold."""
        return Pairs([pair for pair in self if pair.flagged], self.kind)


# One chance pair in every unit to one in a hundred thousand units.
_ALLOWED = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0001, 0.00001)


@dataclass(frozen=True)
class Report:
    """Everything a scan found.

    Attributes:
        others: the references, earlier texts and forms that were read beside the submissions.
        learnt_form: printed lines learnt from the batch.
        scan_notes: caps that were hit and other things the reader must know, as (code, detail).
        file_histories, shared_histories: what Word files say about their past; empty unless the scan was asked.
        units: the units that were scanned side by side, by name; empty where the scan was of one.
        shared_texts: passages that more than a few people have, those of most people first.
        nulls: how often chance makes pairs of each method, and from which evidence they are flagged.
        crowds: ids of the members of each crowd, whose texts counted as one witness.
        common_below: where a submission's text is common wording though a flagged pair gives it another class.
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
    shared_texts: Table[SharedText] = field(default_factory=Table)
    nulls: tuple[MethodNull, ...] = ()
    crowds: tuple[tuple[str, ...], ...] = ()
    common_below: tuple[Side, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    found_under: str = field(default="", compare=False)
    taken_over: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("submissions", "pairs", "passages", "clusters", "skipped", "shared_texts"):
            table: object = getattr(self, name)
            if not isinstance(table, Pairs if name == "pairs" else Table):
                words = N_("{name}: expected a table of a report, got {given}. Write Table(rows), or Pairs(rows).")
                raise InputError(words.format(name=name, given=shown(table)))
            table.kind = name

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{len(table)} {name}"
            for name, table in (
                ("submissions", self.submissions),
                ("pairs to look at", self.pairs.flagged()),
                ("groups", self.clusters),
                ("files not read", self.skipped),
            )
        )
        return f"<Report: {counts}>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self)[1:-1])}</p>{self.pairs.flagged()._repr_html_()}"

    @cached_property
    def sheets(self) -> Table[Sheet]:
        """Persons over months, quarters or half years: what each handed in for each; empty for texts about years."""
        least = self.settings.previous_min_share
        return Table(sheets_of(self.submissions, self.pairs, self.others, least_share=least), "sheets")

    def sheet_counts(self) -> list[SheetCount]:
        """How many sheets of each person were new, by quarter and year."""
        return counts_of(self.sheets)

    @property
    def plot(self) -> Plots:
        """Pictures: ``report.plot.evidence()``, ``.sources()``, ``.network()``, ``.timeline()``; extra ``plot``."""
        from detector.plots import Plots

        return Plots(self)

    def frames(self, lang: str = "vi") -> dict[str, pandas.DataFrame]:
        """All tables as pandas frames: those of the report, and its findings and members of groups by themselves."""
        return {table: _frame(table, found) for table, found in self.tables(lang).items()}

    def tables(self, lang: str = "vi") -> dict[str, dict[str, list[Value]]]:
        """The columns of `frames`, for other libraries."""
        check_lang(lang)
        lines = {
            "findings": finding_lines(self.submissions, lang),
            "members": member_lines(self.clusters),
        }
        return {
            table: columns(table, lines[table]) if table in lines else getattr(self, table).columns(lang)
            for table in TABLES
        }

    def save(self, run: str | Path) -> Path:
        """Writes the results into a RUN folder, in place of earlier ones; decisions recorded there stay.

        `detector.open(run)` gives them back, and so do the commands. Returns the run file. Raises `RunFileError`.
        """
        from detector.storage import run_lock, save

        folder = run_folder(run)
        with run_lock(folder):
            return save(self, folder)

    def document(self, id: str) -> Document:
        """The document with this id, of any role. Raises `UnknownIdError`, a KeyError."""
        found = next((one for one in self.documents() if one.id == id), None)
        if found is None:
            words = N_("{id} is no text of this report; `report.documents()` has them all")
            raise UnknownIdError(words.format(id=repr(id)[:80]))
        return found

    def documents(self) -> tuple[Document, ...]:
        """All texts: those of the submissions, then the others."""
        return (*(row.document for row in self.submissions), *self.others)

    def submission(self, id: str) -> Submission:
        """The submission with this id. Raises `UnknownIdError`, a KeyError."""
        found = next((row for row in self.submissions if row.id == id), None)
        if found is None:
            words = N_("{id} is no submission of this report; `report.submissions` has their ids")
            raise UnknownIdError(words.format(id=repr(id)[:80]))
        return found

    @property
    def submissions_read(self) -> int:
        """How many submissions the scan read: all of them are rows here, but for a scan that kept a selection."""
        selected = dict(self.scan_notes).get("selection", "")
        return int(selected.rpartition("/")[2] or len(self.submissions))

    @property
    def threshold(self) -> float:
        """Bits from which pairs of passages are flagged; of several units the least."""
        return passage_threshold(self.nulls, least=self.settings.pair_min_bits)

    def pairs_at(self, expected_false_pairs: float | None = None, *, pair_min_bits: float | None = None) -> Pairs:
        """All pairs, flagged as a scan with these settings would flag them; nothing is scanned again.

        Persons, groups and shares stay as the scan left them: see `rethreshold`. Raises `SettingsError` for a number
        out of range.
        """
        asked = {"expected_false_pairs": expected_false_pairs, "pair_min_bits": pair_min_bits}
        settings = self.settings.replace(**{name: value for name, value in asked.items() if value is not None})
        return Pairs(list(flagged_at(self.pairs, self.passages, self.documents(), self.nulls, settings)), "pairs")

    def rethreshold(self, **changes: float) -> Report:
        """The report that a scan with other thresholds gives: pairs, groups, shares and findings; nothing is scanned.

        ``report.rethreshold(pair_min_bits=100, expected_false_pairs=0.001)``; also `cluster_min_members` and the least
        shares of findings. What is found by meaning is not looked for again. Raises `SettingsError` for a number out of
        range, `InputError` for another setting and for a scan of several units.
        """
        from detector.rethreshold import rethreshold

        return rethreshold(self, self.settings.replace(**changes))

    def curve(self, allowed: Sequence[float] = _ALLOWED) -> dict[str, list[Value]]:
        """Pairs flagged at each number of chance pairs allowed, as columns for a frame; see `pairs_at`."""
        check_numbers("allowed", allowed)
        flagged = [self.pairs_at(one).flagged() for one in allowed]
        return {
            "expected_false_pairs": list(allowed),
            "pairs": [len(pairs) for pairs in flagged],
            "submissions": [len({id for pair in pairs for id in pair.ids}) for pairs in flagged],
        }

    def features(self, *, resources: str | Path | None = None) -> Features:
        """TF-IDF, shingles and sketches of the texts as matrices with names: what the scan compared them by.

        ``report.features().tfidf()``; about as long as reading words takes in a scan. `resources` as for `scan`.
        """
        from detector.features import Features

        return Features(self, resources=resources)

    def passages_of(self, left_id: str, right_id: str) -> list[Passage]:
        """Passages of one pair, in order of its left text; the sides are as the pair has them.

        Raises `UnknownIdError`, a KeyError.
        """
        found = [p for p in self.passages if {p.left.id, p.right.id} == {left_id, right_id}]
        for id in () if found else (left_id, right_id):
            self.document(id)  # an unknown one is told
        return found


_PANDAS_TYPES = {int: "Int64", float: "float64", bool: "boolean"}


def _frame(kind: str, found: Mapping[str, Sequence[Value]]) -> pandas.DataFrame:
    """Whole numbers and truths that may be missing keep their type; words are as pandas has them by default."""
    try:
        import pandas
    except ImportError as error:
        from detector.errors import MissingExtraError

        raise MissingExtraError(N_("A data frame"), "notebooks") from error
    types = {name: _PANDAS_TYPES.get(column_type(kind, name), "str") for name in found}
    series = {name: pandas.Series(values, dtype=types[name]) for name, values in found.items()}
    return pandas.DataFrame(series, columns=list(found))


def _html_table(lines: Sequence[Line], total: int) -> str:
    """A screen's height of a table at most, without texts and keys; it scrolls sideways."""
    names = [name for name in (lines[0] if lines else ()) if name not in _UNSHOWN]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(_cell(line.get(name)))}</td>' for name in names)}</tr>" for line in lines
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if lines else ""
    return f'<div style="overflow:auto;max-height:30em">{table}<p>{len(lines)} / {total}</p></div>'


_SHOWN_ROWS = 12
_UNSHOWN = frozenset({"text", "key", "path", "sentences", "core"})


def _cell(value: Value) -> str:
    if value is None:
        return ""
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
