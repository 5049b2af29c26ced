"""Aligns candidate pairs into passages and scores each passage's rarity in bits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2

import numpy as np
from scipy import sparse

from detector.corpus import Bools, Corpus, Floats, Ints, Longs
from detector.matching.align import align
from detector.matching.blocks import blocks
from detector.matching.candidates import Candidates
from detector.matching.ordering import among
from detector.matching.rarity import RarityModel, Sources
from detector.matching.runs import Aligned, Range, Weighed, edges_of, in_columns, inside, only
from detector.matching.savings import saved_bits
from detector.matching.spread import Spread
from detector.matching.statements import statement_starts, stretch_keys
from detector.matching.tfidf import SentenceEntries, sentence_entries
from detector.settings import Settings

# Two people may both write two or three stock sentences in a row; whoever pastes a section has more of them.
_LONG_RUN = 60  # matched syllables that have weight
# A stretch of a statement brings at most what so many details bring that nobody else has; a flag needs two stretches.
_UNIQUE_DETAILS_OF_A_STRETCH = 10.0
_KNOWN_SYLLABLES = 32  # of a known sample, in one run: stock sentences of unit C, which it has too, have up to 30
_FEWEST_WITNESSES = 24  # a smaller folder is judged as if it had this many
_RARE_BITS = 1.0  # of a matched token: half of the unit has what weighs less
_LEAST_ALIKE = 0.2  # matched syllables by those of the longer side: less is nothing that a reader would call alike
_SPREAD_TRIGRAMS = 12  # of one passage, looked up to tell who else has it
# Syllables of some pairs, some 500 of usual length: enough that numpy's calls cost nothing, few enough for 60 MB.
SYLLABLES_AT_ONCE = 600_000


@dataclass(frozen=True, slots=True)
class Sides:
    """What alignment needs of every document.

    Attributes:
        sentences: int64[...], counted sentences in document order; `indptr`: int64[documents + 1] cuts them.
        regions: int32[len(sentences)], a new number after each printed line.
        token_regions: int32[tokens], the same for every token.
        entries: the sentences' unit TF-IDF vectors, sorted for joining two documents.
        counted: bool[tokens], a person's text; `statements`: int64[all sentences], see `statement_starts`.
    """

    sentences: Longs
    indptr: Longs
    regions: Ints
    token_regions: Ints
    entries: SentenceEntries
    counted: Bools
    statements: Longs


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
    """Passages of one pair of document rows.

    `unplaced_bits` is evidence that stands in none of them, less the bits that encode where they stand.
    """

    left: int
    right: int
    passages: tuple[FoundPassage, ...]
    unplaced_bits: float = 0.0

    @property
    def rows(self) -> tuple[int, int]:
        """Of the left document and the right."""
        return self.left, self.right

    @property
    def bits(self) -> float:
        """Evidence of the pair."""
        return self.unplaced_bits + sum(passage.bits for passage in self.passages)


def build_sides(corpus: Corpus, printed: Bools, vectors: sparse.csr_matrix, counted: Bools) -> Sides:
    """Sentences that are not `printed` (bool[sentences]), with the printed lines as region boundaries.

    Args:
        vectors: one row for each sentence, empty for the printed ones; the sides hold its arrays.
        counted: bool[tokens]; see `Sides`.
    """
    kept = np.flatnonzero(~printed)
    regions = np.cumsum(printed).astype(np.int32)
    token_regions = np.repeat(regions, corpus.sentences.lengths())
    indptr = np.searchsorted(corpus.sentences.document_rows[kept], np.arange(len(corpus) + 1)).astype(np.int64)
    pointers = np.append(vectors.indptr[kept], vectors.nnz)  # what is left out has no entries
    shown = sparse.csr_matrix((vectors.data, vectors.indices, pointers), shape=(len(kept), vectors.shape[1]))
    entries = sentence_entries(shown, indptr)
    return Sides(kept, indptr, regions[kept], token_regions, entries, counted, statement_starts(corpus))


@dataclass(frozen=True, slots=True)
class Weighing:
    """What of the words that two texts have in common is evidence.

    Attributes:
        tokens: bool[tokens], whose bits count (not where a known sample explains them).
        of_many: bool[tokens], texts that more than a few people have: no passage begins or ends with one.
        phrases: bool[tokens], set phrases of the genre: their bits count only in a long run of what counts.
        plain: bool[documents], texts that tell nothing: between two of them every sentence is a set phrase.
        known: one side is a known sample. To stand in it is a fact, whoever else has it too, so a passage that is
            longer than a stock phrase weighs as if nobody had it.
    """

    tokens: Bools
    of_many: Bools
    phrases: Bools
    plain: Bools
    known: bool = False


def pair_finder(
    corpus: Corpus, sides: Sides, model: RarityModel, sources: Sources, weighing: Weighing, settings: Settings
) -> PairFinder:
    """Finds and weighs the passages of pairs of these texts."""
    spread = Spread(model.grams[2], model.is_writer, settings.crowd_overlap)
    counted_before = np.zeros(len(sides.counted) + 1, np.int32)
    np.cumsum(sides.counted, out=counted_before[1:])
    edges = edges_of(weighing.of_many)
    return PairFinder(corpus, sides, model, spread, weighing, sources, counted_before, edges, settings)


@dataclass(frozen=True, slots=True)
class PairFinder:
    """Works on some hundred pairs at once, as columns; `counted_before` is int32[tokens + 1]. See `pair_finder`."""

    corpus: Corpus
    sides: Sides
    model: RarityModel
    spread: Spread
    weighing: Weighing
    sources: Sources
    counted_before: Ints
    edges: tuple[Longs, Longs]
    settings: Settings

    def found(self, candidates: Candidates) -> Iterator[FoundPair]:
        """Pairs with at least one passage, in the candidates' order."""
        left, right = candidates.left, candidates.right
        lengths = np.diff(self.corpus.tokens.document_indptr)
        for some in blocks(lengths[left] + lengths[right], SYLLABLES_AT_ONCE):
            yield from (pair for pair in self.pairs(left[some], right[some]) if pair.passages)

    def pairs(self, left: Ints, right: Ints) -> list[FoundPair]:
        """One for each pair of document rows, without passages where there are none."""
        aligned = self._long_enough(self._matched(*self._runs(left, right)))
        rare = self._rare(aligned, self._witnesses_of(left, right))
        evidence = self._evidence(rare, len(left))
        kept = rare.where((evidence >= self.settings.passage_min_bits)[rare.aligned.pair_rows])
        passages = self._passages(kept, len(left))
        loose = evidence - np.bincount(kept.aligned.pair_rows, kept.sums, minlength=len(left))
        columns = left.tolist(), right.tolist(), passages, loose.tolist()
        return [
            FoundPair(a, b, tuple(found), more if found else 0.0) for a, b, found, more in zip(*columns, strict=True)
        ]

    def weighed(self, left: Ints, right: Ints, ranges: Sequence[Sequence[Range]]) -> list[list[FoundPassage]]:
        """The ranges of each pair of document rows as passages, those that are rare in this unit."""
        rare = self._rare(self._matched(*self._trimmed(*in_columns(ranges))), self._witnesses_of(left, right))
        return self._passages(rare, len(left))

    def rare_tokens(self, left: Ints, right: Ints, ranges: Sequence[Sequence[Range]]) -> list[Longs]:
        """Of each pair the left tokens inside its ranges that are matched and have weight, ascending, each once."""
        aligned = self._matched(*in_columns(ranges))
        pairs = aligned.pair_rows[aligned.run_rows]
        bits = self.model.bits(aligned.matched, without=self._witnesses_of(left, right)[pairs])
        rare = bits * self._count(aligned) >= _RARE_BITS
        tokens, cuts = aligned.matched[rare], np.searchsorted(pairs[rare], np.arange(len(left) + 1))
        return [np.unique(tokens[start:end]) for start, end in pairwise(cuts.tolist())]

    def _witnesses_of(self, left: Ints, right: Ints) -> Floats:
        """How many of the counted people each pair is, float64[pairs]."""
        counted = self.model.is_writer[left].astype(np.float64) + self.model.is_writer[right]
        return np.where(self.sources.writers[left] == self.sources.writers[right], 1.0, counted)

    def _runs(self, left: Ints, right: Ints) -> tuple[Longs, Longs]:
        """The aligned runs of sentences: the row of the pair, and their token ranges, int64[runs, 4]."""
        alike = self.sides.entries.alike(left, right, self.settings.min_sentence_similarity)
        runs = align(alike, self.sides.regions, gap=self.settings.passage_gap_sentences)
        indptr, sentences = self.corpus.sentences.token_indptr, self.sides.sentences
        columns = (
            indptr[sentences[runs.left_starts]],
            indptr[sentences[runs.left_ends - 1] + 1],
            indptr[sentences[runs.right_starts]],
            indptr[sentences[runs.right_ends - 1] + 1],
        )
        return self._trimmed(runs.pairs, np.stack(columns, axis=1))

    def _trimmed(self, pairs: Longs, runs: Longs) -> tuple[Longs, Longs]:
        """Runs without what many have at their edges; those with nothing else are left out."""
        following, before = self.edges
        for start, end in ((0, 1), (2, 3)):
            runs[:, start] = following[runs[:, start]]
            runs[:, end] = before[runs[:, end]]
        kept = (runs[:, 0] < runs[:, 1]) & (runs[:, 2] < runs[:, 3])
        return pairs[kept], runs[kept]

    def _matched(self, pair_rows: Longs, runs: Longs) -> Aligned:
        """Left bigrams of each run that are among the right bigrams of the same run."""
        ids, width = self.model.grams[1].ids, len(self.model.grams[1]) + 1
        ours, our_runs = inside(runs[:, 0], runs[:, 1])
        theirs, their_runs = inside(runs[:, 2], runs[:, 3])
        left_keys = our_runs * width + ids[ours]
        right_keys = np.where(ids[theirs] >= 0, their_runs * width + ids[theirs], -1)
        hit = (ids[ours] >= 0) & among(left_keys, np.sort(right_keys))
        tokens, counted = ours[hit] + 1, self.weighing.tokens
        weigh = counted[tokens] & among(left_keys[hit], np.sort(right_keys[counted[theirs + 1]]))
        return Aligned(pair_rows, runs, tokens, our_runs[hit], weigh)

    def _long_enough(self, aligned: Aligned) -> Aligned:
        """Without the runs that have too few matched syllables."""
        counts = np.bincount(aligned.run_rows, minlength=len(aligned.ranges))
        return only(aligned, counts + 1 >= self.settings.min_passage_syllables)

    def _rare(self, aligned: Aligned, pair_witnesses: Floats) -> Weighed:
        """The runs that are rare enough to show.

        The pair itself is no witness of how common they are: `pair_witnesses` (float64[pairs]) are taken out.
        """
        without = pair_witnesses[aligned.pair_rows][aligned.run_rows]
        matched = np.bincount(aligned.run_rows, minlength=len(aligned.ranges)) + 1
        if self.weighing.known:
            without = np.where((matched >= _KNOWN_SYLLABLES)[aligned.run_rows], np.inf, without)
        bits = self._capped(aligned, self.model.bits(aligned.matched, without=without) * self._count(aligned))
        sums = np.bincount(aligned.run_rows, bits, minlength=len(matched)).astype(np.float64)
        sizes = np.maximum(self._sizes(aligned.ranges[:, 0:2]), self._sizes(aligned.ranges[:, 2:4]))
        shown = (sums >= self.settings.passage_min_bits) & (matched >= _LEAST_ALIKE * sizes)
        return Weighed(aligned, bits, sums, matched, sizes).where(shown)

    def _count(self, aligned: Aligned) -> Bools:
        """Which matched tokens have weight: a set phrase only in a run that is long without what explains it.

        Two texts that tell nothing need one such run, and then all that they share counts.
        """
        long = np.bincount(aligned.run_rows, aligned.weigh, minlength=len(aligned.ranges)) >= _LONG_RUN
        plain: Bools = np.all(self.weighing.plain[self._documents(aligned)], axis=1)
        short = plain & ~np.isin(aligned.pair_rows, aligned.pair_rows[long])
        of_phrases = self.weighing.phrases[aligned.matched] & ~(plain | long)[aligned.run_rows]
        return aligned.weigh & ~(of_phrases | short[aligned.run_rows])

    def _of_sheets(self, aligned: Aligned) -> Bools:
        """Whether either side is a sheet of a month or quarter, bool[runs]."""
        rows, documents = self._documents(aligned).tolist(), self.corpus.documents
        return np.array([any(documents[row].period for row in pair) for pair in rows], bool)

    def _documents(self, aligned: Aligned) -> Longs:
        """Left and right document of each run, int64[runs, 2]."""
        return np.searchsorted(self.corpus.tokens.document_indptr, aligned.ranges[:, [0, 2]], "right") - 1

    def _evidence(self, rare: Weighed, pairs: int) -> Floats:
        """Bits of each pair, float64[pairs], 0 where they do not reach those of a passage that is shown.

        To stand in a known sample is a fact, wherever it stands there.
        """
        saved, rows = rare.sums, rare.aligned.pair_rows
        if not self.weighing.known:
            documents = self._documents(rare.aligned)
            lengths = np.diff(self.counted_before[self.corpus.tokens.document_indptr]).astype(np.float64)
            places = np.log2(lengths[documents].prod(axis=1))
            most = np.bincount(rows, np.maximum(rare.sums - places, 0.0), minlength=pairs)
            possible = (most >= self.settings.passage_min_bits)[rows]
            saved = np.zeros(len(places))
            saved[possible] = self._saved(rare.where(possible), places[possible])
        evidence: Floats = np.bincount(rows, saved, minlength=pairs).astype(np.float64)
        return np.where(evidence >= self.settings.passage_min_bits, evidence, 0.0)

    def _saved(self, runs: Weighed, places: Floats) -> Floats:
        """See `detector.matching.savings`, float64[runs]."""
        aligned = runs.aligned
        return saved_bits(
            aligned.ranges, self.model.grams[1], aligned.matched, runs.bits, aligned.run_rows, jumps=places
        )

    def _passages(self, rare: Weighed, pairs: int) -> list[list[FoundPassage]]:
        """The runs of each pair as passages."""
        passages: list[list[FoundPassage]] = [[] for _ in range(pairs)]
        rows = zip(
            rare.aligned.pair_rows.tolist(),
            rare.aligned.ranges.tolist(),
            rare.matched.tolist(),
            np.minimum(1.0, rare.matched / np.maximum(rare.sizes, 1)).tolist(),
            rare.sums.tolist(),
            self._spreads(rare.aligned).tolist(),
            strict=True,
        )
        for pair, (left, left_end, right, right_end), count, similarity, bits_of_run, spread in rows:
            passage = FoundPassage((left, left_end), (right, right_end), count, similarity, bits_of_run, spread)
            passages[pair].append(passage)
        return passages

    def _capped(self, aligned: Aligned, bits: Floats) -> Floats:
        """The bits of each matched token, so that a stretch of one statement brings no more than a stock clause could.

        However unusual its words, one statement in common is a coincidence that happens; several are not.
        """
        sentences = np.searchsorted(self.corpus.sentences.token_indptr, aligned.matched, "right") - 1
        starts = self.sides.statements[sentences]
        keys = stretch_keys(aligned.run_rows, aligned.matched, starts, self._of_sheets(aligned)[aligned.run_rows])
        _, inverse = np.unique(keys, return_inverse=True)
        most = _UNIQUE_DETAILS_OF_A_STRETCH * log2(max(self.model.people, _FEWEST_WITNESSES))
        capped: Floats = bits * np.minimum(1.0, most / np.maximum(np.bincount(inverse, bits), 1e-9))[inverse]
        return capped

    def _sizes(self, ranges: Longs) -> Longs:
        """Counted tokens of each range, int64[runs]."""
        sizes = self.counted_before[ranges[:, 1]] - self.counted_before[ranges[:, 0]]
        return sizes.astype(np.int64)

    def _spreads(self, aligned: Aligned) -> Longs:
        """Writers' documents that have most of each run, by trigrams spread over it; at least 2, int64[runs]."""
        runs, ids = self._spread_trigrams(aligned)
        spreads: Longs = np.maximum(2, self.spread.of(runs, ids, len(aligned.ranges)))
        return spreads

    def _spread_trigrams(self, aligned: Aligned) -> tuple[Longs, Ints]:
        """A dozen or two trigrams of each run, evenly spread: the run and the gram of each."""
        count = len(aligned.ranges)
        ids = self.model.grams[2].ids[aligned.matched - 1]
        first = np.searchsorted(aligned.run_rows, np.arange(count))
        position = np.arange(len(ids)) - first[aligned.run_rows]
        step = np.maximum(1, np.bincount(aligned.run_rows, minlength=count) // _SPREAD_TRIGRAMS)
        looked_up = (ids >= 0) & (position % step[aligned.run_rows] == 0)
        return aligned.run_rows[looked_up], ids[looked_up]
