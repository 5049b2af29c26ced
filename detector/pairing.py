"""Candidates -> pairs with their evidence, the number of such pairs expected by chance, and what the other text is.

Nothing here depends on where a user draws the line. Which of two methods tells a pair, what a sample explains and which
pairs are no chance is decided at the default lines, so that another threshold finds the same evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, Provenance, counts_in_runs
from detector.documents import Document, Role
from detector.judge import MatchedPair, judged_pairs
from detector.lines import kind_of, lines_at, people_of
from detector.matches import Method, MethodNull, Null
from detector.matching.candidates import Candidates
from detector.matching.clues import (
    LEVEL_DETAILS,
    MIN_PARTS,
    PRIOR_SCALE_DETAILS,
    Chain,
    Clues,
    chain_pair,
    find_chains,
    find_clues,
    pairs_with_details,
)
from detector.matching.drawing import is_reworded, redrawn
from detector.matching.equal import equal_pairs, equal_texts
from detector.matching.evidence import FoundPair, PairFinder, Sides, pair_finder
from detector.matching.grams import Grams
from detector.matching.rarity import Grams123, build_rarity_model
from detector.matching.semantic import Encoder, Meanings, find_by_meaning
from detector.matching.shared_texts import TextOfMany, find_texts_of_many, tokens_of_many
from detector.matching.significance import fit_null, null_window
from detector.matching.witnesses import find_witnesses
from detector.provenance.marks import tokens_of
from detector.provenance.people import time_of, writer_numbers
from detector.provenance.reuse import least_share, nearest_sources, periods_in_a_row, share_of
from detector.settings import Settings
from detector.signals.specificity import tell_nothing

_OWN = Provenance.PREVIOUS
# Bits over which the number of unrelated pairs falls by a factor e, where the unit itself says too little.
_PRIOR_SCALE_BITS = 8.0
_LEVEL_BITS = 20.0  # from which they are counted
# Pairs beyond so many windows of the fit hold texts together; in a large unit chance reaches beyond the first, and all
# texts would hang together: then fewer pairs are taken, until this share of the persons is left as groups.
_WINDOWS = (1.0, 2.0, 4.0)
_LEAST_GROUPS = 0.65
_MOST_CHANCE_PAIRS = 10.0  # a chain of rare details that chance makes more often in a unit is no pair
_PARAGRAPH_SYLLABLES = 100  # a shorter text of many at the edge of a copied section is part of it


@dataclass(frozen=True, slots=True)
class Matches:
    """All pairs with something in common.

    Attributes:
        writers: int32[documents], person numbers.
        witnesses: int32[documents], equal for documents that count once; see `detector.matching.witnesses`.
        crowds: rows of the documents of each crowd.
        of_many: texts that more than a few people have in one place.
        nulls: of each method that looked at this unit's pairs, not judged yet: their thresholds are 0.
        in_a_row: for how many periods up to its own a person handed in one text, by row; see `once_each`.
    """

    pairs: tuple[MatchedPair, ...]
    writers: Ints
    witnesses: Ints
    crowds: tuple[tuple[int, ...], ...] = ()
    of_many: tuple[TextOfMany, ...] = ()
    nulls: tuple[MethodNull, ...] = ()
    in_a_row: Mapping[int, int] = field(default_factory=dict)

    def clear(self, documents: Sequence[Document], settings: Settings) -> set[tuple[int, int]]:
        """Rows of the pairs that are flagged at the default lines."""
        return _clear(self.pairs, documents, self.nulls, settings)


@dataclass(frozen=True, slots=True)
class PairColumns:
    """Columns that pairing needs.

    Attributes:
        shingles: of the writers' texts.
        counted: bool[tokens], what a person may have written.
        rule: bool[tokens], rule wording, lists of facts and heads; they weigh nothing.
        stock: bool[tokens], stock clauses of the genre.
        set_phrases: bool[tokens], sentences made of its set phrases; they weigh nothing between two persons.
        handed_out: bool[tokens], what many short texts have; part of `rule`.
    """

    shingles: Grams
    rarity_grams: Grams123
    sides: Sides
    counted: Bools
    rule: Bools
    stock: Bools
    set_phrases: Bools
    handed_out: Bools

    @property
    def comparable(self) -> Bools:
        """What a person may have written and few others have, bool[tokens]."""
        return self.counted & ~self.rule & ~self.stock


def match(corpus: Corpus, columns: PairColumns, candidates: Candidates, settings: Settings) -> Matches:
    """Known samples first: what they explain is no evidence against a colleague."""
    writers = writer_numbers(corpus)
    indptr, is_submission = corpus.tokens.document_indptr, corpus.has_role(Role.SUBMISSION)
    left_over = columns.comparable
    equal = equal_texts(corpus, left_over, is_submission & _is_mostly_own(corpus, left_over, columns), writers)
    found_witnesses = find_witnesses(
        columns.shingles, indptr, columns.sides.token_regions, candidates, writers, equal, settings
    )
    witnesses = found_witnesses.numbers
    of_many = find_texts_of_many(columns.shingles, indptr, is_submission, witnesses, writers, settings)
    many = tokens_of_many(of_many, len(columns.rule))
    weightless = columns.rule | many
    long = tokens_of_many([t for t in of_many if t.syllables >= _PARAGRAPH_SYLLABLES], len(many))
    rarity = build_rarity_model(corpus, columns.rarity_grams, witnesses, settings.common_rank)
    own = columns.counted & ~(weightless | columns.set_phrases)
    plain = tell_nothing(corpus, own, columns.counted)
    clues = find_clues(corpus, columns.rarity_grams, witnesses, counted=own)
    candidates = candidates.joined(*pairs_with_details(clues, witnesses, is_submission))
    is_reference = corpus.has_role(Role.REFERENCE)
    with_reference = is_reference[candidates.left] | is_reference[candidates.right]

    finder = partial(pair_finder, corpus, columns.sides, rarity, witnesses=witnesses, settings=settings, of_many=long)
    of_samples = finder(~(columns.rule | columns.stock), known=True)
    samples = list(of_samples.found(candidates.where(with_reference)))
    strong = [pair for pair in samples if pair.bits >= settings.at_default_lines().pair_min_bits]
    weighing = ~(weightless | tokens_of(strong, len(columns.rule)))
    of_people = finder(weighing, phrases=columns.set_phrases, plain=plain)
    pairs = [*samples, *of_people.found(candidates.where(~with_reference))]
    fitted = _passage_null(corpus, pairs, writers, found_witnesses.crowds, settings)
    null = MethodNull(Method.PASSAGES, 0.0, fitted)
    by_passages = _matched(corpus, left_over, pairs, null, settings)
    clear = _clear(by_passages, corpus.documents, (null,), settings)
    rewritten, of_order = _rewritten(corpus, columns, witnesses, clues, clear, settings)
    found_pairs = _one_method(by_passages, rewritten, _clear(rewritten, corpus.documents, (of_order,), settings))
    clear = _clear(found_pairs, corpus.documents, (null, of_order), settings)
    found_pairs = _redrawn(found_pairs, clear, columns.counted, of_people)
    certain = {
        (pair.left, pair.right): MatchedPair(pair, Provenance.SHARED, Method.EQUAL)
        for pair in equal_pairs(corpus, left_over, equal, writers)
        if (pair.left, pair.right) not in clear
    }
    found_pairs = [one for one in found_pairs if (one.pair.left, one.pair.right) not in certain]
    nulls = (null, of_order, *([MethodNull(Method.EQUAL, 0.0)] if certain else []))
    crowds = found_witnesses.crowds
    return Matches((*found_pairs, *certain.values()), writers, witnesses, crowds, tuple(of_many), nulls)


def _redrawn(
    pairs: Sequence[MatchedPair], clear: set[tuple[int, int]], compared: Bools, finder: PairFinder
) -> list[MatchedPair]:
    """The same, with passages of reworded copies as far as they go; only of pairs of persons that are clear."""
    persons = (one.pair for one in pairs if one.kind is not Provenance.REFERENCE)
    chosen = [pair for pair in persons if (pair.left, pair.right) in clear and is_reworded(pair)]
    drawn = {(pair.left, pair.right): pair for pair in redrawn(chosen, compared, finder)}
    return [replace(one, pair=drawn.get((one.pair.left, one.pair.right), one.pair)) for one in pairs]


def _one_method(
    by_passages: Sequence[MatchedPair], rewritten: Sequence[MatchedPair], clear: set[tuple[int, int]]
) -> list[MatchedPair]:
    """A pair that both methods find is told by its passages, unless only the order of its details is clear."""
    known = {(one.pair.left, one.pair.right) for one in by_passages}
    return [
        *(one for one in by_passages if (one.pair.left, one.pair.right) not in clear),
        *(one for one in rewritten if (key := (one.pair.left, one.pair.right)) in clear or key not in known),
    ]


def once_each(matches: Matches, corpus: Corpus, columns: PairColumns, settings: Settings) -> Matches:
    """The same with each text of a person beside its nearest earlier one: five equal months are four pairs, not ten."""
    clear = matches.clear(corpus.documents, settings)
    own = {key: one for one in matches.pairs if one.kind is _OWN and (key := (one.pair.left, one.pair.right)) in clear}
    sources = nearest_sources(corpus, (one.pair for one in own.values()), least=settings.min_passage_syllables)
    kept = {(min(pair.left, pair.right), max(pair.left, pair.right)) for pair in sources}
    pairs = tuple(
        replace(one, repeated=(one.pair.left, one.pair.right) in kept) if one.kind is _OWN else one
        for one in matches.pairs
    )
    return replace(matches, pairs=pairs, in_a_row=periods_in_a_row(corpus, sources, columns.comparable))


def _is_mostly_own(corpus: Corpus, left_over: Bools, columns: PairColumns) -> Bools:
    """Texts with more of their own than was handed out: the same stock sentence beside it says nothing of two."""
    indptr = corpus.tokens.document_indptr
    mostly: Bools = counts_in_runs(left_over, indptr) > counts_in_runs(columns.handed_out & columns.counted, indptr)
    return mostly


def with_meaning(
    matches: Matches,
    corpus: Corpus,
    columns: PairColumns,
    settings: Settings,
    encoder: Encoder,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Matches, Meanings]:
    """The same, and the pairs of submissions that only their meaning gives away, beside what was looked at."""
    found = find_by_meaning(
        corpus,
        columns.rarity_grams,
        columns.sides,
        matches.witnesses,
        columns.counted & ~columns.rule & ~columns.set_phrases & ~tokens_of_many(matches.of_many, len(columns.rule)),
        matches.clear(corpus.documents, settings),
        encoder,
        allowed=corpus.has_role(Role.SUBMISSION),
        limit=_allowed(corpus, settings),
        progress=progress,
    )
    new = {
        (one.pair.left, one.pair.right): MatchedPair(one.pair, Provenance.SHARED, Method.MEANING, one.expected)
        for one in found.pairs
    }
    kept = [one for one in matches.pairs if (one.pair.left, one.pair.right) not in new]
    nulls = [MethodNull(Method.MEANING, 0.0, found.null)] if found.null else []
    return replace(matches, pairs=(*kept, *new.values()), nulls=(*matches.nulls, *nulls)), found


def _passage_null(
    corpus: Corpus,
    pairs: Sequence[FoundPair],
    writers: Ints,
    crowds: Sequence[Sequence[int]],
    settings: Settings,
) -> Null:
    """Fall-off of pairs of this unit's submissions, without what copies add to it.

    Whoever copied a text has its chance resemblances too. So pairs are counted between groups: what is one crowd, or
    hangs together by pairs with more evidence than the window of the fit, counts once with any other group. Where so
    many copied that too few groups are left, only such pairs are left out, and those whose sides both have one with a
    third. And chance is a matter of people: of twelve sheets of one person each is a twelfth of a text, so that the
    line does not rise with the months.
    What is counted is then scaled to all pairs of persons, so that copies neither raise the line nor lower it.
    Only candidates are pairs, and so is what is flagged: no chance pair that is never looked at needs to be counted.
    """
    is_submission = corpus.has_role(Role.SUBMISSION)
    people = len(np.unique(writers[is_submission]))
    between = [
        pair
        for pair in pairs
        if is_submission[pair.left] and is_submission[pair.right] and writers[pair.left] != writers[pair.right]
    ]
    left, right = (np.array([getattr(pair, side) for pair in between], np.int64) for side in ("left", "right"))
    bits = np.array([pair.bits for pair in between], np.float64)
    start = max(settings.passage_min_bits, _LEVEL_BITS)
    parts = is_submission / np.maximum(np.bincount(writers, is_submission)[writers], 1.0)
    in_crowds = _of_crowds(len(corpus), crowds)
    for windows in _WINDOWS:
        beyond = bits > start + windows * null_window(_PRIOR_SCALE_BITS)
        groups = _linked(in_crowds, left[beyond], right[beyond])
        sizes = np.minimum(np.bincount(groups, parts), 1.0)  # of each group, in texts
        if sizes.sum() >= _LEAST_GROUPS * people:
            one, other, strongest = strongest_between(groups[left], groups[right], bits)
            counted = _pairs_of(float(sizes.sum()))
            break
    else:
        sizes = np.minimum(np.bincount(in_crowds, parts), 1.0)
        one, other, strongest = strongest_between(in_crowds[left], in_crowds[right], bits)
        related = _related(one, other, strongest > start + null_window(_PRIOR_SCALE_BITS), len(sizes))
        apart = ~np.isin(one * len(sizes) + other, related.row.astype(np.int64) * len(sizes) + related.col)
        one, other, strongest = one[apart], other[apart], strongest[apart]
        counted = max(_pairs_of(float(sizes.sum())) - float(sizes[related.row] @ sizes[related.col]), 1.0)
    return fit_null(
        strongest,
        level=start,
        prior_scale=_PRIOR_SCALE_BITS,
        share=counted / _pairs_of(people),
        counts=sizes[one] * sizes[other],
    )


def _related(left: Longs, right: Longs, strong: Bools, count: int) -> sparse.coo_matrix:
    """Pairs, left < right, that are `strong` (bool[pairs]) or whose sides both have a strong one with a third."""
    rows, columns = np.concatenate([left[strong], right[strong]]), np.concatenate([right[strong], left[strong]])
    links = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count)).tocsr()
    return sparse.triu(links + links @ links, 1).tocoo()


def strongest_between(left: Longs, right: Longs, bits: Floats) -> tuple[Longs, Longs, Floats]:
    """The pairs of different groups, and the largest of the bits between the two, float64[pairs of groups]."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    apart = low != high
    width = int(high.max(initial=0)) + 1
    distinct, inverse = np.unique(low[apart] * width + high[apart], return_inverse=True)
    strongest = np.zeros(len(distinct))
    np.maximum.at(strongest, inverse, bits[apart])
    return *np.divmod(distinct, width), strongest


def _pairs_of(count: float) -> float:
    """How many pairs there are of so many; 1 where there is none."""
    return max(count * (count - 1) / 2, 1.0)


def _of_crowds(count: int, crowds: Sequence[Sequence[int]]) -> Longs:
    """A number for each of `count` documents, equal for those of one crowd."""
    numbers = np.arange(count, dtype=np.int64)
    for crowd in crowds:
        numbers[list(crowd)] = crowd[0]
    return numbers


def _linked(numbers: Longs, left: Longs, right: Longs) -> Longs:
    """A number for each document, equal where equal `numbers` or a pair hold two together."""
    count = len(numbers)
    rows, columns = np.concatenate([np.arange(count), left]), np.concatenate([count + numbers, right])
    graph = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(2 * count, 2 * count))
    return connected_components(graph, directed=False)[1][:count].astype(np.int64)


def _matched(
    corpus: Corpus, counted: Bools, pairs: Iterable[FoundPair], of: MethodNull, settings: Settings
) -> list[MatchedPair]:
    """With what the other text is, and how often chance makes such a pair of two persons.

    Of one's own sheet a part is told from `least_share` of the later one, however short.
    """
    matched = []
    for pair in pairs:
        kind = kind_of(corpus.documents[pair.left], corpus.documents[pair.right])
        expected = of.null.expected(pair.bits) if of.null and kind is Provenance.SHARED else None
        enough = pair.bits >= settings.at_default_lines().pair_min_bits if kind is _OWN else True
        repeated = enough or _is_much(corpus, pair, counted, settings)
        matched.append(MatchedPair(pair, kind, of.method, expected, repeated))
    return matched


def _is_much(corpus: Corpus, pair: FoundPair, counted: Bools, settings: Settings) -> bool:
    """Whether the earlier sheet of a person has a share of the later one that is told; texts of pages need weight."""
    later = max(pair.left, pair.right, key=lambda row: time_of(corpus, row))
    return corpus.documents[later].period is not None and share_of(corpus, pair, later, counted) >= least_share(
        corpus.documents[later], settings
    )


def _clear(
    pairs: Iterable[MatchedPair], documents: Sequence[Document], nulls: Iterable[MethodNull], settings: Settings
) -> set[tuple[int, int]]:
    usual = settings.at_default_lines()
    judged = judged_pairs(pairs, documents, lines_at(nulls, usual, {"": people_of(documents)}), usual)
    return {(one.pair.left, one.pair.right) for one in judged if one.flagged}


def _rewritten(
    corpus: Corpus,
    columns: PairColumns,
    witnesses: Ints,
    clues: Clues,
    known: set[tuple[int, int]],
    settings: Settings,
) -> tuple[list[MatchedPair], MethodNull]:
    """Pairs with rare details in one order that are not `known`, and how often chance makes such a chain."""
    chains = [
        chain
        for chain in find_chains(corpus, clues, columns.sides, witnesses, corpus.has_role(Role.SUBMISSION))
        if (chain.left, chain.right) not in known
    ]
    fitted = _chain_null([chain for chain in chains if chain.parts >= MIN_PARTS - 1], clues)
    null = MethodNull(Method.ORDER, 0.0, fitted)
    least = fitted.score_at(_MOST_CHANCE_PAIRS)
    several = [chain.as_evidence() for chain in chains if chain.parts >= MIN_PARTS]
    strong = [chain_pair(corpus, columns.sides, one, clues) for one in several if one.bits >= least]
    return _matched(corpus, columns.comparable, strong, null, settings), null


def _chain_null(chains: Sequence[Chain], clues: Clues) -> Null:
    return fit_null(
        np.array([chain.bits for chain in chains], dtype=np.float64),
        level=LEVEL_DETAILS * clues.unit,
        prior_scale=PRIOR_SCALE_DETAILS * clues.unit,
    )


def _allowed(corpus: Corpus, settings: Settings) -> float:
    """By people: the sheets that somebody hands in over a year are no further unit."""
    return settings.chance_pairs_allowed(len(np.unique(writer_numbers(corpus)[corpus.has_role(Role.SUBMISSION)])))
