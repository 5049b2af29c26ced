"""Evidence -> judgement: which pairs are flagged, what every syllable is, which submissions to look at and why.

A scan, other settings and passages set aside differ in their evidence; what follows from it is worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from detector.corpus import Bools, Bytes, Provenance, counts_in_runs
from detector.documents import Document
from detector.findings import finding_kinds, findings_of
from detector.findings.hidden_words import printed_hidden
from detector.judge.cases import case_of, other_row, wide_texts
from detector.judge.model import Evidence, JudgedPair, Judgement, Links, MatchedPair, Measures
from detector.lines import Shared, is_flagged, line_of_several, lines_at, of_several, people_of, threshold_of
from detector.matches import Method, MethodNull
from detector.matching.clusters import Group, find_groups
from detector.matching.evidence import FoundPair
from detector.matching.shared_texts import tokens_of_many
from detector.people import is_twice
from detector.provenance.marks import class_counts, paint, tokens_of
from detector.provenance.people import later_first
from detector.settings import Settings
from detector.submissions import Facts, Finding

__all__ = [
    "Evidence",
    "JudgedPair",
    "Judgement",
    "Links",
    "MatchedPair",
    "Measures",
    "case_of",
    "judge",
    "judged_pairs",
    "told",
]

Telltales = Callable[[Sequence[FoundPair]], Mapping[tuple[int, int], Mapping[int, Facts]]]


def judge(evidence: Evidence, settings: Settings, telltales: Telltales) -> Judgement:
    """`telltales` looks up named clues of some pairs, by their rows, then by the row whose finding tells them."""
    submissions = evidence.is_submission()
    people = people_of(evidence.documents)
    nulls = lines_at(evidence.nulls, settings, {"": people})
    pairs = judged_pairs(evidence.pairs, evidence.documents, nulls, settings, people)
    links = links_of(pairs, submissions)
    shared = [one.pair for one in pairs if one.flagged and one.kind is Provenance.SHARED]
    between = [pair for pair in shared if submissions[pair.left] and submissions[pair.right]]
    large = find_groups(between, evidence.crowds, least=settings.cluster_min_members, overlap=settings.crowd_overlap)
    groups = {f"c{number}": group for number, group in enumerate(large, 1)}
    common = evidence.common | tokens_of_many(evidence.of_many, len(evidence.common))
    classes = _classes(evidence, common, pairs)
    measures = _measures(evidence, classes, links, telltales, settings)
    names = {member: name for name, group in reversed(groups.items()) for member in group.members}
    findings = {}
    for row in np.flatnonzero(submissions).tolist():
        mine, group = links.get(row, Links()), _group(row, names, groups)
        found = findings_of(case_of(evidence.documents, row, measures, mine, group, settings))
        partners = _partners(evidence.documents, row, mine)
        findings[row] = _with_clauses(found, _standing(evidence.clauses.get(row, ()), partners, settings))
    return Judgement(pairs, nulls, groups, classes, common, measures, links, findings)


def judged_pairs(
    pairs: Iterable[MatchedPair],
    documents: Sequence[Document],
    nulls: Iterable[MethodNull],
    settings: Settings,
    people: int,
) -> tuple[JudgedPair, ...]:
    """By the line of chance between two persons, whose nulls have the thresholds of these settings."""
    lines = {null.method: null for null in nulls}
    lower = line_of_several(lines.get(Method.PASSAGES), settings, people)
    judged, weak = [], []
    for one in pairs:
        left, right = documents[one.pair.left], documents[one.pair.right]
        threshold = threshold_of(one.kind, lines.get(one.method), settings) if one.line is None else one.line
        own = one.kind is Provenance.PREVIOUS and one.repeated and not is_twice(left, right)
        flagged = own or is_flagged(left, right, one.kind, one.pair.bits, threshold)
        judged.append(
            JudgedPair(one.pair, one.kind, one.method, one.expected, one.repeated, one.line, flagged, threshold)
        )
        if not flagged and one.line is None and one.method is Method.PASSAGES and one.pair.bits >= lower:
            found = one.pair.passages
            sides = ([passage.left for passage in found], [passage.right for passage in found])
            spread = max((passage.spread for passage in found), default=0)
            weak.append(Shared(left, right, one.pair.bits, spread, *sides))
    several = of_several(weak)
    return tuple(_as_one_of(one, documents, several, lower) for one in judged)


def _as_one_of(
    one: JudgedPair, documents: Sequence[Document], several: Container[tuple[str, str]], line: float
) -> JudgedPair:
    """Flagged where it is one of several pairs of one text."""
    key = (documents[one.pair.left].id, documents[one.pair.right].id)
    return replace(one, threshold=line, flagged=True) if one.method is Method.PASSAGES and key in several else one


def links_of(pairs: Iterable[JudgedPair], is_submission: Bools) -> dict[int, Links]:
    """Flagged pairs of each submission row, strongest first."""
    found: dict[int, dict[str, list[JudgedPair]]] = {}
    for judged in pairs:
        if not judged.flagged:
            continue
        for row in judged.rows:
            if is_submission[row]:
                found.setdefault(row, {}).setdefault(judged.kind.key, []).append(judged)
    return {row: Links(**{kind: _strongest_first(v) for kind, v in lists.items()}) for row, lists in found.items()}


def _strongest_first(pairs: list[JudgedPair]) -> tuple[JudgedPair, ...]:
    return tuple(sorted(pairs, key=lambda judged: (-judged.pair.bits, judged.pair.left, judged.pair.right)))


def _group(row: int, names: Mapping[int, str], groups: Mapping[str, Group]) -> tuple[str, Group] | None:
    name = names.get(row)
    return (name, groups[name]) if name else None


def _classes(evidence: Evidence, common: Bools, pairs: Iterable[JudgedPair]) -> Bytes:
    """The provenance of every token."""
    of_kind: dict[Provenance, list[FoundPair]] = {kind: [] for kind in Provenance}
    for one in pairs:
        if one.flagged:
            of_kind[one.kind].append(one.pair)
    size = len(evidence.form)
    return paint(
        form=evidence.form,
        rule=evidence.rule,
        reference=tokens_of(of_kind[Provenance.REFERENCE], size),
        previous=tokens_of(later_first(evidence.documents, of_kind[Provenance.PREVIOUS]), size),
        common=common,
        shared=tokens_of(of_kind[Provenance.SHARED], size, right=True),
    )


def _measures(
    evidence: Evidence, classes: Bytes, links: Mapping[int, Links], telltales: Telltales, settings: Settings
) -> Measures:
    indptr = evidence.document_indptr
    strongest = [one.shared[0].pair for one in links.values() if one.shared]
    clues = telltales(strongest)
    inside = tokens_of_many(evidence.of_many, len(classes)) & (classes == Provenance.COMMON)
    printed = evidence.form[evidence.sentence_indptr[:-1]]  # a sentence is printed as a whole
    owners = np.searchsorted(indptr, evidence.sentence_indptr[:-1], "right") - 1
    sentences = np.bincount(owners, ~printed, minlength=len(evidence.documents)).astype(np.float64)
    return Measures(
        class_counts(indptr, classes),
        evidence.details,
        sentences,
        int(evidence.is_submission().sum()),
        evidence.signals,
        {pair.rows: told(evidence, pair, clues) for pair in strongest},
        printed_hidden(evidence.documents, settings),
        counts_in_runs(inside, indptr).astype(np.float64),
        wide_texts(evidence.documents, evidence.of_many),
        evidence.in_a_row,
        evidence.silent,
    )


def told(evidence: Evidence, pair: FoundPair, clues: Mapping[tuple[int, int], Mapping[int, Facts]]) -> dict[int, Facts]:
    """What a sentence about this pair says of each side, by row."""
    named = clues.get(pair.rows, {})
    return {
        row: {
            "matched_syllables": _matched_syllables(evidence, pair, row),
            "sentences": _matched_sentences(evidence, pair, row),
            **named.get(row, {}),
        }
        for row in pair.rows
    }


def _partners(documents: Sequence[Document], row: int, links: Links) -> frozenset[str]:
    """Ids of other people's texts in flagged pairs with this one."""
    pairs = links.shared
    return frozenset(documents[other_row(one.pair, row)].id for one in pairs)


def _standing(clauses: Iterable[Finding], partners: frozenset[str], settings: Settings) -> Iterator[Finding]:
    """What clauses say, as far as it reaches the line; one's own earlier clauses are counted, not weighed."""
    for one in clauses:
        if one.kind != "shared":
            yield one
        elif one.score >= settings.pair_min_bits:
            ids = tuple(id for id in one.evidence if id in partners)
            yield replace(one, threshold=settings.pair_min_bits, evidence=ids)


def _with_clauses(found: tuple[Finding, ...], clauses: Iterable[Finding]) -> tuple[Finding, ...]:
    """What clauses say stands behind the doubts about the reading, where shares have not said it already."""
    said = {finding.kind for finding in found}
    doubts = sum(finding_kinds()[finding.kind].is_doubt for finding in found)
    return (*found[:doubts], *(one for one in clauses if one.kind not in said), *found[doubts:])


def _matched_syllables(evidence: Evidence, pair: FoundPair, row: int) -> int:
    """Syllables of this side inside the passages that are neither form nor rule."""
    base, stop = evidence.document_indptr[row : row + 2].tolist()
    mask = np.zeros(stop - base, bool)
    for start, end in _sides(pair, row):
        mask[start - base : end - base] = True
    return int((mask & ~evidence.form[base:stop] & ~evidence.rule[base:stop]).sum())


def _matched_sentences(evidence: Evidence, pair: FoundPair, row: int) -> int:
    starts = evidence.sentence_indptr[:-1]
    mine = starts[slice(*np.searchsorted(starts, evidence.document_indptr[row : row + 2]).tolist())]
    edges = np.searchsorted(mine, np.array(_sides(pair, row), np.int64).reshape(-1, 2))
    return len(set().union(*(range(start, end) for start, end in edges.tolist())))


def _sides(pair: FoundPair, row: int) -> list[tuple[int, int]]:
    return [passage.left if pair.left == row else passage.right for passage in pair.passages]
