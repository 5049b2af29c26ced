"""Groups of submissions over all units: those that a pair between units touches are joined; all are named by size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detector.matches import Cluster, Pair, Passage
from detector.text.syllables import syllables_of

_COLLEAGUES = "colleagues"
_SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class LocalGroup(Cluster):
    """A group as its unit has it, without the text shared by all."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class JoinedGroup(Cluster):
    """A group with members in several units."""

    units: int = 0
    core_syllables: int = 0


@dataclass(frozen=True, slots=True)
class Naming:
    """Attributes:
    names: new id of every group of a unit that stays as it is, by (unit, old id).
    joined: the groups that are new.
    """

    names: Mapping[tuple[str, str], str]
    joined: tuple[JoinedGroup, ...]

    def of_unit(self, unit: str) -> dict[str, str]:
        """New ids by old ones, of one unit."""
        return {id: new for (name, id), new in self.names.items() if name == unit}

    def new_ids(self) -> dict[str, str]:
        """The group of each member of a joined group."""
        return {member: group.id for group in self.joined for member in group.members}


@dataclass(frozen=True, slots=True)
class LinkedSide:
    """One side of a pair between units: its unit, and the old id of its group there."""

    unit: str
    group: str | None


def name_groups(
    local: Iterable[LocalGroup],
    links: Iterable[tuple[str, str]],
    sides: Mapping[str, LinkedSide],
) -> Naming:
    """Ids ``c1``, ``c2`` ... by size.

    Args:
        links: ids of both sides of every flagged pair between units.
        sides: by id, everybody in `links`.
    """
    parents: dict[str, str] = {}
    for left, right in links:
        _union(parents, left, right)
    units = {id: side.unit for id, side in sides.items()}
    rest: list[LocalGroup] = []
    of_sample: list[str] = []
    for group in local:
        linked = [id for id in group.members if id in sides and sides[id].group == group.id]
        if not linked:
            rest.append(group)
            continue
        for member in group.members:
            units[member] = group.unit
            _union(parents, linked[0], member)
        if group.kind == _SAMPLE:
            of_sample.append(group.members[0])
    return _named(rest, _joined(parents, units, of_sample))


def _joined(parents: dict[str, str], units: Mapping[str, str], of_sample: Iterable[str]) -> Iterator[JoinedGroup]:
    """Not yet named; the text of a sample stays one."""
    by_root: dict[str, list[str]] = {}
    for member in sorted(parents):
        by_root.setdefault(_root(parents, member), []).append(member)
    samples = {_root(parents, member) for member in of_sample}
    for root, members in by_root.items():
        kind = _SAMPLE if root in samples else _COLLEAGUES
        yield JoinedGroup("", tuple(members), "", kind, len({units[member] for member in members}))


def _named(rest: Iterable[LocalGroup], merged: Iterable[JoinedGroup]) -> Naming:
    names: dict[tuple[str, str], str] = {}
    joined: list[JoinedGroup] = []
    groups: list[LocalGroup | JoinedGroup] = [*rest, *merged]
    groups.sort(key=_by_size)
    for number, group in enumerate(groups, 1):
        if isinstance(group, LocalGroup):
            names[group.unit, group.id] = f"c{number}"
        else:
            joined.append(replace(group, id=f"c{number}"))
    return Naming(names, tuple(joined))


def _by_size(group: LocalGroup | JoinedGroup) -> tuple[int, bool, str, int]:
    """The largest first; those of one size as their units have them, new ones before them."""
    if isinstance(group, LocalGroup):
        return -len(group.members), True, group.unit, int(group.id[1:])
    return -len(group.members), False, group.members[0], 0


def _root(parents: dict[str, str], member: str) -> str:
    while parents.setdefault(member, member) != member:
        parents[member] = parents[parents[member]]
        member = parents[member]
    return member


def _union(parents: dict[str, str], left: str, right: str) -> None:
    first, second = sorted((_root(parents, left), _root(parents, right)))
    parents[second] = first


def with_core(
    group: JoinedGroup,
    pairs: Iterable[Pair],
    passages: Mapping[tuple[str, str], Sequence[Passage]],
    texts: Mapping[str, str],
) -> JoinedGroup:
    """Its core is what the member with most partners shares with every other; nothing where a chain shares none."""
    ranges: dict[str, list[list[tuple[int, int]]]] = {member: [] for member in group.members}
    for pair in pairs:
        of_pair = passages.get(pair.ids, ())
        ranges[pair.left_id].append([(one.left.start, one.left.end) for one in of_pair])
        ranges[pair.right_id].append([(one.right.start, one.right.end) for one in of_pair])
    centre = max(sorted(ranges), key=lambda member: len(ranges[member]))
    if len(ranges[centre]) < len(group.members) - 1:
        return group
    text = texts[centre]
    syllables = syllables_of(text)
    inside = np.ones(len(syllables), bool)
    for spans in ranges[centre]:
        shared = np.zeros(len(syllables), bool)
        for start, end in spans:
            shared[syllables.inside(start, end)] = True
        inside &= shared
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    quotes = [text[syllables.starts[a] : syllables.ends[b - 1]] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return replace(group, core="\n".join(quotes), core_syllables=int(inside.sum()))
