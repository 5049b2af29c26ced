"""The present state of a run: what the scan found, what was set aside, what was decided. Kept until it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection
from threading import Lock
from typing import Any

from detector.matches import Cluster, SharedText, Side, crowd_ids
from detector.review.index import DocumentRow, Index, PairRow, SubmissionRow, pairs_where, read_index
from detector.review.matters import Matters
from detector.review.months import sheets_in
from detector.review.rescoring import Overlay, build_overlay
from detector.review.rescoring.kept import keep_overlay, load_overlay, stamp_of
from detector.review.standing import Standing, Standings
from detector.sheets import Sheet
from detector.storage.connection import open_run
from detector.storage.decisions import decisions_after, last_decision_row
from detector.storage.exclusions import Exclusion, exclusion_ledger, in_force, last_exclusion_row
from detector.storage.runfile import require_whole, told_damage


@dataclass(frozen=True)
class View:
    """One moment of a run, as the pages read it. Figures are those after exclusions.

    Attributes:
        places: where else a passage stands, as far as somebody asked since the scan.
        queue: the last `Matters`, with the moment they are of.
        sheets: persons over months or quarters, see `detector.review.months`; empty for texts about years.
    """

    index: Index
    overlay: Overlay
    standings: Standings
    ledger: tuple[Exclusion, ...]
    places: dict[Side, list[Side]] = field(default_factory=dict)
    queue: dict[str, Any] = field(default_factory=dict, compare=False)
    sheets: tuple[Sheet, ...] = ()

    def text(self, row: int) -> DocumentRow:
        """The document of a row. Raises IndexError."""
        return self.index.texts[row]

    def outcome(self, row: int) -> SubmissionRow:
        """A submission's figures. Raises KeyError for another document."""
        return self.overlay.outcomes.get(row) or self.index.outcomes[row]

    @cached_property
    def outcomes(self) -> tuple[SubmissionRow, ...]:
        """All submissions."""
        return tuple(self.outcome(row) for row in self.index.outcomes)

    @cached_property
    def pairs(self) -> tuple[PairRow, ...]:
        """All pairs that the scan flagged, or would flag now, strongest first; `flagged` is False where exclusions took
        it away."""
        known = {pair.row for pair in self.index.pairs}
        new = (pair for pair in self.overlay.pairs.values() if pair.flagged and pair.row not in known)
        pairs = (*map(self.adjusted, self.index.pairs), *new)
        return tuple(sorted(pairs, key=lambda pair: (-pair.evidence, pair.row)))

    def adjusted(self, pair: PairRow) -> PairRow:
        """The same pair after exclusions."""
        return self.overlay.pairs.get(pair.row, pair)

    def pairs_of(self, connection: Connection, row: int) -> list[PairRow]:
        """All pairs of a document, flagged or not, strongest first."""
        found = pairs_where(connection, self.index.ids, "left_row = ? OR right_row = ?", (row, row))
        return sorted(map(self.adjusted, found), key=lambda pair: (-pair.flagged, -pair.evidence, pair.row))

    @cached_property
    def groups(self) -> tuple[Cluster, ...]:
        """Groups of more than a pair."""
        minimum = self.index.settings.cluster_min_members
        return tuple(group for group in self.all_groups.values() if len(group.members) >= minimum)

    @cached_property
    def crowds(self) -> frozenset[str]:
        """Groups whose pairs are listed inside them alone; see `crowd_ids`."""
        return crowd_ids(self.groups, self.index.settings.common_rank)

    @cached_property
    def loose_pairs(self) -> tuple[PairRow, ...]:
        """`pairs` that are inside no crowd."""
        return tuple(pair for pair in self.pairs if pair.cluster not in self.crowds)

    def links(self, group: Cluster) -> list[PairRow]:
        """The flagged pairs of its members."""
        members = set(self.index.rows_of(group.members))
        return [pair for pair in self.pairs if pair.flagged and pair.left in members and pair.right in members]

    @property
    def all_groups(self) -> Mapping[str, Cluster]:
        """By id."""
        return self.index.groups if self.overlay.groups is None else self.overlay.groups

    @cached_property
    def shared(self) -> tuple[SharedText, ...]:
        """Texts of many that are none of the excluded ones."""
        gone = self.overlay.gone_texts
        return tuple(one for one in self.index.shared if one.id not in gone)

    def is_pair(self, left: int, right: int) -> bool:
        """Whether the scan flagged these two texts."""
        return (min(left, right), max(left, right)) in self._flagged

    @cached_property
    def _flagged(self) -> frozenset[tuple[int, int]]:
        return frozenset((min(pair.left, pair.right), max(pair.left, pair.right)) for pair in self.pairs)

    def standing(self, pair: PairRow) -> Standing | None:
        """The decision on a pair."""
        return self.standings.of(pair.left, pair.right)

    def is_open(self, pair: PairRow) -> bool:
        """Whether somebody still has to look at a pair."""
        standing = self.standing(pair)
        return standing is None or standing.is_open

    def matters(self) -> Matters:
        """What there is to look at, as of the last decision; worked out once."""
        stamp = (self.standings.last_row, date.today())
        if self.queue.get("stamp") != stamp:
            self.queue.update(stamp=stamp, matters=Matters(self, stamp[1]))
        found: Matters = self.queue["matters"]
        return found

    def read_by(self, reviewer: str) -> View:
        """The same without what other people concluded about what this reviewer has not."""
        return replace(self, standings=self.standings.read_by(reviewer), queue={})

    def open_pairs(self) -> Iterator[PairRow]:
        """Flagged pairs without a decision, strongest first."""
        return (pair for pair in self.pairs if pair.flagged and self.is_open(pair))


class RunState:
    """A run folder, and the last view of it; thread-safe. Re-reads what another process changed."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self._lock = Lock()
        self._view: View | None = None
        self._stamp = ("", 0)
        self._unkept = ""

    def connect(self) -> AbstractContextManager[Connection]:
        """A connection of its own for one request. Raises `RunFileError`."""
        return open_run(self.run, check=False)

    def view(self, connection: Connection) -> View:
        """The state as of now: nothing is read again that has not changed."""
        with self._lock, told_damage(self.run):
            # All in one read transaction, so that a scan that ends meanwhile is seen whole or not at all.
            connection.execute("BEGIN")
            try:
                view = self._renewed(connection)
            finally:
                connection.execute("COMMIT")
            if self._unkept:
                keep_overlay(connection, view.overlay, self._unkept)
                self._unkept = ""
            return view

    def _renewed(self, connection: Connection) -> View:
        (scanned,) = connection.execute("SELECT value FROM meta WHERE key = 'scanned'").fetchone()
        known = self._view if self._view and self._stamp[0] == scanned else None
        if known is None:
            require_whole(connection, self.run)
        index = known.index if known else read_index(connection)
        standings = known.standings if known else Standings(index.texts, index.shared)
        if standings.last_row < last_decision_row(connection):
            standings.learn(decisions_after(connection, standings.last_row))
        stamp = (scanned, last_exclusion_row(connection))
        if known is None or stamp != self._stamp:
            ledger = exclusion_ledger(connection)
            overlay = self._overlay(connection, index, standings, ledger, known.overlay if known else Overlay())
            view = View(index, overlay, standings, tuple(ledger), known.places if known else {})
            least = index.settings.previous_min_share
            sheets = sheets_in(index.texts, view.outcomes, view.pairs, least_share=least)
            self._view = replace(view, sheets=sheets)
            self._stamp = stamp
        assert self._view is not None
        return self._view

    def _overlay(
        self,
        connection: Connection,
        index: Index,
        standings: Standings,
        ledger: list[Exclusion],
        known: Overlay,
    ) -> Overlay:
        """From the run file where it was kept; what is worked out anew is kept once the reading is over."""
        exclusions = list(in_force(ledger))
        stamp = stamp_of(index, last_exclusion_row(connection))
        kept = load_overlay(connection, index, stamp) if exclusions else None
        if kept is None and exclusions:
            self._unkept = stamp
        return kept or build_overlay(connection, index, standings, exclusions, known)
