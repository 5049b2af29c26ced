"""Columns -> the Report: ids for rows, characters for tokens, one frozen row for each submission, pair and passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from detector.corpus import Bytes, Corpus, Provenance
from detector.documents import Document, Role, SkippedFile
from detector.judge import Links, Measures, judge
from detector.matches import Cluster, Pair, Passage, Side
from detector.matching.clusters import Group
from detector.matching.evidence import FoundPair
from detector.matching.minhash import Sketches, estimate_jaccard
from detector.matching.tfidf import cosines
from detector.pairing import JudgedPair
from detector.provenance.marks import ClassRuns, class_runs, quotable
from detector.records import make_report
from detector.report import Finding, LearntLine, Report, Submission
from detector.settings import Settings
from detector.short_texts import ShortTexts
from detector.signals.columns import known_values

_MAJORITY = 0.5  # a text that this share of the unit has is the organiser's business, not the colleagues'


def assemble(
    *,
    corpus: Corpus,
    classes: Bytes,
    measures: Measures,
    pairs: Sequence[JudgedPair],
    links: Mapping[int, Links],
    groups: Sequence[Group],
    short: ShortTexts,
    sketches: Sketches,
    vectors: sparse.csr_matrix,
    learnt: Sequence[LearntLine],
    notes: Sequence[tuple[str, str]],
    skipped: Sequence[SkippedFile],
    settings: Settings,
    timings: Mapping[str, float],
) -> Report:
    """Rows in a fixed order: submissions as the corpus has them, pairs by evidence, passages by pair."""
    ordered = sorted(pairs, key=lambda one: (-round(one.pair.bits, 6), one.pair.left, one.pair.right))
    by_name = _named(groups, short.groups)
    names = {member: name for name, group in reversed(by_name.items()) for member in group.members}
    sections, runs = _Sections(corpus), class_runs(corpus, classes)
    submissions = [
        _with_short(
            _submission(
                corpus, row, sections, runs, measures, links.get(row, Links()), names.get(row), by_name, settings
            ),
            short.findings.get(row, ()),
        )
        for row, document in enumerate(corpus.documents)
        if document.role is Role.SUBMISSION
    ]
    return make_report(
        settings,
        submissions,
        _pairs(corpus, classes, ordered, names, sketches, vectors),
        [passage for one in ordered for passage in _passages(corpus, one.pair, one.kind)],
        [_cluster(corpus, name, group, measures.submissions, short, links) for name, group in by_name.items()],
        sorted(skipped, key=lambda file: file.path),
        [sections.added_to(row) for row, d in enumerate(corpus.documents) if d.path and d.role is not Role.SUBMISSION],
        learnt,
        notes,
        timings,
    )


def _named(found: Sequence[Group], handed_out: Sequence[Group]) -> dict[str, Group]:
    """``c1``, ``c2`` ... by size, then by first member."""
    ordered = sorted([*found, *handed_out], key=lambda group: (-len(group.members), group.members))
    return {f"c{number}": group for number, group in enumerate(ordered, 1)}


def _with_short(row: Submission, found: Sequence[Finding]) -> Submission:
    """What clauses say stands behind the doubts about the reading, where shares have not said it already."""
    new = tuple(finding for finding in found if finding.kind not in row.flags)
    doubts = sum(kind == "unreadable" for kind in row.flags)
    return replace(row, findings=(*row.findings[:doubts], *new, *row.findings[doubts:])) if new else row


class _Sections:
    """First characters and names of the sections of all documents."""

    def __init__(self, corpus: Corpus) -> None:
        table = corpus.sentences
        changes = np.diff(table.section_rows, prepend=-2) != 0
        changes |= np.diff(table.document_rows, prepend=-1) != 0
        first = np.flatnonzero(changes & (table.section_rows >= 0))
        self._rows = table.section_rows[first]
        self._starts = corpus.tokens.starts[table.token_indptr[first]]
        self._indptr = np.searchsorted(table.document_rows[first], np.arange(len(corpus) + 1))
        self._corpus = corpus

    def added_to(self, row: int) -> Document:
        """The document with its sections."""
        mine = slice(*self._indptr[row : row + 2].tolist())
        names = self._corpus.sections[row]
        pairs = zip(self._starts[mine].tolist(), self._rows[mine].tolist(), strict=True)
        document = self._corpus.documents[row]
        return replace(document, sections=tuple((start, names[section]) for start, section in pairs))


def _submission(
    corpus: Corpus,
    row: int,
    sections: _Sections,
    runs: ClassRuns,
    measures: Measures,
    links: Links,
    cluster: str | None,
    groups: Mapping[str, Group],
    settings: Settings,
) -> Submission:
    group = (cluster, groups[cluster]) if cluster else None
    enough = measures.personal(row) >= settings.min_own_syllables
    counts = measures.counts[row]
    return Submission(
        document=sections.added_to(row),
        syllables=int(counts.sum()),
        shares=_shares(counts, frozenset()),
        own_shares=_shares(counts, frozenset({Provenance.FORM, Provenance.RULE})) if enough else None,
        findings=judge(corpus, row, measures, links, group, settings),
        cluster=cluster,
        marks=runs.marks(row, corpus.documents[row].text),
        measures={
            "specificity": round(measures.concrete_per_100(row), 6),
            "boilerplate": round(_boilerplate_share(measures, row), 6),
            **known_values(measures.signals, row),
        },
    )


def _shares(counts: np.ndarray, left_out: frozenset[Provenance]) -> dict[str, float]:
    kept = {kind: 0.0 if kind in left_out else float(counts[kind]) for kind in Provenance}
    total = sum(kept.values())
    return {kind.key: (value / total if total else 0.0) for kind, value in kept.items()}


def _boilerplate_share(measures: Measures, row: int) -> float:
    counts = measures.counts[row]
    return float((counts[Provenance.RULE] + counts[Provenance.COMMON]) / max(measures.unprinted(row), 1.0))


def _pairs(
    corpus: Corpus,
    classes: Bytes,
    pairs: Sequence[JudgedPair],
    clusters: Mapping[int, str],
    sketches: Sketches,
    vectors: sparse.csr_matrix,
) -> list[Pair]:
    left = np.array([one.pair.left for one in pairs], dtype=np.int32)
    right = np.array([one.pair.right for one in pairs], dtype=np.int32)
    jaccard, cosine = estimate_jaccard(sketches, left, right), cosines(vectors, left, right)
    return [
        Pair(
            left_id=corpus.documents[one.pair.left].id,
            right_id=corpus.documents[one.pair.right].id,
            flagged=one.flagged,
            evidence=one.pair.bits,
            jaccard=float(jaccard[at]),
            cosine=float(cosine[at]),
            left_share=_covered_share(corpus, classes, one.pair.left, [p.left for p in one.pair.passages]),
            right_share=_covered_share(corpus, classes, one.pair.right, [p.right for p in one.pair.passages]),
            passages=len(one.pair.passages),
            cluster=_common_cluster(clusters, one.pair),
            expected=one.expected,
            rewritten=one.rewritten,
        )
        for at, one in enumerate(pairs)
    ]


def _common_cluster(clusters: Mapping[int, str], pair: FoundPair) -> str | None:
    left = clusters.get(pair.left)
    return left if left == clusters.get(pair.right) else None


def _covered_share(corpus: Corpus, classes: Bytes, row: int, ranges: Sequence[tuple[int, int]]) -> float:
    """Share of a text's syllables, form and rule left out, that lie inside the ranges."""
    start, end = corpus.tokens.document_indptr[row : row + 2].tolist()
    personal = ~np.isin(classes[start:end], (Provenance.FORM, Provenance.RULE))
    inside = np.zeros(end - start, bool)
    for first, last in ranges:
        inside[first - start : last - start] = True
    return float((inside & personal).sum() / max(int(personal.sum()), 1))


def _passages(corpus: Corpus, pair: FoundPair, kind: Provenance) -> list[Passage]:
    left, right = corpus.documents[pair.left].id, corpus.documents[pair.right].id
    return [
        Passage(
            Side(left, *quotable(corpus, pair.left, *passage.left)),
            Side(right, *quotable(corpus, pair.right, *passage.right)),
            kind.key,
            passage.similarity,
            passage.spread,
            passage.bits,
        )
        for passage in pair.passages
    ]


def _cluster(
    corpus: Corpus, name: str, group: Group, submissions: int, short: ShortTexts, links: Mapping[int, Links]
) -> Cluster:
    first = group.members[0]
    quotes = []
    for start, end in group.core:
        left, right = quotable(corpus, first, start, end)
        quotes.append(corpus.documents[first].text[left:right])
    of_many = group in short.groups or len(group.members) >= max(_MAJORITY * submissions, 3)
    kind = "organiser" if of_many else "sample" if _of_one_sample(group, links) else "colleagues"
    ids = tuple(sorted(corpus.documents[member].id for member in group.members))
    return Cluster(name, ids, "\n".join(quotes), kind)


def _of_one_sample(group: Group, links: Mapping[int, Links]) -> bool:
    """Whether most members also took over text of the same known sample: then it is likely where they have it from."""
    sides = [
        {row for one in links.get(member, Links()).reference for row in (one.pair.left, one.pair.right)}
        for member in group.members
    ]
    users = Counter(row for member, rows in zip(group.members, sides, strict=True) for row in rows - {member})
    return bool(users) and max(users.values()) > _MAJORITY * len(group.members)
