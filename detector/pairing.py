"""Candidates -> pairs with their evidence, the number of such pairs expected by chance, and what the other text is.

Nothing here depends on where a user draws the line. Which of two methods tells a pair, what a sample explains and which
pairs are no chance is decided at the default lines, so that another threshold finds the same evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Provenance, counts_in_runs
from detector.documents import Document, Role
from detector.judge import MatchedPair, judged_pairs
from detector.lines import kind_of, least_share, lines_at, people_of
from detector.matches import Method, MethodNull, Null
from detector.matching.candidates import Candidates
from detector.matching.chance import passage_null
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
from detector.matching.evidence import FoundPair, PairFinder, Sides, Weighing, pair_finder
from detector.matching.grams import Grams
from detector.matching.own_changes import OwnChanges
from detector.matching.rarity import Grams123, Sources, build_rarity_model
from detector.matching.retelling import BY_WORDS, Retellings, Texts, by_meaning, find_retold
from detector.matching.semantic import Encoder
from detector.matching.shared_texts import TextOfMany, find_texts_of_many, tokens_of_many
from detector.matching.significance import fit_null
from detector.matching.witnesses import find_witnesses
from detector.provenance.marks import tokens_of
from detector.provenance.people import time_of, writer_numbers
from detector.provenance.reuse import is_routine, nearest_sources, periods_in_a_row, share_of
from detector.settings import Settings
from detector.signals.specificity import tell_nothing

_OWN = Provenance.PREVIOUS
_MOST_CHANCE_PAIRS = 10.0  # a chain of rare details that chance makes more often in a unit is no pair
_PARAGRAPH_SYLLABLES = 100  # a shorter text of many at the edge of a copied section is part of it


@dataclass(frozen=True, slots=True)
class Matches:
    """All pairs with something in common.

    Attributes:
        witnesses: int32[documents], equal for documents that count once; see `detector.matching.witnesses`.
        crowds: rows of the documents of each crowd.
        of_many: texts that more than a few people have in one place.
        nulls: of each method that looked at this unit's pairs, not judged yet: their thresholds are 0.
        not_compared: pairs with rare details in common that were too many to be compared sentence by sentence.
        in_a_row: for how many periods up to its own a person handed in one text, by row; see `once_each`.
    """

    pairs: tuple[MatchedPair, ...]
    witnesses: Ints
    crowds: tuple[tuple[int, ...], ...] = ()
    of_many: tuple[TextOfMany, ...] = ()
    nulls: tuple[MethodNull, ...] = ()
    not_compared: int = 0
    in_a_row: Mapping[int, int] = field(default_factory=dict)

    def with_pairs(self, pairs: Iterable[MatchedPair], nulls: Iterable[MethodNull]) -> Matches:
        """With these pairs, in the place of others of the same texts."""
        new = {one.rows: one for one in pairs}
        kept = [one for one in self.pairs if one.rows not in new]
        return replace(self, pairs=(*kept, *new.values()), nulls=(*self.nulls, *nulls))

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
        concrete: bool[tokens], of figures and names.
    """

    shingles: Grams
    rarity_grams: Grams123
    sides: Sides
    counted: Bools
    rule: Bools
    stock: Bools
    set_phrases: Bools
    handed_out: Bools
    concrete: Bools

    @property
    def comparable(self) -> Bools:
        """What a person may have written and few others have, bool[tokens]."""
        return self.counted & ~self.rule & ~self.stock


def match(corpus: Corpus, columns: PairColumns, candidates: Candidates, settings: Settings) -> Matches:
    """Known samples first: what they explain is no evidence against a colleague."""
    writers = writer_numbers(corpus)
    indptr, is_submission = corpus.tokens.document_indptr, corpus.has_role(Role.SUBMISSION)
    left_over = columns.comparable
    compared = left_over | ~columns.rule & columns.stock & columns.counted & ~_of_own_texts(corpus, columns)
    chosen = is_submission & _is_mostly_own(corpus, left_over, columns)
    equal = equal_texts(corpus, compared, left_over, chosen, writers)
    legible = np.array([not one.doubtful_notes for one in corpus.documents], bool)
    changes = OwnChanges(columns.shingles, columns.rarity_grams[0], indptr, writers, legible, settings)
    found_witnesses = find_witnesses(columns.shingles, columns.sides.token_regions, candidates, equal, changes)
    witnesses = found_witnesses.numbers
    sources = Sources(witnesses, writers)
    of_many = find_texts_of_many(columns.shingles, indptr, is_submission, sources, settings)
    many = tokens_of_many(of_many, len(columns.rule))
    weightless = columns.rule | many
    long = tokens_of_many([t for t in of_many if t.syllables >= _PARAGRAPH_SYLLABLES], len(many))
    rarity = build_rarity_model(corpus, columns.rarity_grams, sources, settings.common_rank)
    own = columns.counted & ~(weightless | columns.set_phrases)
    plain = tell_nothing(corpus, own, columns.counted, columns.concrete)
    clues = find_clues(corpus, columns.rarity_grams, sources, counted=own)
    candidates = candidates.joined(*pairs_with_details(clues, witnesses, is_submission))
    is_reference = corpus.has_role(Role.REFERENCE)
    with_reference = is_reference[candidates.left] | is_reference[candidates.right]

    weighing = Weighing(~(columns.rule | columns.stock), long, np.zeros_like(many), np.zeros_like(plain), known=True)
    of_samples = pair_finder(corpus, columns.sides, rarity, sources, weighing, settings)
    samples = list(of_samples.found(candidates.where(with_reference)))
    strong = [pair for pair in samples if pair.bits >= settings.at_default_lines().pair_min_bits]
    weighing = Weighing(~(weightless | tokens_of(strong, len(columns.rule))), long, columns.set_phrases, plain)
    of_people = replace(of_samples, weighing=weighing)
    pairs = [*samples, *of_people.found(candidates.where(~with_reference))]
    fitted = passage_null(corpus, pairs, writers, found_witnesses.crowds, settings)
    null = MethodNull(Method.PASSAGES, 0.0, fitted)
    by_passages = _matched(corpus, left_over, pairs, null, settings)
    clear = _clear(by_passages, corpus.documents, (null,), settings)
    rewritten, of_order = _rewritten(corpus, columns, witnesses, clues, clear, settings)
    found_pairs = _one_method(by_passages, rewritten, _clear(rewritten, corpus.documents, (of_order,), settings))
    clear = _clear(found_pairs, corpus.documents, (null, of_order), settings)
    found_pairs = _redrawn(found_pairs, clear, columns.counted, of_people)
    texts = Texts(corpus, columns.sides, clues, witnesses, own, is_submission)
    retold = find_retold(texts, clear, BY_WORDS, _allowed(corpus, settings))
    certain = {
        pair.rows: MatchedPair(pair, Provenance.SHARED, Method.EQUAL)
        for pair in equal_pairs(corpus, compared, equal, writers)
        if pair.rows not in clear
    }
    found_pairs = [one for one in found_pairs if one.rows not in certain]
    nulls = (null, of_order, *([MethodNull(Method.EQUAL, 0.0)] if certain else []))
    crowds = found_witnesses.crowds
    matches = Matches((*found_pairs, *certain.values()), witnesses, crowds, tuple(of_many), nulls, retold.left_out)
    return _with_retold(matches, retold, Method.RETOLD)


def _redrawn(
    pairs: Sequence[MatchedPair], clear: set[tuple[int, int]], compared: Bools, finder: PairFinder
) -> list[MatchedPair]:
    """The same, with passages of reworded copies as far as they go; only of pairs of persons that are clear."""
    persons = (one.pair for one in pairs if one.kind is not Provenance.REFERENCE)
    chosen = [pair for pair in persons if pair.rows in clear and is_reworded(pair)]
    drawn = {pair.rows: pair for pair in redrawn(chosen, compared, finder)}
    return [replace(one, pair=drawn.get(one.rows, one.pair)) for one in pairs]


def _one_method(
    by_passages: Sequence[MatchedPair], rewritten: Sequence[MatchedPair], clear: set[tuple[int, int]]
) -> list[MatchedPair]:
    """A pair that both methods find is told by its passages, unless only the order of its details is clear."""
    known = {one.rows for one in by_passages}
    return [
        *(one for one in by_passages if one.rows not in clear),
        *(one for one in rewritten if (key := one.rows) in clear or key not in known),
    ]


def once_each(matches: Matches, corpus: Corpus, columns: PairColumns, settings: Settings) -> Matches:
    """The same with each text of a person beside its nearest earlier one: five equal months are four pairs, not ten."""
    clear = matches.clear(corpus.documents, settings)
    own = {key: one for one in matches.pairs if one.kind is _OWN and (key := one.rows) in clear}
    sources = nearest_sources(corpus, (one.pair for one in own.values()), least=settings.min_passage_syllables)
    kept = {(min(pair.left, pair.right), max(pair.left, pair.right)) for pair in sources}
    pairs = tuple(replace(one, repeated=one.rows in kept) if one.kind is _OWN else one for one in matches.pairs)
    return replace(matches, pairs=pairs, in_a_row=periods_in_a_row(corpus, sources, columns.comparable))


def _is_mostly_own(corpus: Corpus, left_over: Bools, columns: PairColumns) -> Bools:
    """Texts with more of their own than was handed out: the same stock sentence beside it says nothing of two."""
    indptr = corpus.tokens.document_indptr
    mostly: Bools = counts_in_runs(left_over, indptr) > counts_in_runs(columns.handed_out & columns.counted, indptr)
    return mostly


def _of_own_texts(corpus: Corpus, columns: PairColumns) -> Bools:
    """Tokens of texts with more of their own than of stock, bool[tokens].

    In others the few words left over are as like as the stock that surrounds them: there it must be the same too.
    """
    indptr = corpus.tokens.document_indptr
    own, stock = (counts_in_runs(mask, indptr) for mask in (columns.comparable, columns.counted & columns.stock))
    return np.repeat(own > stock, np.diff(indptr))


def with_meaning(
    matches: Matches,
    corpus: Corpus,
    columns: PairColumns,
    settings: Settings,
    encoder: Encoder,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Matches, Retellings]:
    """The same, and the pairs of submissions that only their meaning gives away, beside what was looked at.

    A text without marks is left out: to a model of meanings all such texts are of one kind.
    """
    marked = np.array([all(note.code != "unmarked" for note in one.notes) for one in corpus.documents], bool)
    many = tokens_of_many(matches.of_many, len(columns.rule))
    own = columns.counted & ~columns.rule & ~columns.set_phrases & ~many
    sources = Sources(matches.witnesses, writer_numbers(corpus))
    clues = find_clues(corpus, columns.rarity_grams, sources, counted=own)
    allowed = corpus.has_role(Role.SUBMISSION) & marked
    texts = Texts(corpus, columns.sides, clues, matches.witnesses, own, allowed)
    known = matches.clear(corpus.documents, settings)
    found = find_retold(texts, known, by_meaning(encoder), _allowed(corpus, settings), progress)
    return _with_retold(matches, found, Method.MEANING), found


def _with_retold(matches: Matches, found: Retellings, method: Method) -> Matches:
    new = (MatchedPair(one.pair, Provenance.SHARED, method, one.expected) for one in found.pairs)
    return matches.with_pairs(new, [MethodNull(method, 0.0, found.null)] if found.null else [])


def _matched(
    corpus: Corpus, counted: Bools, pairs: Iterable[FoundPair], of: MethodNull, settings: Settings
) -> list[MatchedPair]:
    """With what the other text is, and how often chance makes such a pair of two persons.

    Of one's own sheet a part is told from `least_share` of the later one, however short.
    """
    matched = []
    for found in pairs:
        kind = kind_of(corpus.documents[found.left], corpus.documents[found.right])
        pair, repeated = _own_repeated(corpus, found, counted, settings) if kind is _OWN else (found, True)
        expected = of.null.expected(pair.bits) if of.null and kind is Provenance.SHARED else None
        matched.append(MatchedPair(pair, kind, of.method, expected, repeated))
    return matched


def _own_repeated(corpus: Corpus, pair: FoundPair, counted: Bools, settings: Settings) -> tuple[FoundPair, bool]:
    """A pair of one person's texts, without what is every month's work, and whether it is told.

    Texts of pages need weight, sheets weight or a share of the later one.
    """
    later = max(pair.left, pair.right, key=lambda row: time_of(corpus, row))
    document = corpus.documents[later]
    least = settings.at_default_lines().pair_min_bits
    if document.period is None:
        return pair, pair.bits >= least
    told = tuple(one for one in pair.passages if not is_routine(corpus, one.left, one.right))
    if not told:
        return pair, False
    if len(told) < len(pair.passages):
        pair = replace(pair, passages=told, unplaced_bits=0.0)
    return pair, pair.bits >= least or share_of(corpus, pair, later, counted) >= least_share(document, settings)


def _clear(
    pairs: Iterable[MatchedPair], documents: Sequence[Document], nulls: Iterable[MethodNull], settings: Settings
) -> set[tuple[int, int]]:
    usual = settings.at_default_lines()
    people = people_of(documents)
    judged = judged_pairs(pairs, documents, lines_at(nulls, usual, {"": people}), usual, people)
    return {one.rows for one in judged if one.flagged}


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
    several = [chain.as_evidence() for chain in chains if chain.parts >= MIN_PARTS - 1]
    fitted = _chain_null(several, clues)
    null = MethodNull(Method.ORDER, 0.0, fitted)
    least = fitted.score_at(_MOST_CHANCE_PAIRS)
    strong = [chain_pair(corpus, columns.sides, one, clues) for one in several if one.tells_again and one.bits >= least]
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
