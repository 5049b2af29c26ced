"""Groups of submissions that share text: connected components of flagged pairs, and the text all members have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Ints
from detector.matching.evidence import FoundPair


@dataclass(frozen=True, slots=True)
class Group:
    """One group. `core` are half-open token ranges of the first member's text that every other member shares."""

    members: tuple[int, ...]
    core: tuple[tuple[int, int], ...]


def find_clusters(pairs: list[FoundPair], documents: int) -> list[Group]:
    """Groups of two and more, largest first, then by first member; `pairs` are flagged pairs of submissions."""
    if not pairs:
        return []
    left = np.array([pair.left for pair in pairs])
    right = np.array([pair.right for pair in pairs])
    graph = sparse.coo_matrix((np.ones(len(pairs)), (left, right)), shape=(documents, documents))
    labels = connected_components(graph, directed=False)[1]
    members: dict[int, list[int]] = {}
    for row in np.union1d(left, right).tolist():
        members.setdefault(int(labels[row]), []).append(row)
    pairs_of: dict[int, list[FoundPair]] = {}
    for pair in pairs:
        pairs_of.setdefault(int(labels[pair.left]), []).append(pair)
    groups = [_group(tuple(rows), pairs_of[label]) for label, rows in members.items()]
    return sorted(groups, key=lambda group: (-len(group.members), group.members))


def cluster_rows(groups: list[Group], documents: int) -> Ints:
    """Row of each document's group, -1 for none, int32[documents]."""
    rows = np.full(documents, -1, np.int32)
    for row, group in enumerate(groups):
        rows[list(group.members)] = row
    return rows


def _group(members: tuple[int, ...], pairs: list[FoundPair]) -> Group:
    """The member with most partners comes first: its text is the one that is quoted."""
    partners: dict[int, list[list[tuple[int, int]]]] = {member: [] for member in members}
    for pair in pairs:
        partners[pair.left].append([passage.left for passage in pair.passages])
        partners[pair.right].append([passage.right for passage in pair.passages])
    centre = max(members, key=lambda member: (len(partners[member]), -member))
    ordered = (centre, *(member for member in members if member != centre))
    complete = len(partners[centre]) == len(members) - 1
    return Group(ordered, _shared_by_all(partners[centre]) if complete else ())


def _shared_by_all(ranges: list[list[tuple[int, int]]]) -> tuple[tuple[int, int], ...]:
    """Ranges inside a range of every list."""
    low = min(start for spans in ranges for start, _ in spans)
    high = max(end for spans in ranges for _, end in spans)
    counts = np.zeros(high - low, np.int32)
    for spans in ranges:
        counts[_covered(spans, low, high)] += 1
    edges = np.diff(np.concatenate([[False], counts == len(ranges), [False]]).astype(np.int8))
    return tuple(
        zip((np.flatnonzero(edges == 1) + low).tolist(), (np.flatnonzero(edges == -1) + low).tolist(), strict=True)
    )


def _covered(spans: list[tuple[int, int]], low: int, high: int) -> Bools:
    mask = np.zeros(high - low, bool)
    for start, end in spans:
        mask[start - low : end - low] = True
    return mask
