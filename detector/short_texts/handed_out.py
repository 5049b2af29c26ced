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
from detector.matching.shared_texts import TextOfMany
from detector.settings import Settings
from detector.short_texts.clauses import Clauses


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Texts of many.

    Attributes:
        clauses: bool[clauses], those that are part of one.
        texts: each with the submissions that have it, most first.
    """

    clauses: Bools
    texts: tuple[TextOfMany, ...]


def find_handed_out(corpus: Corpus, clauses: Clauses, settings: Settings) -> HandedOut:
    """Texts whose clauses the same people have, more of them than `Settings.common_rank`."""
    frequent = np.flatnonzero(clauses.people > settings.common_rank).astype(np.int32)
    texts = _texts(clauses, frequent, settings)
    marked = np.zeros(len(clauses), bool)
    found: list[TextOfMany] = []
    for text in range(int(texts.max(initial=-1)) + 1):
        mine = np.isin(clauses.families, frequent[texts == text])
        one = _text(corpus, clauses, mine, settings)
        if one is not None and len(np.unique(_writers(clauses, one))) > settings.common_rank:
            marked |= mine
            found.append(one)
    return HandedOut(marked, tuple(sorted(found, key=lambda one: (-len(one.documents), one.documents))))


def _writers(clauses: Clauses, text: TextOfMany) -> Ints:
    return clauses.writers[np.isin(clauses.documents, text.documents)]


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


def _text(corpus: Corpus, clauses: Clauses, mine: Bools, settings: Settings) -> TextOfMany | None:
    """The submissions with most of a text's clauses; None if the text is too short to be more than a set phrase."""
    families = np.unique(clauses.families[mine])
    pairs = np.unique(np.stack([clauses.documents[mine], clauses.families[mine]]), axis=1)
    counts = np.bincount(pairs[0], minlength=len(corpus))
    is_submission = np.array([d.role is Role.SUBMISSION for d in corpus.documents], bool)
    having = np.flatnonzero((counts >= settings.crowd_overlap * len(families)) & is_submission)
    if not len(having):
        return None
    quoted = int(np.argmax(counts[having]))
    core = mine & (clauses.documents == having[quoted])
    if int(clauses.lengths()[core].sum()) < settings.min_passage_syllables:
        return None
    places = []
    for row in having.tolist():
        its = mine & (clauses.documents == row)
        places.append((int(clauses.starts[its].min()), int(clauses.ends[its].max())))
    return TextOfMany(tuple(having.tolist()), tuple(places), quoted)
