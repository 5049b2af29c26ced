"""How improbable it is that an unrelated writer of this unit writes a run of syllables, in bits.

An interpolated trigram model over *document* frequencies: the probability of a syllable after two others is the share
of the submissions with the first two that also have the third, smoothed towards shorter contexts. The documents of
the pair in question (and of its crowd) are taken out of the counts, so a passage that nobody else has is as rare as
its words are unusual, and one that everybody has costs nothing. Text that ships with the package (forms, rules, stock
clauses) counts as if several more submissions had it: without it a unit of ten could not know a stock clause.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, unique_sorted
from detector.documents import Role
from detector.matching.grams import Grams

# Pseudo-documents of the shorter context, where one other person at most has the run. With 6, a run that one outsider
# also has keeps about 2 bits a syllable; smaller values let a single third reader explain a copy away. The more people
# have it, the fewer they are, and none where more than a few do.
_SMOOTHING = 6.0
BACKGROUND_DOCUMENTS = 6.0

_WRITERS = frozenset({Role.SUBMISSION, Role.PREVIOUS, Role.REFERENCE})
# Whoever wrote last year is no witness of what is common in this one: pairs must not depend on which years are given.
# Whoever wrote a sheet some months ago is one: they are compared as if all had been handed in together.
_WITNESSES = _WRITERS - {Role.PREVIOUS}

Grams123 = tuple[Grams, Grams, Grams]


@dataclass(frozen=True, slots=True)
class Sources:
    """Who wrote each text, and who counts once.

    Attributes:
        witnesses: int32[documents], equal for texts of one person or of one crowd; see `detector.matching.witnesses`.
        writers: int32[documents], person numbers.
    """

    witnesses: Ints
    writers: Ints

    def people(self, counted: Bools) -> int:
        """Different writers of the `counted` documents (bool[documents])."""
        return len(np.unique(self.writers[counted]))

    def having(self, grams: Grams, counted: Bools) -> Longs:
        """Different people among the `counted` documents who have each gram, int64[grams].

        A crowd counts once for what half of it has, which is what it copied; whoever of it has something else has it
        for himself.
        """
        people = distinct_witnesses(grams, self.witnesses, counted)
        rows = np.flatnonzero(counted)
        persons = rows[np.unique(self.writers[rows], return_index=True)[1]]
        sizes = np.bincount(self.witnesses[persons], minlength=int(self.witnesses.max(initial=0)) + 1)
        in_crowd = counted & (sizes[self.witnesses] > 1)
        if not in_crowd.any():
            return people
        postings, width = grams.postings, int(max(self.writers.max(), self.witnesses.max())) + 1
        places = np.flatnonzero(in_crowd[postings.documents])
        documents = postings.documents[places]
        keys = np.searchsorted(postings.indptr, places, "right") - 1
        first = np.unique(keys * width + self.writers[documents], return_index=True)[1]
        found, having = np.unique((keys * width + self.witnesses[documents])[first], return_counts=True)
        keys, crowds = np.divmod(found, width)
        further = np.where(2 * having < sizes[crowds], having - 1, 0)
        return people + np.bincount(keys, further, minlength=len(grams)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class RarityModel:
    """Counts behind the bits: `grams[n - 1]` are the n-grams, `counts[n - 1]` the witnesses that have each.

    Attributes:
        grams: unigrams, bigrams, trigrams.
        counts: float64 per gram; people (see `Sources`) plus the background's pseudo-documents.
        is_writer: bool[documents], texts whose writers are counted: submissions, known samples, earlier sheets.
        people: how many there are.
        few: what more others have is as probable as their share of the unit says: eight of two thousand are few.
    """

    grams: Grams123
    counts: tuple[Floats, Floats, Floats]
    is_writer: Bools
    people: int
    few: int

    def bits(self, tokens: Longs, *, without: Floats | float) -> Floats:
        """Bits of each token given the two before it, float64[len(tokens)].

        Args:
            tokens: rows of the token table; each has a counted token of the same document before it.
            without: people that have a token who are taken out of the counts, one number or float64[len(tokens)].
        """
        uni, bi, tri = (g.ids for g in self.grams)
        third = np.where(tokens >= 2, tri[tokens - 2], -1)
        context = np.where(third >= 0, bi[tokens - 2], -1)
        total = float(self.counts[0].sum()) + 0.5 * len(self.counts[0])
        p1 = (self._others(0, uni[tokens], without) + 0.5) / total
        ones, twos = self._others(0, uni[tokens - 1], without), self._others(1, context, without)
        p2 = _interpolated(self._others(1, bi[tokens - 1], without), ones, p1, self.few)
        p3 = _interpolated(self._others(2, third, without), twos, p2, self.few)
        bits: Floats = -np.log2(np.minimum(p3, 1.0))
        return bits

    def _others(self, order: int, grams: Ints, without: Floats | float) -> Floats:
        """Witnesses of each gram beyond `without` of them, never below 0; 0 for gram -1."""
        if not len(self.counts[order]):
            return np.zeros(len(grams))
        counts = np.where(grams >= 0, self.counts[order][grams], 0.0)
        others: Floats = np.maximum(counts - without, 0.0)
        return others


def build_rarity_model(corpus: Corpus, grams: Grams123, sources: Sources, few: int) -> RarityModel:
    """The model with its counts."""
    counted = np.array(
        [d.role in _WITNESSES or (d.role in _WRITERS and d.period) for d in corpus.documents], dtype=bool
    )
    one, two, three = (people_counts(g, sources, counted, background=~writers_mask(corpus)) for g in grams)
    return RarityModel(grams, (one, two, three), counted, sources.people(counted), few)


def writers_mask(corpus: Corpus) -> Bools:
    """Which documents people wrote, bool[documents]."""
    return corpus.has_role(*_WRITERS)


def people_counts(grams: Grams, sources: Sources, counted: Bools, *, background: Bools) -> Floats:
    """People who have each gram, plus the pseudo-documents of the background, float64[grams]."""
    counts: Floats = sources.having(grams, counted).astype(np.float64)
    counts[grams.postings.counts(background) > 0] += BACKGROUND_DOCUMENTS
    return counts


def distinct_witnesses(grams: Grams, witnesses: Ints, counted: Bools) -> Longs:
    """Different numbers in `witnesses` (int32[documents]) of the `counted` documents that have each gram, int64[grams].

    Most documents are the only one of their number, so the few others alone are sorted.
    """
    width = int(witnesses.max(initial=0)) + 1
    alone = counted & (np.bincount(witnesses[counted], minlength=width)[witnesses] == 1)
    postings = grams.postings
    several = np.flatnonzero((counted & ~alone)[postings.documents])
    keys = np.searchsorted(postings.indptr, several, "right") - 1
    pairs = unique_sorted(keys * width + witnesses[postings.documents[several]])
    return postings.counts(alone) + np.bincount(pairs // width, minlength=len(grams))


def _interpolated(joint: Floats, context: Floats, shorter: Floats, few: int) -> Floats:
    """Share of those with the context who have it joined: no fewer people, whatever a crowd counts for."""
    context = np.maximum(context, joint)
    smoothing = _SMOOTHING * np.clip((few + 1 - joint) / few, 0.0, 1.0)
    probability: Floats = (joint + smoothing * shorter) / (context + smoothing)
    return probability
