"""Pairs whose sentences say the same in other words, with the number of such pairs expected by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log, log2

import numpy as np

from detector.corpus import Bools, Corpus, Floats, Ints, Longs
from detector.matches import Null
from detector.matching.clues import MIN_PARTS, Clues
from detector.matching.evidence import FoundPair, FoundPassage, Sides
from detector.matching.retelling.likeness import Encoded, Likeness, Rows, best_elsewhere, likeness
from detector.matching.retelling.opened import open_pairs
from detector.matching.same_words import same_words
from detector.matching.significance import fit_null

MIN_REFERENCES = 30  # in a smaller unit nobody can tell what everybody means: with 15, unrelated pairs reach 28 steps
MAX_REFERENCES = 60
MIN_SYLLABLES = 5
_STEP = 2  # sentences from one that is shown to the next: one between them may be the person's own
_MATCHED_GAIN = 0.5  # of sentences on both sides that are told again, and shown
# Of a text without parts of a form, or in fewer than three of them: two people who report one event have a handful.
_MANY_SENTENCES = 8

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A way to compare sentences.

    Attributes:
        vectors: of sentences, unit rows; told how far it is.
        level: steps above which pairs are counted; `prior_scale`: over which the number of unrelated ones falls by a
            factor e.
        details, partners: see `open_pairs`.
        most_sentences: are compared; the pairs with least in common are left out beyond it.
    """

    vectors: Callable[[Sequence[str], Progress | None], Rows]
    level: float
    prior_scale: float
    details: float
    partners: int
    most_sentences: int


@dataclass(frozen=True, slots=True)
class Retelling:
    """A pair by its sentences; `pair.bits` is how improbable its score is among unrelated pairs."""

    pair: FoundPair
    expected: float


@dataclass(frozen=True, slots=True)
class Retellings:
    """What was found and looked at.

    Attributes:
        pairs: with no more chance pairs expected than allowed.
        null: how many chance pairs have so many bits; None where nothing was compared.
        left_out: open pairs beyond the limit of sentences.
        too_few: the unit is too small, nothing was compared.
    """

    pairs: tuple[Retelling, ...] = ()
    left_out: int = 0
    too_few: bool = False
    null: Null | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """What sentences are compared of.

    Attributes:
        clues: rare details that texts have in common.
        witnesses: int32[documents], equal for documents that count once.
        counted: bool[tokens], a person's text without rule wording.
        allowed: bool[documents], submissions.
    """

    corpus: Corpus
    sides: Sides
    clues: Clues
    witnesses: Ints
    counted: Bools
    allowed: Bools


def find_retold(
    texts: Texts,
    known: set[tuple[int, int]],
    comparison: Comparison,
    limit: float,
    progress: Progress | None = None,
) -> Retellings:
    """Compares the pairs with rare details in common sentence by sentence.

    Args:
        known: pairs (left row, right row) that are flagged already.
        limit: chance pairs allowed.
    """
    corpus, witnesses = texts.corpus, texts.witnesses
    references = _references(witnesses, texts.allowed)
    if len(references) < MIN_REFERENCES:
        return Retellings(too_few=True)
    least, partners = comparison.details, comparison.partners
    pairs = open_pairs(texts.clues, witnesses, texts.allowed, known, details=least, partners=partners)
    eligible = _eligible(corpus, texts.sides, texts.counted)
    kept = _within_limit(pairs, references, _sizes(corpus, eligible), comparison.most_sentences)
    if not len(kept):
        return Retellings(left_out=len(pairs))
    encoded = _encoded(corpus, eligible, np.union1d(kept.ravel(), references), comparison, progress)
    if not len(encoded.sentences):
        return Retellings()
    elsewhere = best_elsewhere(encoded, references, witnesses)
    are_same = same_words(corpus)
    found = [likeness(encoded, elsewhere, witnesses, left, right, are_same) for left, right in kept.tolist()]
    return _judged(texts, encoded, found, len(pairs), comparison, limit)


def _references(witnesses: Ints, allowed: Bools) -> Longs:
    """Texts that tell what everybody means: one of each witness, evenly spread, in row order."""
    rows = np.flatnonzero(allowed)
    _, first = np.unique(witnesses[rows], return_index=True)
    rows = np.sort(rows[first])
    if len(rows) <= MAX_REFERENCES:
        return rows
    return rows[np.linspace(0, len(rows) - 1, MAX_REFERENCES).astype(np.int64)]


def _eligible(corpus: Corpus, sides: Sides, counted: Bools) -> Bools:
    """Sentences of some length that are mostly the person's, bool[sentences]."""
    mine = np.add.reduceat(counted, corpus.sentences.token_indptr[:-1], dtype=np.int64)
    eligible = np.zeros(len(corpus.sentences), bool)
    eligible[sides.sentences] = True
    result: Bools = eligible & (mine >= MIN_SYLLABLES) & (2 * mine >= corpus.sentences.lengths())
    return result


def _sizes(corpus: Corpus, eligible: Bools) -> Floats:
    """Eligible sentences of each document."""
    counts = np.bincount(corpus.sentences.document_rows, eligible, minlength=len(corpus))
    return counts.astype(np.float64)


def _within_limit(pairs: Longs, references: Longs, sizes: Floats, most: int) -> Longs:
    """The first pairs whose texts, with the references, have no more sentences than the limit."""
    taken = np.zeros(len(sizes), bool)
    taken[references] = True
    total = float(sizes[references].sum())
    for row, pair in enumerate(pairs.tolist()):
        total += sum(float(sizes[text]) for text in pair if not taken[text])
        taken[pair] = True
        if total > most:
            return pairs[:row]
    return pairs


def _encoded(
    corpus: Corpus, eligible: Bools, documents: Longs, comparison: Comparison, progress: Progress | None
) -> Encoded:
    rows = np.flatnonzero(eligible & np.isin(corpus.sentences.document_rows, documents))
    starts, ends = corpus.sentence_spans()
    owners = corpus.sentences.document_rows[rows]
    places = zip(owners.tolist(), starts[rows].tolist(), ends[rows].tolist(), strict=True)
    texts = [corpus.documents[owner].text[start:end] for owner, start, end in places]
    return Encoded(rows, owners, comparison.vectors(texts, progress))


def _judged(
    texts: Texts, encoded: Encoded, found: list[Likeness], opened: int, comparison: Comparison, limit: float
) -> Retellings:
    """Scores against the fall-off of the open pairs themselves."""
    scores = np.array([one.score for one in found])
    null = fit_null(scores, level=comparison.level, prior_scale=comparison.prior_scale)
    strong = [
        Retelling(_found_pair(texts.corpus, texts.sides, encoded, one, _bits(e, opened)), e)
        for one in found
        if one.score > null.level and (e := null.expected(one.score)) <= limit and _tells_again(texts, encoded, one)
    ]
    # Bits are made from the expected number, so they fall off by definition: one bit more is half as many pairs.
    in_bits = Null(0.0, float(max(opened, 1)), 1 / log(2))
    return Retellings(tuple(strong), opened - len(found), null=in_bits)


def _tells_again(texts: Texts, encoded: Encoded, one: Likeness) -> bool:
    """Whether it goes through the texts, by the parts of the form, or else the sentences, in which it tells again."""
    sides = _told_again(encoded, one)
    firsts = (texts.corpus.sentences.token_indptr[sentences] for sentences in sides)
    parts = min(len(np.unique(texts.sides.token_regions[first])) for first in firsts)
    return parts >= MIN_PARTS or len(sides[0]) >= _MANY_SENTENCES


def _told_again(encoded: Encoded, one: Likeness) -> tuple[Longs, Longs]:
    """The sentences of the left text that the right one tells again, and its own, rows of the sentence table."""
    rows = np.flatnonzero((one.gains >= _MATCHED_GAIN) & (one.right_gains[one.partners] >= _MATCHED_GAIN))
    theirs = encoded.sentences[encoded.of(one.right)]
    return encoded.sentences[encoded.of(one.left)][rows], theirs[one.partners[rows]]


def _bits(expected: float, pairs: int) -> float:
    """Improbability that one unrelated pair of `pairs` is as strong as what is expected `expected` times."""
    return log2(max(pairs, 1) / max(expected, 1e-300))


def _found_pair(corpus: Corpus, sides: Sides, encoded: Encoded, one: Likeness, bits: float) -> FoundPair:
    """One passage for each run of sentences that say the same; the bits are the pair's, not theirs."""
    first, second = _told_again(encoded, one)
    tokens, regions = corpus.sentences.token_indptr, sides.token_regions
    goes_on = (np.diff(first) <= _STEP) & (np.diff(second) >= 0) & (np.diff(second) <= _STEP)
    goes_on &= (np.diff(regions[tokens[first]]) == 0) & (np.diff(regions[tokens[second]]) == 0)
    runs = np.split(np.arange(len(first)), np.flatnonzero(~goes_on) + 1)
    passages = tuple(_passage(corpus, first[run], second[run]) for run in runs)
    return FoundPair(one.left, one.right, passages, bits)


def _passage(corpus: Corpus, first: Longs, second: Longs) -> FoundPassage:
    left, right = _range(corpus, first), _range(corpus, second)
    matched = int(corpus.sentences.lengths()[np.unique(first)].sum())
    return FoundPassage(left, right, matched, min(1.0, matched / max(left[1] - left[0], 1)), 0.0, 2)


def _range(corpus: Corpus, sentences: Iterable[int]) -> tuple[int, int]:
    rows = list(sentences)
    indptr = corpus.sentences.token_indptr
    return int(indptr[min(rows)]), int(indptr[max(rows) + 1])
