"""Rewritten copies: rare words, word pairs and figures that two texts share *in the same order*.

A copy rewritten sentence by sentence shares no long run with its source, yet keeps its rare details in their order,
through most parts of the form. Each detail weighs as many bits as it is rare among independent witnesses; the score
of a pair is the heaviest chain of details that runs forward in both texts. Two people who report the same event share
details too, but in one place: a chain must touch several parts of the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import log, log2

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, indptr_of_lengths, ranges
from detector.matching.evidence import FoundPair, FoundPassage, Sides
from detector.matching.grams import Grams, build_skip_grams, build_word_grams
from detector.matching.postings import Postings, pairs_within, summed
from detector.matching.rarity import Grams123, Sources, people_counts, writers_mask
from detector.matching.same_words import SameWords, same_words

MAX_WITNESSES = 6  # a detail that more independent writers have is no clue,
MAX_WITNESS_SHARE = 0.13  # nor one that more than this share of them have
SENTENCE_DETAILS = 4.0  # a sentence weighs no more than this many unique details
MIN_PARTS = 3  # parts of the form, on both sides,
STRAY_SHARE = 1 / 3  # of a detail that its sentence shares with another one than with the sentence it shares most with
PART_DETAILS = 1.25  # in each of which the chain weighs more than one unique detail: an event is told in one of them
# Whoever tells a text again goes through it: so many sentences must share a unique detail at least. Reports of two
# people of one trade share more in fewer (unit C: 15.3 details, five sentences); of 41 copies found the least is six.
MIN_SENTENCES = 6
# Whoever rewrites puts sentences in other words, so details lie together in two sentences. A chain whose details are
# scattered words in all but two parts counts for less: two reports of one inspection (unit C) share 20.5 details, and
# rewritten copies of unit E 21.1, of unit I 16.1.
SCATTERED_SHARE = 1 / 1.4
# Of two texts with many details chance finds a longer chain: as many bits less as the pairs of details are more (the
# search space of Karlin and Altschul 1990). Texts of this many details of others are usual (units A to K: 100 to 660).
USUAL_DETAILS = 200
LEAST_SPACE = 0.25  # of the usual pairs of details: short texts gain no more than that
LEVEL_DETAILS = 8.0  # a chain is looked at from as many bits as this many unique details weigh
PRIOR_SCALE_DETAILS = 1.2  # fall-off of unrelated pairs, in the same unit; of 17 labelled units it is 1.0 to 1.1
_MAX_POINTS = 1500
_MOST_DETAILS = 0.6  # of a passage: who has them is told, as for passages in the same words
_PASSAGE_DETAILS = 1.5  # weight a part of the chain must have to be shown as a passage


@dataclass(frozen=True, slots=True)
class Clues:
    """Occurrences of rare details, sorted by document, then detail.

    Attributes:
        details: int64[n], detail number; tokens: int64[n], where it begins.
        indptr: int64[documents + 1].
        weights: float64[details], bits.
        distinct: int64[documents], details that each document has.
        unit: bits of a detail that nobody else has.
    """

    details: Longs
    tokens: Longs
    indptr: Longs
    weights: Floats
    distinct: Longs
    unit: float
    postings: Postings

    def beyond_usual(self, left: int, right: int) -> float:
        """Bits that a chain of two documents has by chance more than one of usual texts; below 0: less."""
        space = int(self.distinct[left]) * int(self.distinct[right]) / USUAL_DETAILS**2
        return PRIOR_SCALE_DETAILS * self.unit * log(max(space, LEAST_SPACE))


@dataclass(frozen=True, slots=True)
class Chain:
    """Details of one pair in the order of both texts: token rows of each side, bits and number of each.

    `parts` are the parts of the form in which it has weight, in the text that has fewer of them; `sentences`: how many
    share a unique detail with one of the other text; `scattered`: whether two sentences share more than one detail in
    too few of the parts; `beyond_usual`: see `Clues`.
    """

    left: int
    right: int
    left_tokens: Longs
    right_tokens: Longs
    weights: Floats
    details: Longs
    parts: int = 0
    sentences: int = 0
    scattered: bool = False
    beyond_usual: float = 0.0

    @property
    def bits(self) -> float:
        """All that it weighs."""
        return float(self.weights.sum())

    @property
    def tells_again(self) -> bool:
        """Whether it goes through the texts: two people who report one event or have one trade share details too."""
        return self.parts >= MIN_PARTS and self.sentences >= MIN_SENTENCES

    def as_evidence(self) -> Chain:
        """The chain as it counts for the pair: less, where it is scattered or the texts have many details."""
        share = SCATTERED_SHARE if self.scattered else 1.0
        return replace(self, weights=self.weights * max(share - self.beyond_usual / self.bits, 0.0))


def find_clues(corpus: Corpus, grams: Grams123, sources: Sources, *, counted: Bools) -> Clues:
    """Details that at least two and at most `MAX_WITNESSES` people have, and no text of the background."""
    writing = writers_mask(corpus)
    total = max(sources.people(writing), 2)
    most = min(MAX_WITNESSES, max(2, int(MAX_WITNESS_SHARE * total)))
    details_of = partial(_details, counted=counted, sources=sources, writing=writing, total=total, most=most)
    parts = list(map(details_of, _kinds(corpus, grams, counted)))  # a comprehension would hold on to a kind too long
    sizes = indptr_of_lengths([len(part.weights) for part in parts])
    details = np.concatenate([part.details + np.int32(size) for part, size in zip(parts, sizes[:-1], strict=True)])
    tokens = np.concatenate([part.tokens for part in parts])
    documents = np.searchsorted(corpus.tokens.document_indptr, tokens, "right") - 1
    order = np.lexsort((tokens, details, documents))
    details, documents = details[order], documents[order]
    first = np.append(True, (details[1:] != details[:-1]) | (documents[1:] != documents[:-1]))[: len(details)]
    return Clues(
        details,
        tokens[order],
        np.searchsorted(documents, np.arange(len(corpus) + 1)).astype(np.int64),
        np.concatenate([part.weights for part in parts]),
        np.bincount(documents[first], minlength=len(corpus)),
        log2(total),
        _joined_postings([part.postings for part in parts]),
    )


def pairs_with_details(clues: Clues, witnesses: Ints, allowed: Bools) -> tuple[Longs, Longs]:
    """Left and right rows of pairs with a submission (`allowed`) and two witnesses that share details above the level.

    A copy with every third word replaced has no four syllables in a row of its source, but such details it has.
    """
    firsts, seconds, keys = pairs_within(clues.postings, cap=4 * MAX_WITNESSES)
    left, right, bits = summed(firsts, seconds, clues.weights[keys], len(witnesses))
    kept = (bits >= LEVEL_DETAILS * clues.unit) & (witnesses[left] != witnesses[right])
    kept &= allowed[left] | allowed[right]
    return left[kept], right[kept]


def find_chains(corpus: Corpus, clues: Clues, sides: Sides, witnesses: Ints, allowed: Bools) -> Iterator[Chain]:
    """Chains above the level, for pairs with a submission (`allowed`) and two witnesses."""
    level, are_same, indptr = LEVEL_DETAILS * clues.unit, same_words(corpus), corpus.sentences.token_indptr
    left, right = pairs_with_details(clues, witnesses, allowed)
    for first, second in zip(left.tolist(), right.tolist(), strict=True):
        chain = _tempered(_chain(clues, first, second), indptr, are_same, clues.unit)
        if chain.bits >= level:
            least = PART_DETAILS * clues.unit
            starts, bits = _sentence_pairs(indptr, chain)
            yield replace(
                chain,
                parts=_parts(sides, chain, least),
                sentences=int((bits >= clues.unit).sum()),
                scattered=_parts_touched(sides, chain, starts[bits >= least]) < MIN_PARTS,
                beyond_usual=clues.beyond_usual(first, second),
            )


def chain_pair(corpus: Corpus, sides: Sides, chain: Chain, clues: Clues) -> FoundPair:
    """The chain as a pair with one passage for each part of the form in which it has weight."""
    left_parts, right_parts = _regions(sides, chain.left_tokens), _regions(sides, chain.right_tokens)
    both = left_parts.astype(np.int64) * (int(right_parts.max()) + 1) + right_parts
    passages = [
        _passage(corpus, chain, np.flatnonzero(both == part), clues)
        for part in np.unique(both)
        if chain.weights[both == part].sum() >= _PASSAGE_DETAILS * clues.unit
    ]
    loose = chain.bits - sum(passage.bits for passage in passages)
    return FoundPair(chain.left, chain.right, tuple(passages), max(loose, 0.0))


@dataclass(frozen=True, slots=True)
class _Part:
    details: Ints
    tokens: Ints
    weights: Floats
    postings: Postings


def _kinds(corpus: Corpus, grams: Grams123, counted: Bools) -> Iterator[Grams]:
    """Syllables, pairs of them side by side and with one between, words: one kind in memory at a time."""
    yield grams[0]
    yield grams[1]
    yield build_skip_grams(corpus, counted=counted)
    yield build_word_grams(corpus, counted=counted)


def _details(grams: Grams, counted: Bools, sources: Sources, writing: Bools, total: int, most: int) -> _Part:
    counts = people_counts(grams, sources, writing, background=~writing)
    rare = (counts >= 2) & (counts <= most)
    rare &= grams.postings.counts(~writing) == 0
    number = np.cumsum(rare, dtype=np.int32) - np.int32(1)
    tokens = np.flatnonzero(np.append(rare, False)[grams.ids] & counted).astype(np.int32)
    lengths = grams.postings.lengths()
    postings = Postings(indptr_of_lengths(lengths[rare]), grams.postings.documents[np.repeat(rare, lengths)])
    weights = np.log2(total / np.maximum(counts[rare] - 1, 1))
    return _Part(number[grams.ids[tokens]], tokens, weights, postings)


def _joined_postings(parts: list[Postings]) -> Postings:
    lengths = np.concatenate([part.lengths() for part in parts])
    return Postings(indptr_of_lengths(lengths), np.concatenate([part.documents for part in parts]))


def _chain(clues: Clues, left: int, right: int) -> Chain:
    """The heaviest sequence of shared details that runs forward in both texts (quadratic in the shared details)."""
    first, second, details = _shared_points(clues, left, right)
    weights = clues.weights[details]
    best, before = weights.copy(), np.full(len(weights), -1)
    for at in range(1, len(weights)):
        earlier = np.where((first[:at] < first[at]) & (second[:at] < second[at]), best[:at], 0.0)
        longest = int(earlier.argmax())
        if earlier[longest] > 0:
            best[at] += earlier[longest]
            before[at] = longest
    path = _traced(best, before)
    return Chain(left, right, first[path], second[path], weights[path], details[path])


def _shared_points(clues: Clues, left: int, right: int) -> tuple[Longs, Longs, Longs]:
    """Every place of a shared detail in the left text against every place in the right one, by left, then right."""
    a, b = (slice(*clues.indptr[row : row + 2].tolist()) for row in (left, right))
    ours, theirs = clues.details[a], clues.details[b]
    low, high = np.searchsorted(theirs, ours, "left"), np.searchsorted(theirs, ours, "right")
    rows = np.repeat(np.arange(len(ours)), high - low)
    first, second = clues.tokens[a][rows], clues.tokens[b][ranges(low, high)]
    order = np.lexsort((second, first))[:_MAX_POINTS]
    return first[order], second[order], ours[rows][order]


def _tempered(chain: Chain, token_indptr: Longs, are_same: SameWords, unit: float) -> Chain:
    """The chain with no sentence weighing more than `SENTENCE_DETAILS`, and nothing where the words are the same.

    A sentence that both have word for word is one coincidence, a clause that only two people use, not a dozen; where
    it is more, passages tell it. Whoever rewrites tells a sentence in one again; two people of one profession have
    their words in sentences here and there.
    """
    left, right = (np.searchsorted(token_indptr, side, "right") - 1 for side in (chain.left_tokens, chain.right_tokens))
    weights = np.where(are_same(left, right), 0.0, chain.weights)
    told_again = _heaviest(left, right, weights) & _heaviest(right, left, weights)
    weights = np.where(told_again, weights, STRAY_SHARE * weights)
    _, inverse = np.unique(left, return_inverse=True)
    sums = np.bincount(inverse, weights, minlength=1)
    most = SENTENCE_DETAILS * unit
    return replace(chain, weights=weights * np.minimum(1.0, most / np.maximum(sums, most))[inverse])


def _heaviest(sentences: Longs, others: Longs, weights: Floats) -> Bools:
    """Which details stand in the one of the other text's sentences that shares most with their own."""
    pairs, inverse = np.unique(sentences * (int(others.max(initial=0)) + 1) + others, return_inverse=True)
    owners = np.zeros(len(pairs), np.int64)
    owners[inverse] = sentences
    order = np.lexsort((-np.bincount(inverse, weights, minlength=len(pairs)), owners))
    best = np.zeros(len(pairs), bool)
    best[order[np.append(True, np.diff(owners[order]) != 0)[: len(order)]]] = True
    chosen: Bools = best[inverse]
    return chosen


def _traced(best: Floats, before: NDArray[np.int64]) -> Longs:
    path = [int(best.argmax())] if len(best) else []
    while path and before[path[-1]] >= 0:
        path.append(int(before[path[-1]]))
    return np.array(path[::-1], dtype=np.int64)


def _regions(sides: Sides, tokens: Longs) -> Ints:
    """Which part of the form each token stands in, int32[len(tokens)]."""
    return sides.token_regions[tokens]


def _parts(sides: Sides, chain: Chain, least: float) -> int:
    """Parts of the form in which the chain weighs at least so many bits, in the text that has fewer of them."""
    weights = (
        np.bincount(np.unique(_regions(sides, tokens), return_inverse=True)[1], chain.weights)
        for tokens in (chain.left_tokens, chain.right_tokens)
    )
    return min(int((part >= least).sum()) for part in weights)


def _sentence_pairs(token_indptr: Longs, chain: Chain) -> tuple[Longs, Floats]:
    """Of every two sentences that share details: where in the chain the first of these stands, and their bits."""
    left, right = (np.searchsorted(token_indptr, side, "right") - 1 for side in (chain.left_tokens, chain.right_tokens))
    _, first, inverse = np.unique(left * len(token_indptr) + right, return_index=True, return_inverse=True)
    bits = np.bincount(inverse, chain.weights, minlength=len(first)).astype(np.float64)
    return first.astype(np.int64), bits


def _parts_touched(sides: Sides, chain: Chain, rows: Longs) -> int:
    """Parts in which these details of the chain stand, in the text that has fewer of them."""
    return min(len(np.unique(_regions(sides, side[rows]))) for side in (chain.left_tokens, chain.right_tokens))


def _passage(corpus: Corpus, chain: Chain, rows: Longs, clues: Clues) -> FoundPassage:
    """Whole sentences around the details of one part, and in how many texts most of these details stand."""
    left = _sentence_range(corpus, chain.left_tokens[rows])
    right = _sentence_range(corpus, chain.right_tokens[rows])
    longer = max(left[1] - left[0], right[1] - right[0])
    matched = len(np.unique(chain.left_tokens[rows]))
    details = np.unique(chain.details[rows])
    lists = ranges(clues.postings.indptr[details], clues.postings.indptr[details + 1])
    having = np.bincount(clues.postings.documents[lists])
    spread = max(2, int((having >= _MOST_DETAILS * len(details)).sum()))
    return FoundPassage(left, right, matched, min(1.0, matched / longer), float(chain.weights[rows].sum()), spread)


def _sentence_range(corpus: Corpus, tokens: Longs) -> tuple[int, int]:
    indptr = corpus.sentences.token_indptr
    first = int(np.searchsorted(indptr, tokens.min(), "right")) - 1
    last = int(np.searchsorted(indptr, tokens.max(), "right"))
    return int(indptr[first]), int(indptr[last])
