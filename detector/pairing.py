"""Candidates -> judged pairs: evidence, the number of such pairs expected by chance, and what the other text is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, Provenance, counts_in_runs
from detector.documents import Role
from detector.judge import Links
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
)
from detector.matching.equal import equal_pairs, equal_texts
from detector.matching.evidence import FoundPair, Sides, find_pairs
from detector.matching.grams import Grams
from detector.matching.rarity import Grams123, build_rarity_model
from detector.matching.semantic import Encoder, Meanings, find_by_meaning
from detector.matching.shared_texts import TextOfMany, find_texts_of_many, tokens_of_many
from detector.matching.significance import fit_null, null_window
from detector.matching.witnesses import find_witnesses
from detector.provenance.marks import tokens_of
from detector.provenance.people import is_once, same_person, time_of, writer_numbers
from detector.provenance.reuse import least_share, nearest_sources, periods_in_a_row, share_of
from detector.settings import Settings

_OWN = Provenance.PREVIOUS
# Bits over which the number of unrelated pairs falls by a factor e, where the unit itself says too little.
_PRIOR_SCALE_BITS = 8.0
_LEVEL_BITS = 20.0  # from which they are counted
# Pairs beyond so many windows of the fit hold texts together; in a large unit chance reaches beyond the first, and all
# texts would hang together: then fewer pairs are taken, until this share of the persons is left as groups.
_WINDOWS = (1.0, 2.0, 4.0, np.inf)
_LEAST_GROUPS = 0.5
_PARAGRAPH_SYLLABLES = 100  # a shorter text of many at the edge of a copied section is part of it


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """One pair of texts.

    Attributes:
        kind: ``SHARED``, ``PREVIOUS`` or ``REFERENCE``: what the right text is to the left one.
        expected: chance pairs of this unit with at least this evidence; None: not known.
        threshold: evidence from which pairs of this method are flagged in this unit, in bits.
    """

    pair: FoundPair
    kind: Provenance
    flagged: bool
    expected: float | None
    threshold: float
    method: Method = Method.PASSAGES


@dataclass(frozen=True, slots=True)
class Matches:
    """All pairs with something in common.

    Attributes:
        writers: int32[documents], person numbers.
        witnesses: int32[documents], equal for documents that count once; see `detector.matching.witnesses`.
        crowds: rows of the documents of each crowd.
        of_many: texts that more than a few people have in one place.
        nulls: of each method that looked at this unit's pairs.
        in_a_row: for how many periods up to its own a person handed in one text, by row; see `once_each`.
    """

    pairs: tuple[JudgedPair, ...]
    writers: Ints
    witnesses: Ints
    crowds: tuple[tuple[int, ...], ...] = ()
    of_many: tuple[TextOfMany, ...] = ()
    nulls: tuple[MethodNull, ...] = ()
    in_a_row: Mapping[int, int] = field(default_factory=dict)

    def flagged(self, kind: Provenance) -> list[FoundPair]:
        """Flagged pairs of this kind."""
        return [judged.pair for judged in self.pairs if judged.flagged and judged.kind is kind]

    def links(self, is_submission: Bools) -> Mapping[int, Links]:
        """Flagged pairs of each submission row, strongest first."""
        found: dict[int, dict[str, list[JudgedPair]]] = {}
        for judged in self.pairs:
            if not judged.flagged:
                continue
            for row in (judged.pair.left, judged.pair.right):
                if is_submission[row]:
                    found.setdefault(row, {}).setdefault(judged.kind.key, []).append(judged)
        return {row: Links(**{kind: _strongest_first(v) for kind, v in lists.items()}) for row, lists in found.items()}


@dataclass(frozen=True, slots=True)
class PairColumns:
    """Columns that pairing needs.

    Attributes:
        shingles: of the writers' texts.
        counted: bool[tokens], what a person may have written.
        rule: bool[tokens], rule wording, lists of facts and heads; they weigh nothing.
        stock: bool[tokens], stock clauses of the genre.
        handed_out: bool[tokens], what many short texts have; part of `rule`.
    """

    shingles: Grams
    rarity_grams: Grams123
    sides: Sides
    counted: Bools
    rule: Bools
    stock: Bools
    handed_out: Bools

    @property
    def comparable(self) -> Bools:
        """What a person may have written and few others have, bool[tokens]."""
        return self.counted & ~self.rule & ~self.stock


def match(corpus: Corpus, columns: PairColumns, candidates: Candidates, settings: Settings) -> Matches:
    """Known samples first: what they explain is no evidence against a colleague."""
    writers = writer_numbers(corpus)
    indptr, is_submission = corpus.tokens.document_indptr, _is(corpus, Role.SUBMISSION)
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
    is_reference = _is(corpus, Role.REFERENCE)
    with_reference = is_reference[candidates.left] | is_reference[candidates.right]

    def found(which: Bools, weighing: Bools, known: bool = False) -> list[FoundPair]:
        chosen = candidates.where(which)
        return list(
            find_pairs(corpus, columns.sides, chosen, rarity, weighing, witnesses, settings, of_many=long, known=known)
        )

    samples = found(with_reference, ~(columns.rule | columns.stock), known=True)
    strong = [pair for pair in samples if pair.bits >= settings.pair_min_bits]
    pairs = [*samples, *found(~with_reference, ~(weightless | tokens_of(strong, len(columns.rule))))]
    fitted = _passage_null(corpus, pairs, writers, found_witnesses.crowds, settings)
    null = _method_null(Method.PASSAGES, fitted, corpus, settings)
    judged = _judged(corpus, writers, left_over, pairs, null, settings)
    rewritten, of_order = _rewritten(corpus, columns, writers, witnesses, weightless, judged, settings)
    replaced = {(one.pair.left, one.pair.right) for one in rewritten}
    kept = [one for one in judged if (one.pair.left, one.pair.right) not in replaced]
    flagged = {(one.pair.left, one.pair.right) for one in (*kept, *rewritten) if one.flagged}
    certain = [
        JudgedPair(pair, Provenance.SHARED, True, None, 0.0, Method.EQUAL)
        for pair in equal_pairs(corpus, left_over, equal, writers)
        if (pair.left, pair.right) not in flagged
    ]
    replaced = {(one.pair.left, one.pair.right) for one in certain}
    kept = [one for one in kept if (one.pair.left, one.pair.right) not in replaced]
    nulls = (null, of_order, *([MethodNull(Method.EQUAL, 0.0)] if certain else []))
    crowds = found_witnesses.crowds
    return Matches((*kept, *rewritten, *certain), writers, witnesses, crowds, tuple(of_many), nulls)


def once_each(matches: Matches, corpus: Corpus, columns: PairColumns, settings: Settings) -> Matches:
    """The same with each text of a person beside its nearest earlier one: five equal months are four pairs, not ten."""
    own = {(one.pair.left, one.pair.right): one for one in matches.pairs if one.flagged and one.kind is _OWN}
    sources = nearest_sources(corpus, (one.pair for one in own.values()), least=settings.min_passage_syllables)
    kept = {(min(pair.left, pair.right), max(pair.left, pair.right)) for pair in sources}
    pairs = tuple(
        replace(one, flagged=False) if (one.pair.left, one.pair.right) in own.keys() - kept else one
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
        columns.counted & ~columns.rule & ~tokens_of_many(matches.of_many, len(columns.rule)),
        {(one.pair.left, one.pair.right) for one in matches.pairs if one.flagged},
        encoder,
        allowed=_is(corpus, Role.SUBMISSION),
        limit=_allowed(corpus, settings),
        progress=progress,
    )
    new = {
        (one.pair.left, one.pair.right): JudgedPair(
            one.pair, Provenance.SHARED, True, one.expected, found.threshold, Method.MEANING
        )
        for one in found.pairs
    }
    kept = [one for one in matches.pairs if (one.pair.left, one.pair.right) not in new]
    nulls = [MethodNull(Method.MEANING, found.threshold, found.null)] if found.null else []
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
    hangs together by pairs with more evidence than the window of the fit, counts once with any other group. And chance
    is a matter of people: of twelve sheets of one person each is a twelfth of a text, so that the line does not rise
    with the months.
    What is counted is then scaled to all pairs of persons, so that copies neither raise the line nor lower it.
    Only candidates are pairs, and so is what is flagged: no chance pair that is never looked at needs to be counted.
    """
    is_submission = _is(corpus, Role.SUBMISSION)
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
    for windows in _WINDOWS:
        beyond = bits > start + windows * null_window(_PRIOR_SCALE_BITS)
        groups = _linked(_of_crowds(len(corpus), crowds), left[beyond], right[beyond])
        sizes = np.minimum(np.bincount(groups, parts), 1.0)  # of each group, in texts
        if sizes.sum() >= _LEAST_GROUPS * people:
            break
    one, other, strongest = strongest_between(groups[left], groups[right], bits)
    return fit_null(
        strongest,
        level=start,
        prior_scale=_PRIOR_SCALE_BITS,
        share=_pairs_of(float(sizes.sum())) / _pairs_of(people),
        counts=sizes[one] * sizes[other],
    )


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


def _method_null(method: Method, null: Null, corpus: Corpus, settings: Settings) -> MethodNull:
    return MethodNull(method, max(null.score_at(_allowed(corpus, settings)), settings.pair_min_bits), null)


def _judged(
    corpus: Corpus, writers: Ints, counted: Bools, pairs: Iterable[FoundPair], of: MethodNull, settings: Settings
) -> list[JudgedPair]:
    """By the line of chance between two persons; what repeats a sample or one's own text is no matter of chance.

    Of one's own text a part is told from `least_share` of the later one, however short.
    """
    judged = []
    for pair in pairs:
        kind = _kind(corpus, writers, pair)
        by_chance = kind is Provenance.SHARED
        threshold = of.threshold if by_chance else settings.pair_min_bits
        expected = of.null.expected(pair.bits) if of.null and by_chance else None
        enough = pair.bits >= threshold or (kind is _OWN and _is_much(corpus, pair, counted, settings))
        flagged = enough and not is_once(corpus, pair.left, pair.right)
        judged.append(JudgedPair(pair, kind, flagged, expected, threshold, of.method))
    return judged


def _is_much(corpus: Corpus, pair: FoundPair, counted: Bools, settings: Settings) -> bool:
    """Whether the earlier text of a person has a share of the later one that is told."""
    later = max(pair.left, pair.right, key=lambda row: time_of(corpus, row))
    return share_of(corpus, pair, later, counted) >= least_share(corpus, later, settings)


def _kind(corpus: Corpus, writers: Ints, pair: FoundPair) -> Provenance:
    if corpus.documents[pair.right].role is Role.REFERENCE:
        return Provenance.REFERENCE
    return _OWN if same_person(writers, pair.left, pair.right) else Provenance.SHARED


def _rewritten(
    corpus: Corpus,
    columns: PairColumns,
    writers: Ints,
    witnesses: Ints,
    weightless: Bools,
    judged: Sequence[JudgedPair],
    settings: Settings,
) -> tuple[list[JudgedPair], MethodNull]:
    """Flagged pairs that only the order of rare details gives away, and how often chance makes such a chain."""
    clues = find_clues(corpus, columns.rarity_grams, witnesses, counted=columns.counted & ~weightless)
    known = {(one.pair.left, one.pair.right) for one in judged if one.flagged}
    chains = [
        chain
        for chain in find_chains(corpus, clues, columns.sides, witnesses, _is(corpus, Role.SUBMISSION))
        if (chain.left, chain.right) not in known
    ]
    fitted = _chain_null([chain for chain in chains if chain.parts >= MIN_PARTS - 1], clues)
    null = _method_null(Method.ORDER, fitted, corpus, settings)
    several = [chain for chain in chains if chain.bits >= null.threshold and chain.parts >= MIN_PARTS]
    strong = [chain_pair(corpus, columns.sides, chain, clues.unit) for chain in several]
    judged_chains = _judged(corpus, writers, columns.comparable, strong, null, settings)
    return [one for one in judged_chains if one.flagged], null


def _chain_null(chains: Sequence[Chain], clues: Clues) -> Null:
    return fit_null(
        np.array([chain.bits for chain in chains], dtype=np.float64),
        level=LEVEL_DETAILS * clues.unit,
        prior_scale=PRIOR_SCALE_DETAILS * clues.unit,
    )


def _allowed(corpus: Corpus, settings: Settings) -> float:
    """By people: the sheets that somebody hands in over a year are no further unit."""
    return settings.chance_pairs_allowed(len(np.unique(writer_numbers(corpus)[_is(corpus, Role.SUBMISSION)])))


def _is(corpus: Corpus, role: Role) -> Bools:
    return np.array([d.role is role for d in corpus.documents], dtype=bool)


def _strongest_first(pairs: list[JudgedPair]) -> tuple[JudgedPair, ...]:
    return tuple(sorted(pairs, key=lambda judged: (-judged.pair.bits, judged.pair.left, judged.pair.right)))
