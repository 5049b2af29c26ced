"""Candidates -> judged pairs: evidence, the number of such pairs expected by chance, and what the other text is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Provenance
from detector.documents import Role
from detector.judge import Links
from detector.matches import Method, MethodNull, Null
from detector.matching.candidates import Candidates
from detector.matching.clues import (
    LEVEL_DETAILS,
    PRIOR_SCALE_DETAILS,
    Chain,
    Clues,
    chain_pair,
    find_chains,
    find_clues,
)
from detector.matching.evidence import FoundPair, Sides, find_pairs
from detector.matching.grams import Grams
from detector.matching.rarity import Grams123, build_rarity_model
from detector.matching.semantic import Encoder, Meanings, find_by_meaning
from detector.matching.significance import fit_null
from detector.matching.witnesses import witness_numbers
from detector.provenance.marks import tokens_of
from detector.provenance.people import same_person, writer_numbers
from detector.settings import Settings

# Bits over which the number of unrelated pairs falls by a factor e, where the unit itself says too little.
_PRIOR_SCALE_BITS = 10.0


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
        nulls: of each method that looked at this unit's pairs.
    """

    pairs: tuple[JudgedPair, ...]
    writers: Ints
    witnesses: Ints
    nulls: tuple[MethodNull, ...] = ()

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
        rule: bool[tokens], rule wording; it weighs nothing.
    """

    shingles: Grams
    rarity_grams: Grams123
    sides: Sides
    counted: Bools
    rule: Bools


def match(corpus: Corpus, columns: PairColumns, candidates: Candidates, settings: Settings) -> Matches:
    """Known samples first: what they explain is no evidence against a colleague."""
    writers = writer_numbers(corpus)
    witnesses = witness_numbers(columns.shingles, candidates, writers, settings)
    rarity = build_rarity_model(corpus, columns.rarity_grams, witnesses)
    is_reference = _is(corpus, Role.REFERENCE)
    with_reference = is_reference[candidates.left] | is_reference[candidates.right]

    def found(which: Bools, weighing: Bools) -> list[FoundPair]:
        chosen = candidates.where(which)
        return list(find_pairs(corpus, columns.sides, chosen, rarity, weighing, witnesses, settings))

    samples = found(with_reference, ~columns.rule)
    strong = [pair for pair in samples if pair.bits >= settings.pair_min_bits]
    pairs = [*samples, *found(~with_reference, ~(columns.rule | tokens_of(strong, len(columns.rule))))]
    null = _method_null(
        Method.PASSAGES, _passage_null(pairs, candidates.complete_from_bits, settings), corpus, settings
    )
    judged = _judged(corpus, writers, pairs, null)
    rewritten, of_order = _rewritten(corpus, columns, writers, witnesses, judged, settings)
    replaced = {(one.pair.left, one.pair.right) for one in rewritten}
    kept = [one for one in judged if (one.pair.left, one.pair.right) not in replaced]
    return Matches((*kept, *rewritten), writers, witnesses, nulls=(null, of_order))


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
        columns.counted & ~columns.rule,
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


def _passage_null(pairs: Sequence[FoundPair], level: float, settings: Settings) -> Null:
    """Pairs with less evidence than `level` are not all candidates, so they are not counted."""
    scores = np.array([pair.bits for pair in pairs], dtype=np.float64)
    return fit_null(
        scores,
        level=max(settings.passage_min_bits, level),
        prior_scale=_PRIOR_SCALE_BITS,
    )


def _method_null(method: Method, null: Null, corpus: Corpus, settings: Settings) -> MethodNull:
    return MethodNull(method, max(null.score_at(_allowed(corpus, settings)), settings.pair_min_bits), null)


def _judged(corpus: Corpus, writers: Ints, pairs: Iterable[FoundPair], of: MethodNull) -> list[JudgedPair]:
    return [
        JudgedPair(
            pair,
            _kind(corpus, writers, pair),
            pair.bits >= of.threshold,
            of.null.expected(pair.bits) if of.null else None,
            of.threshold,
            of.method,
        )
        for pair in pairs
    ]


def _kind(corpus: Corpus, writers: Ints, pair: FoundPair) -> Provenance:
    if corpus.documents[pair.right].role is Role.REFERENCE:
        return Provenance.REFERENCE
    return Provenance.PREVIOUS if same_person(writers, pair.left, pair.right) else Provenance.SHARED


def _rewritten(
    corpus: Corpus,
    columns: PairColumns,
    writers: Ints,
    witnesses: Ints,
    judged: Sequence[JudgedPair],
    settings: Settings,
) -> tuple[list[JudgedPair], MethodNull]:
    """Flagged pairs that only the order of rare details gives away, and how often chance makes such a chain."""
    clues = find_clues(corpus, columns.rarity_grams, witnesses, counted=columns.counted)
    known = {(one.pair.left, one.pair.right) for one in judged if one.flagged}
    chains = [
        chain
        for chain in find_chains(corpus, clues, columns.sides, witnesses, _is(corpus, Role.SUBMISSION))
        if (chain.left, chain.right) not in known
    ]
    null = _method_null(Method.ORDER, _chain_null(chains, clues), corpus, settings)
    strong = [chain_pair(corpus, columns.sides, c, clues.unit) for c in chains if c.bits >= null.threshold]
    return [one for one in _judged(corpus, writers, strong, null) if one.flagged], null


def _chain_null(chains: Sequence[Chain], clues: Clues) -> Null:
    return fit_null(
        np.array([chain.bits for chain in chains], dtype=np.float64),
        level=LEVEL_DETAILS * clues.unit,
        prior_scale=PRIOR_SCALE_DETAILS * clues.unit,
    )


def _allowed(corpus: Corpus, settings: Settings) -> float:
    return settings.chance_pairs_allowed(int(_is(corpus, Role.SUBMISSION).sum()))


def _is(corpus: Corpus, role: Role) -> Bools:
    return np.array([d.role is role for d in corpus.documents], dtype=bool)


def _strongest_first(pairs: list[JudgedPair]) -> tuple[JudgedPair, ...]:
    return tuple(sorted(pairs, key=lambda judged: (-judged.pair.bits, judged.pair.left, judged.pair.right)))
