"""Groups of submissions that share text: crowds that copy one text, and few people whose flagged pairs hang together.

A group always has a core: text that its members share. A chain (A and B share one text, B and C another) has none, so
it is told as two pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detector.corpus import Ints
from detector.matching.evidence import FoundPair

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Group:
    """One group.

    Attributes:
        members: rows; the text of the first is the one that is quoted.
        core: half-open token ranges of the first member's text that the others share; of a crowd most of them.
        only_passage: whether this is all that any two of its members share: one passage.
    """

    members: tuple[int, ...]
    core: tuple[tuple[int, int], ...]
    only_passage: bool = False


def find_groups(
    pairs: Sequence[FoundPair], crowds: Sequence[Sequence[int]], *, least: int, overlap: float
) -> list[Group]:
    """Groups of `least` and more members, largest first, then by first member; nobody is in two.

    Args:
        pairs: flagged pairs of submissions.
        crowds: rows of the members of each crowd; see `detector.matching.witnesses`.
        overlap: share of a crowd that has what is called its core.
    """
    crowd_of = {row: number for number, rows in enumerate(crowds) for row in rows}
    inside: dict[int, _Links] = defaultdict(_Links)
    rest = _Links()
    for pair in pairs:
        left, right = crowd_of.get(pair.left, -1), crowd_of.get(pair.right, -1)
        if left == right:
            (rest if left < 0 else inside[left]).add(pair)
    groups = [links.as_crowd(overlap) for links in inside.values()]
    while group := rest.next_group(least):
        groups.append(group)
        rest.remove(group.members)
    large = (group for group in groups if len(group.members) >= least and group.core)
    return sorted(large, key=lambda group: (-len(group.members), group.members))


def group_rows(groups: Iterable[Group], documents: int) -> Ints:
    """Row of each document's group, -1 for none, int32[documents]."""
    rows = np.full(documents, -1, np.int32)
    for row, group in enumerate(groups):
        rows[list(group.members)] = row
    return rows


class _Links:
    """Flagged pairs by member: which ranges of its text each partner shares."""

    def __init__(self) -> None:
        self._spans: dict[int, dict[int, Spans]] = defaultdict(dict)

    def add(self, pair: FoundPair) -> None:
        self._spans[pair.left][pair.right] = [passage.left for passage in pair.passages]
        self._spans[pair.right][pair.left] = [passage.right for passage in pair.passages]

    def remove(self, members: Iterable[int]) -> None:
        for member in members:
            for partner in self._spans.pop(member, {}):
                self._spans.get(partner, {}).pop(member, None)

    def as_crowd(self, overlap: float) -> Group:
        """All members, with what most partners of the best linked one share with it."""
        centre = self._best_linked(self._spans)
        partners = self._spans[centre]
        core = _shared_by(list(partners.values()), max(1, int(np.ceil(overlap * len(partners)))))
        return Group((centre, *sorted(member for member in self._spans if member != centre)), core)

    def next_group(self, least: int) -> Group | None:
        """The members around the best linked one that share one text with it and each other's passages of it."""
        centres = [member for member, partners in self._spans.items() if len(partners) >= least - 1]
        for centre in sorted(centres, key=lambda member: (-len(self._spans[member]), member)):
            partners = self._spans[centre]
            together = _sharing_most(partners)
            if len(together) >= least - 1:
                core = _shared_by([partners[member] for member in together], len(together))
                members = (centre, *together)
                return Group(members, core, len(core) == 1 and self._has_one_passage(members))
        return None

    def _has_one_passage(self, members: Sequence[int]) -> bool:
        return all(
            len(spans) == 1
            for member in members
            for partner, spans in self._spans[member].items()
            if partner in members
        )

    @staticmethod
    def _best_linked(spans: dict[int, dict[int, Spans]]) -> int:
        return max(spans, key=lambda member: (len(spans[member]), -member))


def _sharing_most(partners: dict[int, Spans]) -> tuple[int, ...]:
    """Partners that share the place of a text that most of them share; of equal places the longer one."""
    counts, low = _counts(list(partners.values()))
    most = counts.max(initial=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], counts == most, [0]]).astype(np.int8)))
    places = edges.reshape(-1, 2)
    first, last = places[np.argmax(places[:, 1] - places[:, 0])]
    start, end = int(first) + low, int(last) + low
    having = (row for row, spans in partners.items() if any(a <= start and end <= b for a, b in _merged(spans)))
    return tuple(sorted(having))


def _shared_by(ranges: Sequence[Spans], least: int) -> tuple[tuple[int, int], ...]:
    """Ranges inside a range of at least so many lists."""
    counts, low = _counts(ranges)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], counts >= least, [0]]).astype(np.int8))) + low
    return tuple((int(start), int(end)) for start, end in edges.reshape(-1, 2))


def _counts(ranges: Sequence[Spans]) -> tuple[Ints, int]:
    """In how many lists each token stands, from the first token on that is in any; and that token."""
    low = min((start for spans in ranges for start, _ in spans), default=0)
    high = max((end for spans in ranges for _, end in spans), default=0)
    counts = np.zeros(high - low + 1, np.int32)
    for spans in ranges:
        for start, end in _merged(spans):
            counts[start - low] += 1
            counts[end - low] -= 1
    return np.cumsum(counts)[:-1].astype(np.int32), low


def _merged(spans: Spans) -> Spans:
    """Spans joined where they touch."""
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
