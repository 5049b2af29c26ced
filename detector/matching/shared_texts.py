"""Texts that more than a few people have in one place: quotations, circulated paragraphs, titles, model answers.

Whether such a text was quoted or copied cannot be seen from it, so it is neither hidden nor held against anybody: it
is told once, with all who have it, and weighs nothing between two of them. What a crowd copies is no such text: its
members are one witness.

A text is found as a chain of shingles: two that follow each other are of one text if they do so in most of the
documents that have either. A stock phrase goes on in a different way each time, so it breaks off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Ints, Longs, ranges, rows_of, unique_sorted
from detector.matching.grams import Grams
from detector.matching.rarity import Sources
from detector.settings import Settings

_TOGETHER = 0.6  # of the documents that have either of two shingles, those in which one follows the other
_GAP_SYLLABLES = 12  # a word or two that somebody changed do not end the text


@dataclass(frozen=True, slots=True)
class TextOfMany:
    """One text. `places` are a half-open token range in each document that has it, by document row.

    Attributes:
        documents: rows of the submissions, and of earlier short texts, ascending; each has one place.
        quoted: which of the places has most of the text.
    """

    documents: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    quoted: int

    @property
    def syllables(self) -> int:
        """Of the place that is quoted."""
        start, end = self.places[self.quoted]
        return end - start


def find_texts_of_many(
    grams: Grams, indptr: Longs, counted: Bools, sources: Sources, settings: Settings
) -> list[TextOfMany]:
    """Texts that more than `Settings.common_rank` people have, most people first, then by place; a crowd counts once.

    Args:
        grams: shingles of the writers' texts.
        indptr: int64[documents + 1], tokens of each document.
        counted: bool[documents], the submissions.
    """
    frequent = sources.having(grams, counted) > settings.common_rank
    owner = rows_of(indptr)
    tokens = np.flatnonzero(np.append(frequent, False)[grams.ids] & counted[owner])
    shingles, documents = grams.ids[tokens], owner[tokens]
    texts = _texts(shingles, documents, tokens, grams.postings.counts(counted))
    shortest = settings.shared_text_min_syllables - grams.size + 1
    sizes = np.bincount(texts[unique_sorted(shingles)], minlength=1)
    long = np.flatnonzero(sizes >= shortest)
    chosen = np.flatnonzero(np.isin(texts[shingles], long))
    order = chosen[np.lexsort((tokens[chosen], documents[chosen], texts[shingles[chosen]]))]
    found = []
    ordered = texts[shingles[order]]
    for text in long.tolist():
        mine = order[slice(*np.searchsorted(ordered, [text, text + 1]).tolist())]
        places = longest_runs(tokens[mine], documents[mine], grams.size, settings.crowd_overlap * int(sizes[text]))
        rows = [document for document, _, _ in places]
        if len(np.unique(sources.writers[rows])) > settings.common_rank:
            most = max(range(len(places)), key=lambda at: (places[at][2] - places[at][1], -at))
            found.append(TextOfMany(tuple(rows), tuple((start, end) for _, start, end in places), most))
    return sorted(found, key=lambda one: (-len(one.documents), one.documents, one.places))


def _texts(shingles: Ints, documents: Ints, tokens: Longs, users: Longs) -> Ints:
    """Number of the text that each shingle belongs to, int32[shingles]; see the module."""
    follows = (np.diff(tokens) == 1) & (documents[1:] == documents[:-1])
    before, after = shingles[:-1][follows].astype(np.int64), shingles[1:][follows].astype(np.int64)
    width = len(users)
    keys, rows = before * width + after, documents[1:][follows]
    order = np.argsort(keys, kind="stable")  # documents ascend within each key
    keys, rows = keys[order], rows[order]
    new = np.ones(len(keys), bool)
    new[1:] = (np.diff(keys) != 0) | (np.diff(rows) != 0)
    links, together = np.unique(keys[new], return_counts=True)
    first, second = np.divmod(links, max(width, 1))
    same = together >= _TOGETHER * np.maximum(users[first], users[second])
    graph = sparse.coo_matrix((np.ones(int(same.sum())), (first[same], second[same])), shape=(width, width))
    numbers: Ints = connected_components(graph, directed=False)[1]
    return numbers


def longest_runs(tokens: Longs, documents: Ints, size: int, needed: float) -> list[tuple[int, int, int]]:
    """Document and half-open token range of the longest run in each document that has enough of a text.

    `tokens` are the first ones of its pieces of `size` tokens, ascending, `documents` theirs; `needed` pieces will do.
    """
    new = np.ones(len(tokens), bool)
    new[1:] = (np.diff(tokens) > _GAP_SYLLABLES) | (np.diff(documents) != 0)
    starts = np.flatnonzero(new)
    counts = np.diff(np.append(starts, len(tokens)))
    ends = tokens[starts + counts - 1] + size
    best: dict[int, tuple[int, int, int]] = {}
    for row in np.flatnonzero(counts >= needed).tolist():
        document = int(documents[starts[row]])
        if document not in best or counts[row] > best[document][0]:
            best[document] = (int(counts[row]), int(tokens[starts[row]]), int(ends[row]))
    return [(document, start, end) for document, (_, start, end) in sorted(best.items())]


def joined_texts(texts: Sequence[TextOfMany], further: Sequence[TextOfMany]) -> tuple[TextOfMany, ...]:
    """Both, most people first; one of the `further` ones that is the same text as another is joined to it."""
    found = list(texts)
    for one in further:
        same = next((at for at, known in enumerate(found) if _is_same(known, one)), None)
        if same is None:
            found.append(one)
        else:
            found[same] = _joined(found[same], one)
    return tuple(sorted(found, key=lambda one: (-len(one.documents), one.documents, one.places)))


def _is_same(text: TextOfMany, other: TextOfMany) -> bool:
    """Whether the other one lies inside, or most who have either have both, in places that overlap."""
    places = dict(zip(text.documents, text.places, strict=True))
    both = [(places[row], place) for row, place in zip(other.documents, other.places, strict=True) if row in places]
    inside = sum(mine[0] <= theirs[0] and theirs[1] <= mine[1] for mine, theirs in both)
    overlapping = sum(mine[0] < theirs[1] and theirs[0] < mine[1] for mine, theirs in both)
    either = len(places) + len(other.documents) - len(both)
    return inside == len(other.documents) or overlapping >= _TOGETHER * either


def _joined(text: TextOfMany, other: TextOfMany) -> TextOfMany:
    places = dict(zip(text.documents, text.places, strict=True))
    for row, (start, end) in zip(other.documents, other.places, strict=True):
        first, last = places.get(row, (start, end))
        places[row] = (min(first, start), max(last, end))
    rows = sorted(places)
    quoted = max(range(len(rows)), key=lambda at: (places[rows[at]][1] - places[rows[at]][0], -at))
    return TextOfMany(tuple(rows), tuple(places[row] for row in rows), quoted)


def tokens_of_many(texts: Sequence[TextOfMany], size: int) -> Bools:
    """Tokens inside these texts, bool[size]."""
    mask = np.zeros(size, bool)
    places = np.array([place for text in texts for place in text.places], np.int64).reshape(-1, 2)
    mask[ranges(places[:, 0], places[:, 1])] = True
    return mask
