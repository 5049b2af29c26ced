"""Clauses that many people have word for word: the software's default, a model that was handed out.

They are told once, as a group, and are no evidence against anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, rows_of
from detector.matching.shared_texts import TextOfMany, longest_runs
from detector.settings import Settings
from detector.short_texts.clauses import Clauses

_LEAST_OF_HABIT = 3  # people who have a sentence in several periods
_MORE_SYLLABLES = 8  # a sentence of one's own beside a handed-out one
_TOGETHER = 0.5  # of the submissions that have two clauses of a text, those in which one follows the other


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Texts of many.

    Attributes:
        clauses: bool[clauses], those that are part of one.
        texts: each with the submissions and earlier texts that have it, most first.
    """

    clauses: Bools
    texts: tuple[TextOfMany, ...]


def find_handed_out(corpus: Corpus, clauses: Clauses, settings: Settings) -> HandedOut:
    """Texts whose clauses the same people have, more of them than `Settings.few`.

    What no more than `Settings.common_rank` people have must be a part of what most of them wrote: a few people whose
    whole texts are equal are copies of each other. What three people write again in another period beside work of their
    own is prescribed, however small the office.
    """
    few = settings.few(len(np.unique(clauses.writers)))
    habits = _people_of_habit(corpus, clauses) >= _LEAST_OF_HABIT
    frequent = np.flatnonzero((clauses.people > few) | habits).astype(np.int32)
    texts = _texts(clauses, frequent, settings)
    marked = np.zeros(len(clauses), bool)
    found: list[TextOfMany] = []
    for text in range(int(texts.max(initial=-1)) + 1):
        mine = np.isin(clauses.families, frequent[texts == text])
        one = _text(corpus, clauses, mine, settings)
        people = 0 if one is None else len(np.unique(_writers(clauses, one)))
        if one is not None and (people > settings.common_rank or _is_a_part(clauses, mine, one)):
            marked |= mine
            found.append(one)
    return HandedOut(marked, tuple(sorted(found, key=lambda one: (-len(one.documents), one.documents))))


def _writers(clauses: Clauses, text: TextOfMany) -> Ints:
    return clauses.writers[np.isin(clauses.documents, text.documents)]


def _people_of_habit(corpus: Corpus, clauses: Clauses) -> Longs:
    """How many people have each family in two periods and more, int64[families]."""
    periods = np.unique([one.period or "" for one in corpus.documents], return_inverse=True)[1][clauses.documents]
    seen = np.unique(np.stack([clauses.families, clauses.writers, periods]), axis=1)
    writers, counts = np.unique(seen[:2], axis=1, return_counts=True)
    return np.bincount(writers[0][counts >= 2], minlength=len(clauses.people)).astype(np.int64)


def _is_a_part(clauses: Clauses, mine: Bools, text: TextOfMany) -> bool:
    """Whether most of the people who have the text have written more than a clause beside it."""
    lengths, having = clauses.lengths(), np.isin(clauses.documents, text.documents)
    size = max(text.documents) + 1
    rest = np.bincount(clauses.documents[having & ~mine], lengths[having & ~mine], minlength=size)
    writers = {
        int(row): int(writer) for row, writer in zip(clauses.documents[mine], clauses.writers[mine], strict=True)
    }
    with_more = {writers[row] for row in text.documents if rest[row] >= _MORE_SYLLABLES}
    return 2 * len(with_more) > len({writers[row] for row in text.documents})


def _texts(clauses: Clauses, frequent: Ints, settings: Settings) -> Ints:
    """Number of the text that each frequent family belongs to: one of the families that the same people have.

    In most of the submissions that have two of them one follows the other: two headings with an answer between them
    are no text.
    """
    size = len(frequent)
    if not size:
        return np.zeros(0, np.int32)
    chosen = np.flatnonzero(np.isin(clauses.families, frequent))
    rows = np.searchsorted(frequent, clauses.families[chosen])
    of_people, of_documents = (_users(rows, of[chosen], size) for of in (clauses.writers, clauses.documents))
    follows = (clauses.starts[chosen[1:]] == clauses.ends[chosen[:-1]]) & (rows[1:] != rows[:-1])
    pairs = np.sort(np.stack([rows[:-1][follows], rows[1:][follows]]), axis=0)
    (first, second), counts = np.unique(pairs, axis=1, return_counts=True)
    people, both, together = of_people.sum(axis=1), _both(of_people, first, second), _both(of_documents, first, second)
    same = both >= settings.crowd_overlap * (people[first] + people[second] - both)
    same &= counts >= _TOGETHER * together
    links = sparse.coo_matrix((both[same], (first[same], second[same])), shape=(size, size))
    return connected_components(links, directed=False)[1].astype(np.int32)


def _users(rows: Longs, users: Ints, size: int) -> sparse.csr_array:
    """Which users each of `size` families has, 1.0 or nothing."""
    having = sparse.csr_array((np.ones(len(rows)), (rows, users)), shape=(size, int(users.max()) + 1))
    having.data[:] = 1.0
    return having


def _both(having: sparse.csr_array, first: Longs, second: Longs) -> Floats:
    """Users of both of two families, float64[pairs]."""
    both: Floats = having[first].multiply(having[second]).sum(axis=1)
    return both


def _text(corpus: Corpus, clauses: Clauses, mine: Bools, settings: Settings) -> TextOfMany | None:
    """The texts with most of a text's clauses, earlier ones among them; None if it is no more than a set phrase."""
    _, first = np.unique(clauses.families[mine], return_index=True)
    needed = settings.crowd_overlap * int(clauses.lengths()[mine][first].sum())
    tokens = np.flatnonzero(clauses.tokens(len(corpus.tokens.ids), mine))
    owner = rows_of(corpus.tokens.document_indptr)
    places = longest_runs(tokens, owner[tokens], 1, needed)
    if not places:
        return None
    lengths = [end - start for _, start, end in places]
    quoted = max(range(len(places)), key=lambda at: (lengths[at], -at))
    if lengths[quoted] < settings.min_passage_syllables:
        return None
    return TextOfMany(tuple(row for row, _, _ in places), tuple((start, end) for _, start, end in places), quoted)
