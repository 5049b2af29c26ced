"""Clauses that many people have word for word: the software's default, a model that was handed out.

They are told once, as a group, and are no evidence against anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Corpus, Ints
from detector.documents import Role
from detector.matching.clusters import Group
from detector.settings import Settings
from detector.short_texts.clauses import Clauses


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Texts of many.

    Attributes:
        clauses: bool[clauses], those that are part of one.
        groups: who has each, submissions only, largest first; `core` are the clauses of the first member.
        people: how many persons each group has.
    """

    clauses: Bools
    groups: tuple[Group, ...]
    people: tuple[int, ...]


def find_handed_out(corpus: Corpus, clauses: Clauses, settings: Settings) -> HandedOut:
    """Texts whose clauses the same people have, more of them than `Settings.common_rank`."""
    frequent = np.flatnonzero(clauses.people > settings.common_rank).astype(np.int32)
    texts = _texts(clauses, frequent, settings)
    marked = np.zeros(len(clauses), bool)
    found: list[tuple[Group, int]] = []
    for text in range(int(texts.max(initial=-1)) + 1):
        mine = np.isin(clauses.families, frequent[texts == text])
        members = _members(corpus, clauses, mine, settings)
        if members is not None and len(members.members) > settings.common_rank:
            marked |= mine
            rows = np.isin(clauses.documents, members.members)
            found.append((members, len(np.unique(clauses.writers[rows]))))
    found.sort(key=lambda one: (-len(one[0].members), one[0].members))
    return HandedOut(marked, tuple(group for group, _ in found), tuple(people for _, people in found))


def _texts(clauses: Clauses, frequent: Ints, settings: Settings) -> Ints:
    """Number of the text that each frequent family belongs to: one of the families that the same people have."""
    if not len(frequent):
        return np.zeros(0, np.int32)
    chosen = np.isin(clauses.families, frequent)
    rows = np.searchsorted(frequent, clauses.families[chosen])
    shape = (len(frequent), int(clauses.writers.max()) + 1)
    users = sparse.csr_matrix((np.ones(len(rows)), (rows, clauses.writers[chosen])), shape=shape)
    users.data[:] = 1.0
    sizes = np.asarray(users.sum(axis=1)).ravel()
    both = (users @ users.T).tocoo()
    same = both.data >= settings.crowd_overlap * (sizes[both.row] + sizes[both.col] - both.data)
    links = sparse.coo_matrix((both.data[same], (both.row[same], both.col[same])), shape=both.shape)
    return connected_components(links, directed=False)[1].astype(np.int32)


def _members(corpus: Corpus, clauses: Clauses, mine: Bools, settings: Settings) -> Group | None:
    """The submissions with most of a text's clauses; None if the text is too short to be more than a set phrase."""
    families = np.unique(clauses.families[mine])
    pairs = np.unique(np.stack([clauses.documents[mine], clauses.families[mine]]), axis=1)
    counts = np.bincount(pairs[0], minlength=len(corpus))
    is_submission = np.array([d.role is Role.SUBMISSION for d in corpus.documents], bool)
    having = np.flatnonzero((counts >= settings.crowd_overlap * len(families)) & is_submission)
    if not len(having):
        return None
    first = int(having[np.argmax(counts[having])])
    core = mine & (clauses.documents == first)
    if int(clauses.lengths()[core].sum()) < settings.min_passage_syllables:
        return None
    ranges = tuple(zip(clauses.starts[core].tolist(), clauses.ends[core].tolist(), strict=True))
    return Group((first, *(row for row in having.tolist() if row != first)), ranges)
