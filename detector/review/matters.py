"""What somebody has to look at, by person: pairs, and findings that belong to nobody else. The order of the queue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from detector.review.standing import Key, Standing, shared_key

if TYPE_CHECKING:
    from detector.matches import Cluster, SharedText
    from detector.review.index import PairRow
    from detector.review.state import View

# Findings that say in words what the pairs, the groups and the shared texts of the person say.
TOLD_ELSEWHERE = frozenset({"shared", "cluster", "shared_text"})
STATES = ("open", "later", "awaiting", "done")


@dataclass(frozen=True)
class Matters:
    """One moment of the queue. Persons are rows of submissions."""

    view: View
    today: date

    @cached_property
    def pairs(self) -> Mapping[int, Sequence[PairRow]]:
        """Flagged pairs by person."""
        found: dict[int, list[PairRow]] = defaultdict(list)
        for pair in self.view.pairs:
            if pair.flagged:
                for row in pair.rows:
                    found[row].append(pair)
        return found

    def keys(self, row: int) -> Iterator[Key]:
        """What of a person needs a conclusion."""
        for pair in self.pairs.get(row, ()):
            yield pair.rows if pair.left < pair.right else (pair.right, pair.left)
        if (number := self.told_text(row)) is not None:
            yield shared_key(number, row)
        if self.has_own_findings(row):
            yield (row,)

    def told_text(self, row: int) -> int | None:
        """The longest text of many that the person has, where most of the own text is such; its place in the index."""
        if "shared_text" not in self.view.outcome(row).flags:
            return None
        return max(
            self._texts_of.get(row, ()), key=lambda at: (self.view.index.shared[at].syllables, -at), default=None
        )

    @cached_property
    def _texts_of(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for one in self.view.shared:
            for row in self.view.index.rows_of(one.people):
                found[row].append(self.view.index.numbers[one.id])
        return found

    def has_own_findings(self, row: int) -> bool:
        """Whether something was found that no other person has a part in."""
        return any(kind not in TOLD_ELSEWHERE for kind in self.view.outcome(row).flags)

    def open_pairs(self, row: int) -> list[PairRow]:
        """Flagged pairs of a person without a conclusion."""
        return [pair for pair in self.pairs.get(row, ()) if self.view.is_open(pair)]

    @cached_property
    def people(self) -> Sequence[int]:
        """Everybody with something to look at: the strongest pair first, then who has most findings."""
        rows = [row for row in self.view.index.outcomes if next(self.keys(row), None) is not None]
        return sorted(rows, key=lambda row: (-self._strongest(row), -len(self.view.outcome(row).findings), row))

    def _strongest(self, row: int) -> float:
        return max((pair.evidence for pair in self.pairs.get(row, ())), default=0.0)

    @cached_property
    def states(self) -> Mapping[int, str]:
        """Of `people`, by row."""
        return {row: self._state(row) for row in self.people}

    def _state(self, row: int) -> str:
        """A person that was put off is put off with all that is open about it."""
        said = self.view.standings.of(row)
        if said and said.state in ("later", "awaiting"):
            return said.state
        found = [one.state if one else "open" for one in map(self._standing, self.keys(row))]
        return next(state for state in STATES if state in found)

    def _standing(self, key: Key) -> Standing | None:
        return self.view.standings.of(*key)

    @cached_property
    def progress(self) -> tuple[int, int]:
        """Persons with a conclusion on everything, of those with something to look at."""
        return Counter(self.states.values())["done"], len(self.people)

    def next_person(self, after: int | None = None, *, order: Sequence[int] | None = None) -> int | None:
        """Who comes next in the list and has something open; then who was put off; None when nobody is left."""
        listed = list(self.people if order is None else order)
        start = listed.index(after) + 1 if after in listed else 0
        turned = [row for row in (*listed[start:], *listed[:start]) if row != after]
        waiting = [row for row in turned if self.states[row] not in ("open", "done")]
        overdue = (row for row in waiting if not self._waits(row))
        later = (row for row in waiting if self.states[row] == "later")
        opened = (row for row in turned if self.states[row] == "open")
        return next(iter([*overdue, *opened, *later]), None)

    def next_text(self) -> str | None:
        """The text of most people that is somebody's finding without a conclusion and not put off."""
        for one in self.view.shared:
            number = self.view.index.numbers[one.id]
            for row in self.view.index.rows_of(one.people):
                said = self.view.standings.of(*shared_key(number, row))
                waits = said is not None and (said.waits(self.today) or not said.is_open)
                if self.told_text(row) == number and not waits:
                    return one.id
        return None

    def next_group(self) -> str | None:
        """The largest group in which a pair has no conclusion and was not put off."""
        waiting: set[str] = set()
        for pair in self.view.pairs:
            if pair.flagged and pair.cluster and self.view.is_open(pair):
                said = self.view.standing(pair)
                if said is None or not said.waits(self.today):
                    waiting.add(pair.cluster)
        return next((group.id for group in self.view.groups if group.id in waiting), None)

    def is_left(self) -> bool:
        """Whether somebody can look at something today."""
        return self.next_person() is not None

    def _waits(self, row: int) -> bool:
        """Whether everything open about a person is put off, and no day has passed."""
        found = [self.view.standings.of(row), *map(self._standing, self.keys(row))]
        return all(one.waits(self.today) for one in found if one is not None and one.state in ("later", "awaiting"))


@dataclass(frozen=True)
class GroupWork:
    """What of a group is concluded.

    Attributes:
        pairs: the flagged ones among its members.
        newcomers: members of whom no pair has a conclusion, where others have.
    """

    pairs: Sequence[PairRow]
    open: Sequence[PairRow]
    newcomers: Sequence[int]


def group_work(view: View, group: Cluster, pairs: Iterable[PairRow]) -> GroupWork:
    """`pairs`: the flagged ones among the members."""
    listed = list(pairs)
    opened = [pair for pair in listed if view.is_open(pair)]
    known = {row for pair in listed if not view.is_open(pair) for row in pair.rows}
    met = {row for pair in listed for row in pair.rows}
    newcomers = [row for row in view.index.rows_of(group.members) if row in met and row not in known] if known else []
    return GroupWork(listed, opened, newcomers)


@dataclass(frozen=True)
class TextWork:
    """What of a shared text is concluded, by row of its people; `newcomers` have no conclusion where others have."""

    said: Mapping[int, Standing | None]

    @property
    def open(self) -> Sequence[int]:
        """Without a conclusion."""
        return [row for row, one in self.said.items() if one is None or one.is_open]

    @property
    def newcomers(self) -> Sequence[int]:
        """Who joined after a conclusion about the others."""
        return [row for row, one in self.said.items() if one is None] if len(self.open) < len(self.said) else []


def text_work(view: View, shared: SharedText) -> TextWork:
    """As of now."""
    number = view.index.numbers[shared.id]
    return TextWork({row: view.standings.of(*shared_key(number, row)) for row in view.index.rows_of(shared.people)})
