"""Candidate pairs -> passages with their rarity: the judgement of how strongly two texts hang together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detector.corpus import Bools, Corpus, Floats, Ints, Longs
from detector.matching.align import align
from detector.matching.candidates import Candidates
from detector.matching.rarity import RarityModel
from detector.settings import Settings

_CROWD_SYLLABLES = 60  # a shorter run shared by the same people may be a stock clause or two


@dataclass(frozen=True, slots=True)
class Sides:
    """What alignment needs of every document.

    Attributes:
        sentences: int64[...], counted sentences in document order; `indptr`: int64[documents + 1] cuts them.
        regions: int32[len(sentences)], a new number after each printed line.
        vectors: unit TF-IDF rows, one per counted sentence.
        counted: bool[tokens], tokens that are a person's text.
    """

    sentences: Longs
    indptr: Longs
    regions: Ints
    vectors: sparse.csr_matrix
    counted: Bools


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Half-open token ranges of one passage, how much of it is matched, and how rare that is."""

    left: tuple[int, int]
    right: tuple[int, int]
    matched: int
    similarity: float
    bits: float
    spread: int


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Passages of one pair of document rows, and the bits of all of them."""

    left: int
    right: int
    passages: tuple[FoundPassage, ...]

    @property
    def bits(self) -> float:
        """Evidence of the pair."""
        return sum(passage.bits for passage in self.passages)


def build_sides(corpus: Corpus, printed: Bools, vectors: sparse.csr_matrix, counted: Bools) -> Sides:
    """Sentences that are not `printed` (bool[sentences]), with the printed lines as walls between regions."""
    kept = np.flatnonzero(~printed)
    walls = np.cumsum(printed)[kept]
    indptr = np.searchsorted(corpus.sentences.document_rows[kept], np.arange(len(corpus) + 1))
    return Sides(kept, indptr.astype(np.int64), walls.astype(np.int32), vectors[kept], counted)


def find_pairs(
    corpus: Corpus,
    sides: Sides,
    candidates: Candidates,
    model: RarityModel,
    weights: Floats,
    writers: Ints,
    settings: Settings,
) -> Iterator[FoundPair]:
    """Pairs with at least one passage, in the candidates' order.

    Args:
        weights: float64[tokens], 0 to 1, how much a token's bits count (0 where a known sample explains it).
        writers: int32[documents], person number; documents of one person are one witness.
    """
    finder = _PairFinder(corpus, sides, model, weights, writers, settings)
    for left, right in zip(candidates.left.tolist(), candidates.right.tolist(), strict=True):
        found = finder.pair(left, right)
        if found.passages:
            yield found


@dataclass(frozen=True, slots=True)
class _PairFinder:
    corpus: Corpus
    sides: Sides
    model: RarityModel
    weights: Floats
    writers: Ints
    settings: Settings

    def pair(self, left: int, right: int) -> FoundPair:
        runs = self._runs(left, right)
        matches = [match for run in runs if len(match := self._matched(*run)) > 0]
        spans = [run for run in runs if len(self._matched(*run)) > 0]
        if not spans:
            return FoundPair(left, right, ())
        excluded = self._excluded(left, right, np.concatenate(matches))
        passages = [self._passage(run, match, excluded) for run, match in zip(spans, matches, strict=True)]
        return FoundPair(left, right, tuple(p for p in passages if self._counts(p)))

    def _runs(self, left: int, right: int) -> list[tuple[int, int, int, int]]:
        """Token ranges (left start, left end, right start, right end) of the aligned runs of sentences."""
        a, b = (slice(*self.sides.indptr[row : row + 2].tolist()) for row in (left, right))
        similarity = (self.sides.vectors[a] @ self.sides.vectors[b].T).toarray()
        runs = align(
            similarity,
            self.sides.regions[a],
            self.sides.regions[b],
            minimum=self.settings.min_sentence_similarity,
            gap=self.settings.passage_gap_sentences,
        )
        starts, ends = self.corpus.sentences.token_indptr[:-1], self.corpus.sentences.token_indptr[1:]
        first, second = self.sides.sentences[a], self.sides.sentences[b]
        columns = (
            starts[first[runs.left_starts]],
            ends[first[runs.left_ends - 1]],
            starts[second[runs.right_starts]],
            ends[second[runs.right_ends - 1]],
        )
        return list(zip(*(column.tolist() for column in columns), strict=True))

    def _matched(self, left_start: int, left_end: int, right_start: int, right_end: int) -> Longs:
        """Left tokens that, with the token before them, also stand in the right run."""
        bigrams = self.model.grams[1].ids
        ours = bigrams[left_start : left_end - 1]
        theirs = bigrams[right_start : right_end - 1]
        matched: Longs = np.flatnonzero(np.isin(ours, theirs[theirs >= 0])) + left_start + 1
        return matched

    def _excluded(self, left: int, right: int, matched: Longs) -> Bools:
        """Documents that are no independent witnesses: by either person, or of the crowd that shares the same run."""
        excluded: Bools = (self.writers == self.writers[left]) | (self.writers == self.writers[right])
        if len(matched) < _CROWD_SYLLABLES:
            return excluded
        grams = np.unique(self.model.grams[2].ids[matched - 1])
        documents, _ = self.model.grams[2].documents_of(grams[grams >= 0])
        shared = np.bincount(documents, minlength=len(self.corpus))
        crowd = shared >= self.settings.crowd_overlap * max(len(grams), 1)
        return excluded | np.isin(self.writers, self.writers[crowd & self.model.is_writer])

    def _passage(self, run: tuple[int, int, int, int], matched: Longs, excluded: Bools) -> FoundPassage:
        left_start, left_end, right_start, right_end = run
        bits = self.model.bits(matched, excluded) * self.weights[matched]
        longer = max(self._size(left_start, left_end), self._size(right_start, right_end))
        similarity = min(1.0, (len(matched) + 1) / max(longer, 1))
        return FoundPassage(
            (left_start, left_end),
            (right_start, right_end),
            len(matched) + 1,
            similarity,
            float(bits.sum()),
            self._spread(matched),
        )

    def _size(self, start: int, end: int) -> int:
        return int(self.sides.counted[start:end].sum())

    def _spread(self, matched: Longs) -> int:
        """Writers' documents that have most of the run, at least 2."""
        grams = np.unique(self.model.grams[1].ids[matched - 1])
        documents, _ = self.model.grams[1].documents_of(grams)
        shared = np.bincount(documents, minlength=len(self.corpus))
        having = (shared >= self.settings.crowd_overlap * len(grams)) & self.model.is_writer
        return max(2, int(having.sum()))

    def _counts(self, passage: FoundPassage) -> bool:
        return passage.matched >= self.settings.min_passage_syllables and passage.bits >= self.settings.passage_min_bits
